#include "daemon/render/browser.hpp"

#include "base/environment.hpp"
#include "base/escape.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <poll.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <system_error>
#include <thread>
#include <unistd.h>
#include <utility>

namespace qw::render {
namespace {

using namespace std::chrono_literals;

constexpr int browser_reads = 3, browser_writes = 4;  // where --remote-debugging-pipe looks
constexpr std::size_t piece_bytes = 1U << 20U;
constexpr rlim_t most_file_bytes = 256U << 20U;  // of any file of the profile

std::string reason_of(int number) { return std::error_code(number, std::generic_category()).message(); }

std::unexpected<Error> too_late() {
  return fail(Errc::timed_out, "the browser did not finish within the time for one page");
}

void close_if_open(int& file) {
  if (file >= 0) {
    close(std::exchange(file, -1));
  }
}

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
  std::vector<char*> out;
  for (std::string& each : texts) {
    out.push_back(each.data());
  }
  out.push_back(nullptr);
  return out;
}

/// Every child of this process: also those that a process which it started left behind (confine()).
std::vector<pid_t> children() {
  std::ifstream in("/proc/self/task/" + std::to_string(getpid()) + "/children");
  std::vector<pid_t> out;
  for (pid_t each = 0; in >> each;) {
    out.push_back(each);
  }
  return out;
}

/// In the child, between fork and exec: nothing but system calls.
[[noreturn]] void become(const char* program, char** arguments, char** environment, int reads, int writes,
                         int nowhere, int complaints) {
  setpgid(0, 0);
  // Out of the way of the numbers that they will have.
  const int in = fcntl(reads, F_DUPFD, 10), out = fcntl(writes, F_DUPFD, 10);
  dup2(nowhere, STDIN_FILENO);
  dup2(nowhere, STDOUT_FILENO);
  dup2(complaints, STDERR_FILENO);
  dup2(in, browser_reads);
  dup2(out, browser_writes);
  close_range(browser_writes + 1, ~0U, 0);
  constexpr rlimit files{most_file_bytes, most_file_bytes};
  setrlimit(RLIMIT_FSIZE, &files);
  execve(program, arguments, environment);
  _exit(127);
}

}  // namespace

std::vector<std::string> browser_arguments(const std::string& profile) {
  return {
      "--headless", "--remote-debugging-pipe", "--user-data-dir=" + profile,
      // No network: names lead nowhere, and what would go around names meets a proxy that is not there.
      "--host-resolver-rules=MAP * ~NOTFOUND", "--proxy-server=http://stored.invalid:9",
      "--proxy-bypass-list=<-loopback>", "--dns-prefetch-disable", "--no-pings",
      "--disable-background-networking", "--disable-component-update", "--disable-domain-reliability",
      "--disable-sync", "--disable-default-apps", "--disable-extensions", "--no-first-run",
      "--no-default-browser-check", "--disable-breakpad", "--disable-crash-reporter",
      "--disable-client-side-phishing-detection",
      "--disable-features=Translate,OptimizationHints,MediaRouter,DialMediaRouteProvider,AcceptCHFrame,"
      "AutofillServerCommunication,CertificateTransparencyComponentUpdater,InterestFeedContentSuggestions",
      // No scripts, and a script engine that cannot make machine code.
      "--blink-settings=scriptEnabled=false", "--js-flags=--jitless",
      // Less that a page can reach.
      "--disable-gpu", "--disable-software-rasterizer", "--disable-remote-fonts", "--disable-webgl",
      "--disable-file-system", "--disable-databases", "--disable-speech-api", "--disable-notifications",
      "--block-new-web-contents", "--deny-permission-prompts", "--mute-audio", "--password-store=basic",
      "--use-mock-keychain",
      // The same page gives the same picture, as far as the fonts of the machine allow.
      "--window-size=1280,1024", "--force-device-scale-factor=1", "--hide-scrollbars",
      "--font-render-hinting=none", "--disable-lcd-text", "--lang=en-US", "--disable-dev-shm-usage",
      "about:blank"};
}

Result<std::unique_ptr<Browser>> Browser::start(Wish wish) {
  if (access(wish.program.c_str(), X_OK) != 0) {
    return fail(Errc::not_found, "there is no browser at " + wish.program + "; install chromium");
  }
  std::unique_ptr<Browser> out(new Browser(std::move(wish)));
  TRY_OK(out->launch());
  return out;
}

