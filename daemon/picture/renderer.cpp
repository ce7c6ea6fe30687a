#include "daemon/picture/renderer.hpp"

#include "base/escape.hpp"
#include "daemon/picture/png.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <poll.h>
#include <spawn.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <system_error>
#include <thread>
#include <unistd.h>
#include <utility>
#include <vector>

extern char** environ;

namespace qw::picture {
namespace {

using namespace std::chrono_literals;

std::string reason_of(int number) { return std::error_code(number, std::generic_category()).message(); }

std::unexpected<Error> unreachable(std::string what) { return fail(Errc::unreachable, std::move(what)); }

}  // namespace

/// One connection, and the child at its other end when there is one: both go with the object.
class Renderer::Line {
 public:
  Line(int stopped, Millis longest) : stopped_(stopped), until_(system_clock().steady_now() + longest) {}
  Line(const Line&) = delete;
  Line& operator=(const Line&) = delete;

  ~Line() {
    if (socket_ >= 0) {
      close(socket_);  // the child sees it and takes its browser down
    }
    if (child_ > 0) {
      end_child();
    }
  }

  Result<> connect_to(const std::string& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (path.size() >= sizeof address.sun_path) {
      return unreachable("the path of the renderer's socket is too long: " + path);
    }
    std::memcpy(address.sun_path, path.data(), path.size());
    socket_ = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (socket_ < 0 || connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
      return unreachable(
          fmt::format("the renderer does not answer at {}: {}; systemctl start "
                      "quotewatch-render.socket",
                      path, reason_of(errno)));
    }
    return {};
  }

  Result<> start(const std::string& program, const std::string& browser) {
    std::array<int, 2> ends{-1, -1};
    if (access(program.c_str(), X_OK) != 0 ||
        socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) {
      return unreachable("the renderer cannot be started at " + program + ": " + reason_of(errno));
    }
    socket_ = ends[0];
    posix_spawn_file_actions_t files{};
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_adddup2(&files, ends[1], STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&files, ends[1], STDOUT_FILENO);
    posix_spawnattr_t attributes{};
    posix_spawnattr_init(&attributes);
    sigset_t none{};
    sigemptyset(&none);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setpgroup(&attributes, 0);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK);
    std::array<std::string, 3> arguments{program, "--browser", browser};
    std::array<char*, 4> list{arguments[0].data(), arguments[1].data(), arguments[2].data(), nullptr};
    const int problem = posix_spawn(&child_, program.c_str(), &files, &attributes, list.data(), environ);
    posix_spawn_file_actions_destroy(&files);
    posix_spawnattr_destroy(&attributes);
    close(ends[1]);
    if (problem != 0) {
      child_ = -1;
      return unreachable("the renderer cannot be started at " + program + ": " + reason_of(problem));
    }
    return {};
  }

  Result<> send_all(std::string_view bytes) {
    while (!bytes.empty()) {
      TRY_OK(wait_for(POLLOUT));
      const ssize_t sent = send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
      if (sent < 0 && errno != EAGAIN && errno != EINTR) {
        // Its answer says why it does not listen any more.
        return {};
      }
      bytes.remove_prefix(static_cast<std::size_t>(std::max<ssize_t>(sent, 0)));
    }
    return {};
  }

  /// More bytes behind `into`, false = it hung up.
  Result<bool> more(std::string& into, std::size_t most) {
    TRY_OK(wait_for(POLLIN));
    constexpr std::size_t piece = 256U << 10U;
    const std::size_t had = into.size(), wanted = std::min(piece, most - had);
    into.resize(had + wanted);
    const ssize_t got = recv(socket_, into.data() + had, wanted, MSG_DONTWAIT);
    into.resize(had + static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
    return got > 0 || (got < 0 && (errno == EAGAIN || errno == EINTR));
  }

 private:
  Result<> wait_for(short events) {
    for (;;) {
      const auto left = until_ - system_clock().steady_now();
      if (left <= Millis(0)) {
        return fail(Errc::timed_out, "the renderer did not answer in time");
      }
      std::array<pollfd, 2> watched{{{socket_, events, 0}, {stopped_, POLLIN, 0}}};
      if (poll(watched.data(), watched.size(), static_cast<int>(left.count())) < 0 && errno != EINTR) {
        return fail(Errc::io, "the renderer's socket: " + reason_of(errno));
      }
      if (watched[1].revents != 0) {
        return fail(Errc::cancelled, "the daemon is stopping");
      }
      if (watched[0].revents != 0) {
        return {};
      }
    }
  }

  /// It ends by itself when its socket is gone; not later than this.
  void end_child() const {
    constexpr int rounds = 60;
    for (int round = 0; round < rounds; ++round) {
      if (waitpid(child_, nullptr, WNOHANG) != 0) {
        return;
      }
      std::this_thread::sleep_for(50ms);
    }
    kill(-child_, SIGKILL);
    waitpid(child_, nullptr, 0);
  }

  int stopped_ = -1, socket_ = -1;
  pid_t child_ = -1;
  SteadyTime until_;
};

Renderer::Renderer(Place place)
    : place_(std::move(place)), stopped_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {}

Renderer::~Renderer() { close(stopped_); }

void Renderer::stop() { eventfd_write(stopped_, 1); }

Result<Drawn> Renderer::ask(Line& line, std::string_view document, std::string_view records) const {
  TRY_OK(line.send_all(job_line({std::string(document), records.size()})));
  TRY_OK(line.send_all(records));
  std::string bytes;
  std::size_t end = std::string::npos;
  while ((end = bytes.find('\n')) == std::string::npos) {
    bool open = bytes.size() <= most_line_bytes;
    if (open) {
      TRY(open, line.more(bytes, most_line_bytes + 1));
    }
    if (!open) {
      return fail(Errc::malformed,
                  "the renderer ended without an answer: too much memory or time for this page");
    }
  }
  Drawn out;
  TRY(out.line, read_answer_line(std::string_view(bytes).substr(0, end)));
  if (out.line.end == End::unavailable) {
    return unreachable(escape_for_log(out.line.reason, most_line_bytes));
  }
  if (out.line.end == End::failed) {
    return fail(Errc::malformed, escape_for_log(out.line.reason, most_line_bytes));
  }
  out.png = bytes.substr(end + 1);
  while (out.png.size() < out.line.bytes) {
    TRY(const bool open, line.more(out.png, out.line.bytes));
    if (!open) {
      return fail(Errc::malformed, "the renderer's picture ends before its end");
    }
  }
  TRY(const PngSize size, check_png(out.png, {picture_width, most_picture_height, most_png_bytes}));
  if (out.png.size() != out.line.bytes || size.width != out.line.width || size.height != out.line.height) {
    return fail(Errc::malformed, "the picture is not what the renderer said");
  }
  return out;
}

Result<Drawn> Renderer::draw(std::string_view document, std::string_view records) {
  if (records.size() > most_records_bytes) {
    return fail(Errc::too_big,
                fmt::format("the stored records have {} bytes; a picture is made of at most {}",
                            records.size(), most_records_bytes));
  }
  Line line(stopped_, place_.longest);
  TRY_OK(place_.socket.empty() ? line.start(place_.program, place_.browser) : line.connect_to(place_.socket));
  return ask(line, document, records);
}

}  // namespace qw::picture
