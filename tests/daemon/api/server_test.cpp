#include "daemon/api/server.hpp"

#include "tests/daemon/api/rig.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include <arpa/inet.h>
#include <future>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <thread>
#include <unistd.h>

using namespace qw;
using namespace qw::test;

namespace {

api::Limits quick() {
  api::Limits limits;
  limits.idle = Millis(300);
  limits.head = Millis(300);
  limits.body = Millis(300);
  limits.body_bytes = 1000;
  limits.connections_of_loopback = 3;
  limits.requests_a_connection = 5;
  return limits;
}

/// The server with an echoing handler on a thread of its own.
struct Running {
  TempFolder folder;
  boost::asio::io_context io{1};
  api::Server server;
  std::thread thread;

  Running()
      : server(io.get_executor(), {"127.0.0.1", 0, folder.path(), quick(), 2},
               [](const api::Request& request) {
                 if (request.target.path == "/throw") {
                   throw std::runtime_error("handler fell");
                 }
                 api::Response out;
                 out.content_type = "text/plain";
                 out.body =
                     request.method + " " + request.target.path + " " + request.body + " " +
                     (request.peer.local ? "uid " + std::to_string(request.peer.uid) : request.peer.address);
                 return out;
               }) {
    const auto started = server.start();
    REQUIRE_MESSAGE(started.has_value(), (started ? "" : started.error().text()));
    thread = std::thread([this] { io.run(); });
  }
  ~Running() {
    std::promise<void> stopped;
    boost::asio::co_spawn(io, stop(stopped), boost::asio::detached);
    stopped.get_future().wait();
    thread.join();
  }
  boost::asio::awaitable<void> stop(std::promise<void>& stopped) {
    co_await server.stop();
    stopped.set_value();
  }
};

class Client {
 public:
  explicit Client(std::uint16_t port) : fd_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(port);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    REQUIRE(::connect(fd_, reinterpret_cast<sockaddr*>(&to), sizeof to) == 0);
  }
  explicit Client(const std::string& path) : fd_(::socket(AF_UNIX, SOCK_STREAM, 0)) {
    sockaddr_un to{};
    to.sun_family = AF_UNIX;
    path.copy(to.sun_path, sizeof to.sun_path - 1);
    REQUIRE(::connect(fd_, reinterpret_cast<sockaddr*>(&to), sizeof to) == 0);
  }
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;
  ~Client() { ::close(fd_); }

  void send(const std::string& bytes) {
    CHECK(::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(bytes.size()));
  }
  /// What comes until the peer closes, or until `until` was seen; at most 5 s.
  std::string read(const std::string& until = "") {
    std::string out;
    char chunk[4096];
    pollfd wait{fd_, POLLIN, 0};
    while ((until.empty() || out.find(until) == std::string::npos) && ::poll(&wait, 1, 5000) > 0) {
      const ssize_t n = ::recv(fd_, chunk, sizeof chunk, 0);
      if (n <= 0) {
        closed = true;
        break;
      }
      out.append(chunk, static_cast<std::size_t>(n));
    }
    return out;
  }
  bool closed = false;

 private:
  int fd_;
};

std::string get(const std::string& path) { return "GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n"; }

}  // namespace

TEST_CASE("requests are answered one after the other on a connection, up to its limit") {
  Running running;
  Client client(running.server.port());
  client.send(get("/a") + get("/b"));
  const std::string answers = client.read("GET /b  127.0.0.1");
  CHECK(answers.find("HTTP/1.1 200 OK") == 0);
  CHECK(answers.find("GET /a  127.0.0.1") != std::string::npos);
  client.send(get("/c") + get("/d") + get("/e"));
  const std::string last = client.read();
  CHECK(last.find("GET /e  127.0.0.1") != std::string::npos);
  CHECK(last.find("Connection: close") != std::string::npos);
  CHECK(client.closed);
}

TEST_CASE("a body is read by its length, HEAD answers without one") {
  Running running;
  Client client(running.server.port());
  client.send("POST /p HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhel");
  client.send("lo");
  CHECK(client.read("POST /p hello").find("200 OK") != std::string::npos);
  client.send("HEAD /h HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  const std::string head = client.read();
  CHECK(head.find("Content-Length: 18") != std::string::npos);
  CHECK(head.ends_with("\r\n\r\n"));
}

TEST_CASE("wrong requests are refused and the connection ends") {
  Running running;
  const auto answer = [&](const std::string& bytes) {
    Client client(running.server.port());
    client.send(bytes);
    const std::string out = client.read();
    CHECK(client.closed);
    return out.substr(0, 12);
  };
  CHECK(answer("GET / HTTP/1.1\nHost: x\n\n") == "HTTP/1.1 400");
  CHECK(answer("GET / HTTP/1.1\r\n\r\n") == "HTTP/1.1 400");
  CHECK(answer("GET http://x/ HTTP/1.1\r\nHost: x\r\n\r\n") == "HTTP/1.1 400");
  CHECK(answer("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\nabc") ==
        "HTTP/1.1 400");
  CHECK(answer("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1001\r\n\r\n") == "HTTP/1.1 413");
  CHECK(answer("GET / HTTP/1.1\r\nHost: x\r\nA: " + std::string(20000, 'a')) == "HTTP/1.1 431");
  CHECK(answer("GET / HT").empty());  // too slow: closed without an answer
  CHECK(answer("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nabc").empty());
}

TEST_CASE("100-continue is sent only after the limits are passed") {
  Running running;
  Client client(running.server.port());
  client.send("POST /p HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
  CHECK(client.read("\r\n\r\n") == "HTTP/1.1 100 Continue\r\n\r\n");
  client.send("ok");
  CHECK(client.read("POST /p ok").find("200 OK") != std::string::npos);
  Client big(running.server.port());
  big.send("POST /p HTTP/1.1\r\nHost: x\r\nContent-Length: 9999\r\nExpect: 100-continue\r\n\r\n");
  CHECK(big.read().find("HTTP/1.1 413") == 0);
}

TEST_CASE("a handler that throws costs one answer and not the daemon") {
  Running running;
  Client client(running.server.port());
  client.send(get("/throw"));
  CHECK(client.read("}").find("HTTP/1.1 500") == 0);
  client.send(get("/after"));
  CHECK(client.read("/after").find("200 OK") != std::string::npos);
}

TEST_CASE("an address has so many connections and no more") {
  Running running;
  Client one(running.server.port());
  Client two(running.server.port());
  Client three(running.server.port());
  one.send(get("/1"));
  one.read("/1");
  two.send(get("/2"));
  two.read("/2");
  three.send(get("/3"));
  three.read("/3");
  Client four(running.server.port());
  CHECK(four.read().empty());
  CHECK(four.closed);
}

TEST_CASE("the Unix socket tells who is there, and is for owner and group alone") {
  Running running;
  Client client(running.server.socket_path());
  client.send(get("/who"));
  CHECK(client.read("uid").find("uid " + std::to_string(::getuid())) != std::string::npos);
  struct stat info{};
  REQUIRE(::stat(running.server.socket_path().c_str(), &info) == 0);
  CHECK((info.st_mode & 0777U) == 0660U);
}
