#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "daemon/api/http.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <functional>
#include <memory>
#include <string>

/// Sockets, time-outs and limits of the HTTP server; what is answered is the handler's business.
namespace qw::api {

struct Limits {
  std::size_t head_bytes = 16U << 10U;
  std::size_t body_bytes = 1U << 20U;
  /// Of a file added to a case (…/files), from somebody who at least shows a cookie, a token or the local
  /// socket.
  std::size_t file_bytes = (5U << 20U) + (64U << 10U);
  std::size_t files_at_once = 4;
  Millis idle{15'000};  ///< between requests
  Millis head{10'000};  ///< in total, so that one byte in nine seconds does not live on
  Millis body{30'000};  ///< in total
  Millis write{20'000};
  std::size_t requests_a_connection = 100;
  std::size_t connections = 256;
  std::size_t connections_an_address = 16;
  std::size_t connections_of_loopback = 128;  ///< everybody comes from there when a proxy stands in front
  std::size_t streams = 64;                   ///< of Server-Sent Events
};

struct ServerOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;         ///< 0 = any free one
  std::string runtime_directory;  ///< "" = no Unix socket; else <dir>/api.sock (0660) and <dir>/api.port
  Limits limits;
  unsigned threads = 2;  ///< that run the handler: it may block on the store
};

/// Called on a thread of the server's own pool; may block. Exceptions become 500.
using Handler = std::function<Response(const Request&)>;

class Server {
 public:
  /// The executor belongs to one thread, the I/O thread.
  Server(boost::asio::any_io_executor executor, ServerOptions options, Handler handler);
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;
  ~Server();

  /// Binds and begins to accept. Errc::io names address or path and the reason.
  Result<> start();
  std::uint16_t port() const;
  std::string socket_path() const;  ///< "" without a runtime directory
  std::size_t connections() const;
  /// Accepts no more, ends all connections, waits for running handlers. On the executor's thread.
  boost::asio::awaitable<void> stop();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace qw::api
