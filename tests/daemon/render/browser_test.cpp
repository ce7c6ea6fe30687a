#include "daemon/render/browser.hpp"

#include "daemon/render/archive.hpp"
#include "daemon/render/draw.hpp"
#include "store/warc_records.hpp"

#include <doctest/doctest.h>

#include <arpa/inet.h>
#include <array>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <grp.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

using namespace qw;
using namespace qw::render;
using namespace std::chrono_literals;

namespace {

constexpr const char* chromium = "/usr/lib/chromium/chromium";

/// A script in the browser's place: it reads from 3 and writes to 4.
class Script {
 public:
  explicit Script(const std::string& text) {
    REQUIRE(mkdtemp(folder_.data()) != nullptr);
    std::ofstream(path()) << "#!/bin/sh\n" << text << '\n';
    chmod(path().c_str(), 0700);
  }
  Script(const Script&) = delete;
  Script& operator=(const Script&) = delete;
  ~Script() { std::filesystem::remove_all(folder_); }

  std::string path() const { return folder_ + "/browser"; }
  std::string file(const std::string& name) const { return folder_ + "/" + name; }
  std::unique_ptr<Browser> start(Millis longest = 20s, int asked_by = -1) const {
    auto out = Browser::start({path(), system_clock().steady_now() + longest, asked_by, 1U << 16U});
    REQUIRE(out.has_value());
    return *std::move(out);
  }

 private:
  std::string folder_ = "/tmp/qw-browser-test-XXXXXX";
};

int listen_on_loopback(std::uint16_t& port) {
  const int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  REQUIRE(bind(listener, reinterpret_cast<sockaddr*>(&address), size) == 0);
  REQUIRE(listen(listener, 16) == 0);
  REQUIRE(getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size) == 0);
  port = ntohs(address.sin_port);
  return listener;
}

bool somebody_came(int listener) {
  pollfd watched{listener, POLLIN, 0};
  return poll(&watched, 1, 0) > 0;
}

/// A page that asks for everything that a page can ask for without a script.
Archive greedy_page(const std::string& to) {
  std::string html = "<meta http-equiv=refresh content='0;url=" + to + "/r'><link rel=preconnect href='" +
                     to + "'><link rel=prefetch href='" + to + "/p'><link rel=stylesheet href='" + to +
                     "/s'><style>@import '" + to + "/i';div{background:url(" + to + "/b)}</style><img src='" +
                     to + "/img'><iframe src='" + to + "/f'></iframe><object data='" + to +
                     "/o'></object><video autoplay src='" + to + "/v'></video><script src='" + to +
                     "/x'></script><script>new Image().src='" + to + "/n';fetch('" + to +
                     "/w')</script><div>x";
  model::PageRecord page;
  page.id = "p";
  page.url = "https://a.example/1";
  const std::string records =
      store::exchange_records(page, {"", "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", html, {}});
  return *Archive::read(records, store::record_id("p", "response"));
}

}  // namespace

TEST_CASE("messages to and from a browser end with a NUL") {
  const Script echo("exec cat <&3 >&4");
  const auto browser = echo.start();
  REQUIRE(browser->send("one").has_value());
  REQUIRE(browser->send(std::string(30'000, 'x')).has_value());
  CHECK(browser->receive() == "one");
  CHECK(browser->receive()->size() == 30'000);
  CHECK(browser->spoke());
}

TEST_CASE("a browser that ends, is silent or floods is an error, and its complaint is kept") {
  const Script ends("echo '[1:1:0101:FATAL:zygote.cc(1)] No usable sandbox!' >&2; exit 1");
  const auto ended = ends.start();
  CHECK(ended->receive().error().code == Errc::io);
  CHECK(ended->complaint() == "No usable sandbox!");
  CHECK_FALSE(ended->spoke());
  const Script silent("exec sleep 1000");
  CHECK(silent.start(200ms)->receive().error().code == Errc::timed_out);
  const Script floods(
      "while :; do printf 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx' >&4; done");
  CHECK(floods.start()->receive().error().code == Errc::too_big);
  CHECK(Browser::start({"/nowhere", {}, -1, 1}).error().code == Errc::not_found);
}

TEST_CASE("when nobody waits for the picture any more, the work is over") {
  std::array<int, 2> ends{};
  REQUIRE(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) == 0);
  const Script silent("exec sleep 1000");
  const auto browser = silent.start(20s, ends[0]);
  close(ends[1]);
  CHECK(browser->receive().error().code == Errc::cancelled);
  close(ends[0]);
}

TEST_CASE("everything that a browser started ends with it, also what left its process group") {
  prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);  // as confine() does
  const Script spawns(
      "setsid sh -c 'echo $$ >\"$1\"; exec sleep 1000' x \"$0.pid\" & sleep 1000 & exec sleep 1000");
  pid_t stray = 0;
  {
    const auto browser = spawns.start();
    for (int i = 0; i < 1000 && stray == 0; ++i) {
      std::ifstream(spawns.path() + ".pid") >> stray;
      std::this_thread::sleep_for(10ms);
    }
    REQUIRE(stray > 0);
    CHECK(kill(stray, 0) == 0);
  }
  CHECK(kill(stray, 0) != 0);
  prctl(PR_SET_CHILD_SUBREAPER, 0, 0, 0, 0);
}

// The whole program has no network at all; here there is one, so that it is the browser that is held to make
// no use of it.
TEST_CASE("a greedy page makes no request although there is a network") {
  if (access(chromium, X_OK) != 0) {
    MESSAGE("chromium is not installed: not run");
    return;
  }
  std::uint16_t port = 0;
  const int listener = listen_on_loopback(port);
  const Archive archive = greedy_page("http://127.0.0.1:" + std::to_string(port));
  const pid_t child = fork();
  if (child == 0) {
    constexpr id_t nobody = 65534;
    if (geteuid() == 0) {  // the browser's sandbox wants no root
      const bool left = setgroups(0, nullptr) == 0 && setresgid(nobody, nobody, nobody) == 0 &&
                        setresuid(nobody, nobody, nobody) == 0;
      left ? void() : _exit(2);
    }
    int status = 3;
    {
      const auto browser = Browser::start({chromium, system_clock().steady_now() + 60s});
      const auto drawing = browser ? draw(**browser, archive) : std::unexpected(browser.error());
      std::this_thread::sleep_for(300ms);  // what comes after the page was laid out
      status = drawing && drawing->png.size() > 100 ? 0 : 4;
    }
    _exit(status);
  }
  int status = -1;
  REQUIRE(waitpid(child, &status, 0) == child);
  CHECK(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 0);
  CHECK_FALSE(somebody_came(listener));
  close(listener);
}
