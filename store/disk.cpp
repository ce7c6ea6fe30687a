#include "store/disk.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <fcntl.h>
#include <filesystem>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace qw::store {
namespace {

/// A file descriptor that is closed once.
class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (fd_ >= 0) {
      ::close(fd_);
    }
  }
  int get() const { return fd_; }

 private:
  int fd_;
};

class RealFile : public DiskFile {
 public:
  RealFile(std::string path, int fd, std::uint64_t size) : path_(std::move(path)), fd_(fd), size_(size) {}

  std::uint64_t size() const override { return size_; }

  Result<> append(std::string_view bytes) override {
    TRY_OK(write_at(size_, bytes));
    size_ += bytes.size();
    return {};
  }

  Result<> write_at(std::uint64_t offset, std::string_view bytes) override {
    while (!bytes.empty()) {
      const ssize_t n = ::pwrite(fd_.get(), bytes.data(), bytes.size(), static_cast<off_t>(offset));
      if (n < 0 && errno == EINTR) {
        continue;
      }
      if (n <= 0) {
        return std::unexpected(disk_error("write", path_));
      }
      offset += static_cast<std::uint64_t>(n);
      bytes.remove_prefix(static_cast<std::size_t>(n));
    }
    return {};
  }

  Result<> sync() override {
    if (::fdatasync(fd_.get()) != 0) {
      return std::unexpected(disk_error("sync", path_));
    }
    return {};
  }

 private:
  std::string path_;
  Descriptor fd_;
  std::uint64_t size_;
};

class RealDisk : public Disk {
 public:
  Result<std::unique_ptr<DiskFile>> open(const std::string& path) override {
    const bool is_new = ::access(path.c_str(), F_OK) != 0;
    const int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0640);
    if (fd < 0) {
      return std::unexpected(disk_error("open", path));
    }
    struct stat found{};
    if (::fstat(fd, &found) != 0) {
      ::close(fd);
      return std::unexpected(disk_error("look at", path));
    }
    auto file = std::make_unique<RealFile>(path, fd, static_cast<std::uint64_t>(found.st_size));
    if (is_new) {
      TRY_OK(sync_folder(std::filesystem::path(path).parent_path().string()));
    }
    return file;
  }

  Result<> truncate(const std::string& path, std::uint64_t size) override {
    if (::truncate(path.c_str(), static_cast<off_t>(size)) != 0) {
      return std::unexpected(disk_error("cut", path));
    }
    return {};
  }
};

}  // namespace

Disk& real_disk() {
  static RealDisk disk;
  return disk;
}

Error disk_error(std::string_view doing, const std::string& path) {
  const int code = errno;
  const std::string reason = std::error_code(code, std::generic_category()).message();
  const std::string remedy = code == ENOSPC ? "; free some space, the daemon goes on by itself" : "";
  return Error{Errc::io, fmt::format("cannot {} {}: {}{}", doing, path, reason, remedy)};
}

Result<std::string> read_piece(const std::string& path, std::uint64_t offset, std::uint64_t length) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.get() < 0) {
    return std::unexpected(disk_error("open", path));
  }
  std::string out(length, '\0');
  std::size_t done = 0;
  while (done < out.size()) {
    const ssize_t n =
        ::pread(file.get(), out.data() + done, out.size() - done, static_cast<off_t>(offset + done));
    if (n < 0 && errno == EINTR) {
      continue;
    }
    if (n < 0) {
      return std::unexpected(disk_error("read", path));
    }
    if (n == 0) {
      return fail(Errc::corrupt,
                  fmt::format("{} ends at byte {}, bytes {} to {} were written: the file was cut; "
                              "restore it from a backup (docs/store.md)",
                              path, offset + done, offset, offset + length));
    }
    done += static_cast<std::size_t>(n);
  }
  return out;
}

Result<std::string> read_file(const std::string& path) {
  std::error_code error;
  const auto size = std::filesystem::file_size(path, error);
  if (error) {
    return fail(Errc::io, fmt::format("cannot read {}: {}", path, error.message()));
  }
  return read_piece(path, 0, size);
}

Result<> sync_folder(const std::string& path) {
  const Descriptor folder(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (folder.get() < 0 || ::fsync(folder.get()) != 0) {
    return std::unexpected(disk_error("sync the folder", path));
  }
  return {};
}

}  // namespace qw::store
