#include "daemon/api/server.hpp"

#include "base/ids.hpp"
#include "base/log.hpp"
#include "daemon/api/problem.hpp"
#include "daemon/api/request_rules.hpp"
#include "daemon/service/on_pool.hpp"
#include "daemon/service/task_group.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/basic_stream.hpp>
#include <boost/beast/http.hpp>

#include <algorithm>
#include <fstream>
#include <map>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

namespace qw::api {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using asio::ip::tcp;
using asio::local::stream_protocol;
constexpr auto as_result = asio::as_tuple(asio::use_awaitable);
using boost::system::error_code;

/// A request as it came, or why it cannot be one. After a time-out Beast has closed the socket: no answer.
struct Arrived {
  Request request;
  bool keep_alive = true;
  bool ended = false;               ///< the peer went away between two requests
  std::optional<Response> refusal;  ///< answered without a handler; the connection ends
};

http::response<http::string_body> wire_form(Response response, bool head_only, bool keep_alive) {
  http::response<http::string_body> out;
  out.version(11);
  out.result(static_cast<unsigned>(response.status));
  out.set(http::field::content_type, response.content_type);
  for (const auto& [name, value] : response.headers) {
    out.insert(name, value);
  }
  out.keep_alive(keep_alive);
  const std::size_t length = response.body.size();
  if (!head_only) {
    out.body() = std::move(response.body);
  }
  if (response.status != 304 && response.status != 204) {
    out.content_length(length);
  }
  return out;
}

/// Counts something up for as long as it lives; I/O thread only.
class Counted {
 public:
  explicit Counted(std::size_t& count) : count_(count) { ++count_; }
  Counted(const Counted&) = delete;
  Counted& operator=(const Counted&) = delete;
  ~Counted() { --count_; }

 private:
  std::size_t& count_;
};

constexpr std::chrono::seconds ask_for_events_every{1};
constexpr int quiet_rounds = 15;  // then a comment, so that proxies and we notice who is gone

/// Whether a larger body may come: to a case's files, from somebody who shows at least a key.
bool brings_file(const Head& head, const Peer& peer) {
  const auto has = [&](std::string_view name) {
    return std::ranges::find(head.headers, name, &std::pair<std::string, std::string>::first) !=
           head.headers.end();
  };
  return head.method == "POST" && head.target.path.ends_with("/files") &&
         (peer.local || has("cookie") || has("authorization"));
}

}  // namespace

struct Server::Impl {
  asio::any_io_executor executor;
  ServerOptions options;
  Handler handler;
  asio::thread_pool pool;
  service::TaskGroup group;
  tcp::acceptor tcp_acceptor;
  stream_protocol::acceptor unix_acceptor;
  std::string socket_path;
  std::uint16_t port = 0;
  std::map<std::string, std::size_t> by_address;
  std::size_t open = 0;
  std::size_t files_arriving = 0;
  std::size_t streams = 0;
  bool stopping = false;

  Impl(asio::any_io_executor ex, ServerOptions o, Handler h)
      : executor(ex),
        options(std::move(o)),
        handler(std::move(h)),
        pool(options.threads),
        group(ex),
        tcp_acceptor(ex),
        unix_acceptor(ex) {}

  Result<> bind_tcp();
  Result<> bind_unix();
  bool admit(const std::string& address);
  void leave(const std::string& address);
  template <class Acceptor>
  asio::awaitable<void> accept_all(Acceptor& acceptor);
  template <class Protocol>
  asio::awaitable<void> serve(beast::basic_stream<Protocol> stream, Peer peer);
  template <class Protocol>
  asio::awaitable<void> talk(beast::basic_stream<Protocol>& stream, const Peer& peer);
  template <class Protocol>
  asio::awaitable<Arrived> receive(beast::basic_stream<Protocol>& stream, std::string& buffer,
                                   const Peer& peer);
  template <class Protocol>
  asio::awaitable<bool> answer(beast::basic_stream<Protocol>& stream, Response response, bool head_only,
                               bool keep_alive);
  template <class Protocol>
  asio::awaitable<void> stream_events(beast::basic_stream<Protocol>& stream, Response response);
};

