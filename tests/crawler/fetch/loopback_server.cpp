#include "loopback_server.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <utility>

namespace qw::test {
namespace asio = boost::asio;
using asio::ip::tcp;

Step answer(const std::string& body, const std::string& headers, const std::string& status) {
  return {"HTTP/1.1 " + status + "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" + headers +
          "\r\n" + body};
}

LoopbackServer::LoopbackServer(asio::io_context& io, Handler handler)
    : acceptor_(io, tcp::endpoint(asio::ip::address_v4::loopback(), 0)),
      handler_(std::move(handler)),
      port_(acceptor_.local_endpoint().port()) {
  asio::co_spawn(io, accept(), asio::detached);
}

void LoopbackServer::stop() { acceptor_.close(); }

asio::awaitable<void> LoopbackServer::accept() {
  while (acceptor_.is_open()) {
    auto [error, socket] = co_await acceptor_.async_accept(asio::as_tuple(asio::use_awaitable));
    if (error) {
      co_return;
    }
    ++connections;
    asio::co_spawn(acceptor_.get_executor(), serve(std::move(socket)), asio::detached);
  }
}

asio::awaitable<void> LoopbackServer::serve(tcp::socket socket) {
  std::string buffer;
  while (true) {
    const auto [read_error, length] = co_await asio::async_read_until(
        socket, asio::dynamic_buffer(buffer), "\r\n\r\n", asio::as_tuple(asio::use_awaitable));
    if (read_error) {
      co_return;
    }
    const std::string request = buffer.substr(0, length);
    buffer.erase(0, length);
    requests.push_back(request);
    const Script script = handler_(request);
    for (const Step& step : script) {
      for (std::size_t i = 0; i < step.repeat; ++i) {
        if (step.pause.count() > 0) {
          asio::steady_timer timer(socket.get_executor(), step.pause);
          co_await timer.async_wait(asio::use_awaitable);
        }
        const auto [write_error, written] =
            co_await asio::async_write(socket, asio::buffer(step.bytes), asio::as_tuple(asio::use_awaitable));
        if (write_error || written < step.bytes.size()) {
          co_return;
        }
      }
      if (step.close) {
        co_return;
      }
    }
  }
}

}  // namespace qw::test