Result<> Browser::launch() {
  folder_ = environment("TMPDIR").value_or("/tmp") + "/quotewatch-render-XXXXXX";
  if (mkdtemp(folder_.data()) == nullptr) {
    folder_.clear();
    return fail(Errc::io, "no folder for temporary files: " + reason_of(errno));
  }
  std::vector<std::string> arguments = browser_arguments(folder_ + "/profile");
  arguments.insert(arguments.begin(), wish_.program);
  std::vector<std::string> environment{"HOME=" + folder_,
                                       "TMPDIR=" + folder_,
                                       "XDG_CONFIG_HOME=" + folder_ + "/config",
                                       "XDG_CACHE_HOME=" + folder_ + "/cache",
                                       "PATH=/usr/bin:/bin",
                                       "LANG=C.UTF-8",
                                       "TZ=UTC"};
  const std::vector<char*> argument_list = pointers_to(arguments),
                           environment_list = pointers_to(environment);
  std::array<int, 2> to{-1, -1}, from{-1, -1};
  int nowhere = open("/dev/null", O_RDWR | O_CLOEXEC);
  int complaints =
      open((folder_ + "/complaints").c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, S_IRUSR | S_IWUSR);
  const bool piped = pipe2(to.data(), O_CLOEXEC) == 0 && pipe2(from.data(), O_CLOEXEC) == 0;
  if (piped && nowhere >= 0 && complaints >= 0) {
    pid_ = fork();
    if (pid_ == 0) {
      become(wish_.program.c_str(), const_cast<char**>(argument_list.data()),
             const_cast<char**>(environment_list.data()), to[0], from[1], nowhere, complaints);
    }
  }
  const int problem = errno;
  close_if_open(to[0]);
  close_if_open(from[1]);
  close_if_open(nowhere);
  close_if_open(complaints);
  to_ = to[1];
  from_ = from[0];
  if (pid_ < 0) {
    return fail(Errc::io, "the browser cannot be started: " + reason_of(problem));
  }
  setpgid(pid_, pid_);  // whoever of the two comes first
  fcntl(to_, F_SETFL, O_NONBLOCK);
  fcntl(from_, F_SETFL, O_NONBLOCK);
  return {};
}

Browser::~Browser() {
  end_all();
  close_if_open(to_);
  close_if_open(from_);
  if (!folder_.empty()) {
    std::error_code left;
    std::filesystem::remove_all(folder_, left);
  }
}

/// Its process group, and what left the group: orphans come to this process.
void Browser::end_all() {
  if (pid_ <= 0) {
    return;
  }
  constexpr int most_rounds = 200;
  for (int round = 0; round < most_rounds; ++round) {
    kill(-pid_, SIGKILL);
    for (const pid_t each : children()) {
      kill(each, SIGKILL);
    }
    pid_t ended = 0;
    while ((ended = waitpid(-1, nullptr, WNOHANG)) > 0) {
    }
    if (ended < 0) {  // no child is left
      break;
    }
    std::this_thread::sleep_for(10ms);
  }
  pid_ = -1;
}

Result<> Browser::wait_for(int file, short events) {
  for (;;) {
    const auto left = wish_.until - system_clock().steady_now();
    if (left <= Millis(0)) {
      return too_late();
    }
    std::array<pollfd, 2> watched{{{file, events, 0}, {wish_.asked_by, POLLRDHUP, 0}}};
    const int ready =
        poll(watched.data(), watched.size(), static_cast<int>(std::min<Millis>(left, 1h).count()));
    if (ready < 0 && errno != EINTR) {
      return fail(Errc::io, "the browser's pipe: " + reason_of(errno));
    }
    if (ready > 0 && (watched[1].revents & (POLLRDHUP | POLLHUP | POLLERR)) != 0) {
      return fail(Errc::cancelled, "nobody waits for the picture any more");
    }
    if (ready > 0 && watched[0].revents != 0) {
      return {};
    }
  }
}

Result<> Browser::send(std::string_view message) {
  std::string bytes(message);
  bytes += '\0';
  for (std::size_t sent = 0; sent < bytes.size();) {
    const ssize_t wrote = write(to_, bytes.data() + sent, bytes.size() - sent);
    if (wrote > 0) {
      sent += static_cast<std::size_t>(wrote);
    } else if (wrote < 0 && (errno == EAGAIN || errno == EINTR)) {
      TRY_OK(wait_for(to_, POLLOUT));
    } else {
      return fail(Errc::io, "the browser ended");
    }
  }
  return {};
}

Result<std::string> Browser::receive() {
  for (;;) {
    const std::size_t end = read_.find('\0', searched_);
    if (end != std::string::npos) {
      std::string out = read_.substr(0, end);
      read_.erase(0, end + 1);
      searched_ = 0;
      spoke_ = true;
      return out;
    }
    searched_ = read_.size();
    if (read_.size() > wish_.most_message_bytes) {
      return fail(Errc::too_big, "the browser sent a message that is too long");
    }
    TRY_OK(wait_for(from_, POLLIN));
    read_.resize(searched_ + piece_bytes);
    const ssize_t got = read(from_, read_.data() + searched_, piece_bytes);
    read_.resize(searched_ + static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
    if (got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR)) {
      return fail(Errc::io, "the browser ended");
    }
  }
}

std::string Browser::complaint() const {
  constexpr std::streamoff looked_at = 64 << 10;  // it may be full of what a page made it say
  std::ifstream in(folder_ + "/complaints", std::ios::ate);
  in.seekg(std::max<std::streamoff>(0, in.tellg() - looked_at));
  std::string last;
  for (std::string line; std::getline(in, line);) {
    if (line.contains("FATAL") || (last.empty() && line.contains("ERROR"))) {
      last = line;
    }
  }
  constexpr std::size_t shown = 160;
  const std::size_t tag = last.find("] ");  // "[pid:tid:time:FATAL:file] text"
  return escape_for_log(tag == std::string::npos ? last : last.substr(tag + 2), shown);
}

}  // namespace qw::render