Result<> Server::Impl::bind_tcp() {
  error_code ec;
  const auto address = asio::ip::make_address(options.address, ec);
  if (ec) {
    return fail(Errc::config, "api.address '" + options.address + "' is not an address");
  }
  const tcp::endpoint endpoint(address, options.port);
  tcp_acceptor.open(endpoint.protocol(), ec);
  if (!ec) {
    tcp_acceptor.set_option(asio::socket_base::reuse_address(true), ec);
    tcp_acceptor.bind(endpoint, ec);
  }
  if (!ec) {
    tcp_acceptor.listen(128, ec);
  }
  if (ec) {
    return fail(Errc::io, "cannot listen on " + options.address + " port " + std::to_string(options.port) +
                              ": " + ec.message() + "; is another quotewatchd running? (api.port)");
  }
  port = tcp_acceptor.local_endpoint().port();
  return {};
}

Result<> Server::Impl::bind_unix() {
  if (options.runtime_directory.empty()) {
    return {};
  }
  socket_path = options.runtime_directory + "/api.sock";
  ::unlink(socket_path.c_str());  // what a killed daemon left; the lock of the store tells a running one
  error_code ec;
  if (socket_path.size() >= sizeof(sockaddr_un::sun_path)) {
    return fail(Errc::config, "the path " + socket_path +
                                  " is too long for a Unix socket (107 bytes); choose another "
                                  "api.runtime_directory");
  }
  unix_acceptor.open(stream_protocol(), ec);
  if (!ec) {
    unix_acceptor.bind(stream_protocol::endpoint(socket_path), ec);
  }
  if (!ec && ::chmod(socket_path.c_str(), 0660) != 0) {  // before listen(): nobody can have connected yet
    ec = error_code(errno, boost::system::system_category());
  }
  if (!ec) {
    unix_acceptor.listen(128, ec);
  }
  if (ec) {
    return fail(Errc::io, "cannot make the socket " + socket_path + ": " + ec.message());
  }
  std::ofstream(options.runtime_directory + "/api.port") << port << '\n';
  return {};
}

bool Server::Impl::admit(const std::string& address) {
  const bool loopback = address.starts_with("127.") || address == "::1";
  const std::size_t most = address.empty() ? options.limits.connections
                           : loopback      ? options.limits.connections_of_loopback
                                           : options.limits.connections_an_address;
  const auto known = by_address.find(address);
  if (open >= options.limits.connections || (known != by_address.end() && known->second >= most)) {
    return false;
  }
  ++open;
  ++by_address[address];
  return true;
}

void Server::Impl::leave(const std::string& address) {
  --open;
  if (--by_address[address] == 0) {
    by_address.erase(address);
  }
}

namespace {

Peer peer_of(tcp::socket& socket) {
  error_code ec;
  const auto endpoint = socket.remote_endpoint(ec);
  return {false, 0, ec ? "unknown" : endpoint.address().to_string()};
}

Peer peer_of(stream_protocol::socket& socket) {
  ucred who{};
  socklen_t size = sizeof who;
  if (::getsockopt(socket.native_handle(), SOL_SOCKET, SO_PEERCRED, &who, &size) != 0) {
    return {false, 0, ""};
  }
  return {true, who.uid, ""};
}

}  // namespace

template <class Acceptor>
asio::awaitable<void> Server::Impl::accept_all(Acceptor& acceptor) {
  using Protocol = typename Acceptor::protocol_type;
  while (!stopping) {
    auto [ec, accepted] = co_await acceptor.async_accept(as_result);
    typename Protocol::socket socket = std::move(accepted);
    if (ec == asio::error::operation_aborted) {
      break;
    }
    if (ec) {  // out of descriptors, most likely: the loop must not end for good, nor spin
      asio::steady_timer pause(executor, std::chrono::milliseconds(100));
      const auto waited = co_await pause.async_wait(as_result);
      static_cast<void>(waited);
      continue;
    }
    Peer peer = peer_of(socket);
    if (admit(peer.address)) {
      group.spawn("api.connection", serve(beast::basic_stream<Protocol>(std::move(socket)), std::move(peer)));
    }
  }
}

template <class Protocol>
asio::awaitable<void> Server::Impl::serve(beast::basic_stream<Protocol> stream, Peer peer) {
  try {
    co_await talk(stream, peer);
  } catch (const boost::system::system_error& thrown) {
    if (thrown.code() != asio::error::operation_aborted) {  // stop() cancels; anything else is news
      log::warning("api.connection", {{"problem", thrown.what()}});
    }
  } catch (const std::exception& thrown) {
    log::warning("api.connection", {{"problem", thrown.what()}});
  }
  stream.close();  // also after a time-out, so that no socket stays in CLOSE_WAIT
  leave(peer.address);
}

