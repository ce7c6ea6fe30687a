#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "config/config.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace qw::fetch {

/// What the address guard lets through besides public addresses.
enum class Purpose : std::uint8_t { crawl, receiver };

struct Request {
  std::string url;
  Purpose purpose = Purpose::crawl;
  std::string method = "GET";
  std::vector<std::pair<std::string, std::string>> headers;  ///< in addition to User-Agent, From, Accept*
  std::string body;
  std::string etag, last_modified;    ///< for a conditional GET, "" = none
  std::uint64_t most_wire_bytes = 0;  ///< 0 = the configured limit
  std::string allowed_address;        ///< the literal address of a receiver that is not public
  std::optional<Millis> total_timeout;
  std::optional<Millis> leave_within;  ///< not sent later than this after fetch() was called: Errc::busy
};

/// One answer of one hop: redirects are not followed here, the caller judges each hop anew.
struct Response {
  int status = 0;
  std::string url;                                           ///< that was asked
  std::string location;                                      ///< absolute target of a redirect, "" = none
  std::vector<std::pair<std::string, std::string>> headers;  ///< in order, names as received
  std::string request_head, response_head;                   ///< for the WARC
  std::string wire_body;                                     ///< as received, content coding intact
  std::string body;                                          ///< content coding undone
  std::string content_encoding;
  std::string address;  ///< peer
  std::string http_version;
  bool truncated = false;  ///< a limit cut the body; `problem` names its key
  std::string problem;
  Time started{}, first_byte{}, finished{};
  Time sent{};  ///< the request had left by then; equal to `finished` when it is not known

  /// First header of that name, case-insensitive; "" = none.
  std::string header(std::string_view name) const;
};

/// libcurl multi on Asio, behind the address guard. All methods on the I/O thread of `executor`.
class Fetcher {
 public:
  static std::unique_ptr<Fetcher> make(boost::asio::any_io_executor executor, const Clock& clock,
                                       std::shared_ptr<const config::Crawl> crawl);
  Fetcher() = default;
  Fetcher(const Fetcher&) = delete;
  Fetcher& operator=(const Fetcher&) = delete;
  virtual ~Fetcher() = default;

  /// Errors: refused (guard, scheme, port), unreachable, timed_out, too_big (headers), malformed, busy
  /// (leave_within), cancelled.
  virtual boost::asio::awaitable<Result<Response>> fetch(Request request) = 0;
  /// New limits and resolve entries for requests from now on (SIGHUP).
  virtual void set_config(std::shared_ptr<const config::Crawl> crawl) = 0;
  /// Cancels what is under way; fetch() fails with cancelled from now on.
  virtual void stop() = 0;
  virtual std::size_t in_flight() const = 0;
};

}  // namespace qw::fetch
