#include "daemon/render/confine.hpp"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <grp.h>
#include <sched.h>
#include <string>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/types.h>
#include <system_error>
#include <unistd.h>

namespace qw::render {
namespace {

constexpr id_t nobody = 65534;
constexpr std::string_view what_to_do =
    "; start quotewatch-render.socket, or allow user namespaces (kernel.unprivileged_userns_clone)";

std::string read_small(const char* path) {
  std::string out(64U << 10U, '\0');
  const int file = open(path, O_RDONLY | O_CLOEXEC);
  const ssize_t got = file < 0 ? -1 : read(file, out.data(), out.size());
  if (file >= 0) {
    close(file);
  }
  out.resize(got < 0 ? 0 : static_cast<std::size_t>(got));
  return out;
}

bool write_small(const char* path, std::string_view text) {
  const int file = open(path, O_WRONLY | O_CLOEXEC);
  const bool done = file >= 0 && write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  if (file >= 0) {
    close(file);
  }
  return done;
}

std::unexpected<Error> cannot(std::string_view what) {
  return fail(Errc::refused,
              std::string(what) + ": " + std::generic_category().message(errno) + std::string(what_to_do));
}

bool has_network() {
  const std::string table = read_small("/proc/self/net/dev");
  return table.empty() || names_other_interfaces(table);
}

Result<> leave_network() {
  if (!has_network()) {
    return {};
  }
  const uid_t user = geteuid();
  const gid_t group = getegid();
  if (user == 0 && unshare(CLONE_NEWNET) != 0) {
    return cannot("this process may not leave the network");
  }
  if (user != 0) {
    if (unshare(CLONE_NEWUSER | CLONE_NEWNET) != 0) {
      return cannot("this process may not leave the network");
    }
    // Nobody else: the same user inside as outside.
    const bool mapped =
        write_small("/proc/self/setgroups", "deny") &&
        write_small("/proc/self/uid_map", std::to_string(user) + " " + std::to_string(user) + " 1") &&
        write_small("/proc/self/gid_map", std::to_string(group) + " " + std::to_string(group) + " 1");
    if (!mapped) {
      return cannot("this process may not name its user in a namespace of its own");
    }
  }
  return has_network() ? fail(Errc::refused, "there is a network although this process left it") : Result<>{};
}

Result<> leave_root() {
  if (geteuid() != 0) {
    return {};
  }
  if (setgroups(0, nullptr) != 0 || setresgid(nobody, nobody, nobody) != 0 ||
      setresuid(nobody, nobody, nobody) != 0) {
    return cannot("this process may not become 'nobody'");
  }
  return {};
}

}  // namespace

bool names_other_interfaces(std::string_view table) {
  while (!table.empty()) {
    const std::string_view line = table.substr(0, table.find('\n'));
    table.remove_prefix(std::min(line.size() + 1, table.size()));
    const std::size_t colon = line.find(':');
    const std::size_t begin = line.find_first_not_of(' ');
    if (colon != std::string_view::npos && begin < colon && line.substr(begin, colon - begin) != "lo") {
      return true;
    }
  }
  return false;
}

Result<> confine() {
  // Wishes, not walls: it works without them. First, while /proc/self is still ours to write.
  [[maybe_unused]] const bool first = write_small("/proc/self/oom_score_adj", "1000");
  constexpr int politely = 10;
  [[maybe_unused]] const int now = nice(politely);
  TRY_OK(leave_network());
  TRY_OK(leave_root());
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) != 0) {
    return cannot("this process may not give up privileges");
  }
  constexpr rlimit none{0, 0};
  setrlimit(RLIMIT_CORE, &none);
  return {};
}

}  // namespace qw::render
