#include "daemon/service/notify.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cstdlib>
#include <string>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

using namespace qw;

namespace {

/// Stands in for the service manager: a datagram socket in the abstract name space.
class Manager {
 public:
  Manager() {
    name_ = "@qw-notify-test-" + std::to_string(getpid());
    fd_ = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    name_.copy(address.sun_path, sizeof address.sun_path - 1);
    address.sun_path[0] = '\0';
    const auto length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + name_.size());
    REQUIRE(bind(fd_, reinterpret_cast<const sockaddr*>(&address), length) == 0);
    setenv("NOTIFY_SOCKET", name_.c_str(), 1);  // NOLINT(concurrency-mt-unsafe): one thread
  }
  Manager(const Manager&) = delete;
  Manager& operator=(const Manager&) = delete;
  ~Manager() {
    unsetenv("NOTIFY_SOCKET");  // NOLINT(concurrency-mt-unsafe): one thread
    close(fd_);
  }
  std::string heard() const {
    std::array<char, 512> bytes{};
    const ssize_t n = recv(fd_, bytes.data(), bytes.size(), MSG_DONTWAIT);
    return n < 0 ? "" : std::string(bytes.data(), static_cast<std::size_t>(n));
  }

 private:
  std::string name_;
  int fd_ = -1;
};

}  // namespace

TEST_CASE("the service manager hears of start, reload and stop") {
  const Manager manager;
  service::notify_ready("3 outlets\nMAINPID=1");
  CHECK(manager.heard() == "READY=1\nSTATUS=3 outlets MAINPID=1");
  service::notify_reloading();
  CHECK(manager.heard().starts_with("RELOADING=1\nMONOTONIC_USEC="));
  service::notify_needs(Millis(1500));
  CHECK(manager.heard() == "EXTEND_TIMEOUT_USEC=1500000");
  service::notify_stopping("bye");
  CHECK(manager.heard() == "STOPPING=1\nSTATUS=bye");
}

TEST_CASE("without a service manager nothing is sent and no watchdog runs") {
  service::notify_ready("fine");
  CHECK_FALSE(service::watchdog_interval().has_value());
}

TEST_CASE("the watchdog interval comes from WATCHDOG_USEC") {
  setenv("WATCHDOG_USEC", "3000000", 1);                        // NOLINT(concurrency-mt-unsafe): one thread
  setenv("WATCHDOG_PID", std::to_string(getpid()).c_str(), 1);  // NOLINT(concurrency-mt-unsafe): one thread
  CHECK(service::watchdog_interval() == Millis(3000));
  unsetenv("WATCHDOG_USEC");  // NOLINT(concurrency-mt-unsafe): one thread
  unsetenv("WATCHDOG_PID");   // NOLINT(concurrency-mt-unsafe): one thread
}

TEST_CASE("a heart that has stopped is named until it beats again") {
  service::Heart loop;
  service::Heart writer;
  service::Pulse pulse;
  pulse.listen_to("loop", loop);
  pulse.listen_to("writer", writer);
  loop.beat();
  CHECK(pulse.silent_one() == "writer");
  loop.beat();
  writer.beat();
  CHECK(pulse.silent_one().empty());
  writer.beat();
  CHECK(pulse.silent_one() == "loop");
}
