#pragma once

#include "base/clock.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace qw::test {

/// One thing that the server does with a connection, in order.
struct Step {
  std::string bytes;
  Millis pause{0};
  std::size_t repeat = 1;
  bool close = false;
};
using Script = std::vector<Step>;

/// "HTTP/1.1 200 OK" with Content-Length and the given further header lines ("Name: value\r\n…").
Step answer(const std::string& body, const std::string& headers = "", const std::string& status = "200 OK");

/// A server on a free port of 127.0.0.1 that answers each request by a script. Keeps connections open.
/// Threads: the one of the io_context.
class LoopbackServer {
 public:
  using Handler = std::function<Script(const std::string& request)>;
  LoopbackServer(boost::asio::io_context& io, Handler handler);

  std::uint16_t port() const { return port_; }
  std::string url(const std::string& path) const {
    return "http://site.test:" + std::to_string(port_) + path;
  }
  void stop();

  std::vector<std::string> requests;
  std::size_t connections = 0;

 private:
  boost::asio::awaitable<void> accept();
  boost::asio::awaitable<void> serve(boost::asio::ip::tcp::socket socket);

  boost::asio::ip::tcp::acceptor acceptor_;
  Handler handler_;
  std::uint16_t port_;
};

}  // namespace qw::test
