#include "daemon/cli/client.hpp"

#include "base/environment.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>

#include <array>
#include <filesystem>
#include <sys/socket.h>
#include <sys/time.h>

namespace qw::cli {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using asio::local::stream_protocol;

std::unexpected<Error> unreachable(const std::string& socket, const std::string& why) {
  return fail(Errc::unreachable,
              "no quotewatchd answers at " + socket + " (" + why +
                  "); is it running, and are you in its group? --socket PATH names another place");
}

}  // namespace

std::string socket_path(const std::string& given) {
  if (!given.empty()) {
    return given;
  }
  if (const auto named = environment("QUOTEWATCH_SOCKET")) {
    return *named;
  }
  std::vector<std::string> places{"/run/quotewatch/api.sock"};
  if (const auto runtime = environment("RUNTIME_DIRECTORY")) {
    places.push_back(*runtime + "/api.sock");
  }
  places.insert(places.end(), {"config/state/run/api.sock", "state/run/api.sock"});
  for (const std::string& place : places) {
    std::error_code ignored;
    if (std::filesystem::is_socket(place, ignored)) {
      return place;
    }
  }
  return places.front();
}

Result<Answer> ask(const std::string& socket, std::string_view method, const std::string& target,
                   const std::string& body, const Fields& fields, int seconds) {
  asio::io_context io;
  stream_protocol::socket connection(io);
  boost::system::error_code ec;
  connection.connect(stream_protocol::endpoint(socket), ec);
  if (ec) {
    return unreachable(socket, ec.message());
  }
  const timeval patience{seconds, 0};
  ::setsockopt(connection.native_handle(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  http::request<http::string_body> request;
  request.version(11);
  request.method_string(method);
  request.target(target);
  request.set(http::field::host, "localhost");
  request.set(http::field::connection, "close");
  for (const auto& [name, value] : fields) {
    request.insert(name, value);
  }
  if (!body.empty()) {
    request.set(http::field::content_type, "application/json");
    request.body() = body;
  }
  request.prepare_payload();
  http::write(connection, request, ec);
  if (ec) {
    return unreachable(socket, ec.message());
  }
  boost::beast::flat_buffer buffer;
  http::response_parser<http::string_body> parser;
  parser.body_limit(256ULL << 20U);
  http::read(connection, buffer, parser, ec);
  if (ec) {
    return unreachable(socket, ec.message());
  }
  Answer out;
  out.status = static_cast<int>(parser.get().result_int());
  out.etag = std::string(parser.get()[http::field::etag]);
  out.body = std::move(parser.get().body());
  return out;
}

}  // namespace qw::cli