template <class Protocol>
asio::awaitable<void> Server::Impl::talk(beast::basic_stream<Protocol>& stream, const Peer& peer) {
  std::string buffer;
  for (std::size_t n = 1; n <= options.limits.requests_a_connection && !stopping; ++n) {
    Arrived arrived = co_await receive(stream, buffer, peer);
    if (arrived.ended) {
      co_return;
    }
    if (arrived.refusal) {
      const bool sent = co_await answer(stream, *std::move(arrived.refusal), false, false);
      static_cast<void>(sent);
      co_return;
    }
    const bool keep = arrived.keep_alive && n < options.limits.requests_a_connection && !stopping;
    const auto request = std::make_shared<Request>(std::move(arrived.request));
    request->peer = peer;
    auto work = [this, request]() -> Result<Response> { return handler(*request); };
    stream.expires_never();
    auto result = co_await service::on_pool(pool, std::move(work));
    Response response;
    if (result) {
      response = *std::move(result);
    } else {
      log::error("api.handler", {{"request", request->id}, {"problem", result.error().text()}});
      response = problem(500, "internal", "the daemon met an unexpected error; its log has the request id",
                         request->id);
    }
    if (response.events && request->method != "HEAD") {
      co_await stream_events(stream, std::move(response));
      co_return;
    }
    const bool sent = co_await answer(stream, std::move(response), request->method == "HEAD", keep);
    if (!sent || !keep) {
      co_return;
    }
  }
}

template <class Protocol>
asio::awaitable<void> Server::Impl::stream_events(beast::basic_stream<Protocol>& stream, Response response) {
  if (streams >= options.limits.streams) {
    const bool sent =
        co_await answer(stream, problem(503, "busy", "too many pages are open at once", ""), false, false);
    static_cast<void>(sent);
    co_return;
  }
  const Counted counted(streams);
  const std::shared_ptr<EventStream> events = response.events;
  std::string out = "HTTP/1.1 200 OK\r\nContent-Type: " + response.content_type + "\r\nConnection: close\r\n";
  for (const auto& [name, value] : response.headers) {
    out.append(name).append(": ").append(value).append("\r\n");
  }
  out += "\r\n" + response.body;
  asio::steady_timer pause(executor);
  for (int quiet = 0; !stopping; ++quiet) {
    if (quiet == quiet_rounds) {
      out += ": still here\n\n";
    }
    if (!out.empty()) {
      quiet = 0;
      stream.expires_after(options.limits.write);
      const auto [ec, n] = co_await asio::async_write(stream, asio::buffer(out), as_result);
      if (ec) {
        co_return;
      }
      stream.expires_never();
    }
    pause.expires_after(ask_for_events_every);
    const auto [waited] = co_await pause.async_wait(as_result);
    if (waited) {
      co_return;
    }
    auto ask = [events]() -> Result<std::optional<std::string>> { return events->next(); };
    Result<std::optional<std::string>> next = co_await service::on_pool(pool, std::move(ask));
    std::optional<std::string> more = next ? *std::move(next) : std::nullopt;
    if (!more) {
      co_return;
    }
    out = *std::move(more);
  }
}

template <class Protocol>
asio::awaitable<bool> Server::Impl::answer(beast::basic_stream<Protocol>& stream, Response response,
                                           bool head_only, bool keep_alive) {
  auto message = wire_form(std::move(response), head_only, keep_alive);
  http::serializer<false, http::string_body> serializer(message);
  stream.expires_after(options.limits.write);
  error_code failed;
  if (head_only) {
    auto [ec, n] = co_await http::async_write_header(stream, serializer, as_result);
    failed = ec;
  } else {
    auto [ec, n] = co_await http::async_write(stream, serializer, as_result);
    failed = ec;
  }
  co_return !failed;
}

namespace {

Arrived gone() {
  Arrived out;
  out.ended = true;
  return out;
}

Arrived refused(int status, std::string_view type, const std::string& detail) {
  Arrived out;
  out.refusal = problem(status, type, detail, "");
  return out;
}

/// Beast's own parser must accept the head as well: two readers see more than one.
bool beast_accepts(std::string_view head, std::size_t most) {
  http::request_parser<http::empty_body> parser;
  parser.header_limit(static_cast<std::uint32_t>(most));
  parser.body_limit(boost::none);
  parser.skip(true);
  error_code ec;
  parser.put(asio::buffer(head), ec);
  return !ec || ec == http::error::need_more;
}

}  // namespace

