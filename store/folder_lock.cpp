#include "store/folder_lock.hpp"

#include "store/disk.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <fcntl.h>
#include <string>
#include <sys/file.h>
#include <unistd.h>

namespace qw::store {

Result<std::unique_ptr<FolderLock>> FolderLock::take(const std::string& folder) {
  const std::string path = folder + "/lock";
  const int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0640);
  if (fd < 0) {
    return std::unexpected(disk_error("open", path));
  }
  auto lock = std::unique_ptr<FolderLock>(new FolderLock(fd));
  if (::flock(fd, LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) {
      return std::unexpected(disk_error("lock", path));
    }
    std::string holder(32, '\0');
    const ssize_t n = ::pread(fd, holder.data(), holder.size(), 0);
    holder.resize(n > 0 ? static_cast<std::size_t>(n) : 0);
    return fail(Errc::busy,
                fmt::format("{} is in use by process {}: a quotewatchd is running on it; stop that one "
                            "first, or give this one a folder of its own",
                            folder, holder.empty() ? "(unknown)" : holder));
  }
  const std::string mine = std::to_string(::getpid());
  if (::ftruncate(fd, 0) != 0 || ::pwrite(fd, mine.data(), mine.size(), 0) < 0) {
    return std::unexpected(disk_error("write", path));
  }
  return lock;
}

FolderLock::~FolderLock() { ::close(fd_); }

}  // namespace qw::store