template <class Protocol>
asio::awaitable<Arrived> Server::Impl::receive(beast::basic_stream<Protocol>& stream, std::string& buffer,
                                               const Peer& peer) {
  std::array<char, 8192> chunk{};
  const Limits& limits = options.limits;
  stream.expires_after(buffer.empty() ? limits.idle : limits.head);
  std::optional<std::size_t> end = end_of_head(buffer);
  while (!end) {
    if (buffer.size() > limits.head_bytes) {
      co_return refused(431, "too-large", "the head of a request has at most 16 KiB");
    }
    const bool first = buffer.empty();
    auto [ec, n] = co_await stream.async_read_some(asio::buffer(chunk), as_result);
    if (ec) {
      co_return gone();
    }
    buffer.append(chunk.data(), n);
    if (first) {
      stream.expires_after(limits.head);
    }
    end = end_of_head(buffer);
  }
  auto head = read_head(std::string_view(buffer).substr(0, *end));
  if (!head) {
    co_return refused(400, "malformed", head.error().what);
  }
  if (!beast_accepts(std::string_view(buffer).substr(0, *end), limits.head_bytes + chunk.size())) {
    co_return refused(400, "malformed", "the head of the request is not HTTP");
  }
  std::optional<Counted> arriving;
  if (head->content_length > limits.body_bytes) {
    if (!brings_file(*head, peer)) {
      co_return refused(413, "too-large", "the body of a request has at most 1 MiB");
    }
    if (head->content_length > limits.file_bytes) {
      co_return refused(413, "too-large", "a file has at most 5 MiB");
    }
    if (files_arriving >= limits.files_at_once) {
      co_return refused(503, "busy", "several files arrive at this moment; try again in some seconds");
    }
    arriving.emplace(files_arriving);
  }
  const std::size_t whole = *end + static_cast<std::size_t>(head->content_length);
  stream.expires_after(limits.body);
  if (head->expects_continue && buffer.size() < whole) {
    const std::string go_on = "HTTP/1.1 100 Continue\r\n\r\n";
    auto [ec, n] = co_await asio::async_write(stream, asio::buffer(go_on), as_result);
    if (ec) {
      co_return gone();
    }
  }
  while (buffer.size() < whole) {
    auto [ec, n] = co_await stream.async_read_some(asio::buffer(chunk), as_result);
    if (ec) {
      co_return gone();
    }
    buffer.append(chunk.data(), n);
  }
  Arrived out;
  out.keep_alive = head->keep_alive;
  out.request.method = std::move(head->method);
  out.request.target = std::move(head->target);
  out.request.headers = std::move(head->headers);
  out.request.body = buffer.substr(*end, whole - *end);
  out.request.id = time_id(system_clock().now());
  buffer.erase(0, whole);
  co_return out;
}

Server::Server(asio::any_io_executor executor, ServerOptions options, Handler handler)
    : impl_(std::make_unique<Impl>(std::move(executor), std::move(options), std::move(handler))) {}

Server::~Server() { impl_->pool.join(); }

Result<> Server::start() {
  TRY_OK(impl_->bind_tcp());
  TRY_OK(impl_->bind_unix());
  impl_->group.spawn("api.accept", impl_->accept_all(impl_->tcp_acceptor));
  if (!impl_->socket_path.empty()) {
    impl_->group.spawn("api.accept_local", impl_->accept_all(impl_->unix_acceptor));
  }
  return {};
}

std::uint16_t Server::port() const { return impl_->port; }
std::string Server::socket_path() const { return impl_->socket_path; }
std::size_t Server::connections() const { return impl_->open; }

asio::awaitable<void> Server::stop() {
  impl_->stopping = true;
  error_code ignored;
  impl_->tcp_acceptor.close(ignored);
  impl_->unix_acceptor.close(ignored);
  if (!impl_->socket_path.empty()) {
    ::unlink(impl_->socket_path.c_str());
  }
  impl_->group.cancel();
  co_await impl_->group.wait();
}

}  // namespace qw::api
