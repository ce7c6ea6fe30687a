#pragma once

#include "base/result.hpp"
#include "daemon/api/http.hpp"

#include <optional>
#include <string>
#include <string_view>

/// What a request must look like before any handler sees it. Beast checks syntax and no meaning; where two
/// readers may understand a request differently (a proxy and we), it is refused. Pure; any thread.
namespace qw::api {

struct Head {
  std::string method;
  Target target;
  Headers headers;  ///< names in lower case, values trimmed
  std::uint64_t content_length = 0;
  bool keep_alive = true;
  bool expects_continue = false;
};

/// `bytes`: from the request line to the empty line, CRLF CRLF included. Errc::malformed for: a bare LF or
/// CR, a folded header, control bytes, a target that is not origin-form, a version other than 1.0 and 1.1, no
/// or two Host fields, two Content-Lengths, any Transfer-Encoding (we take bodies of a stated length only), a
/// name that is no token, more than 100 fields.
Result<Head> read_head(std::string_view bytes);

/// Errc::malformed for: no leading '/', a bad or overlong escape, %00, '%2F', '\\', an empty, "." or ".."
/// segment, control bytes, text that is not UTF-8, more than 2,048 bytes, more than 50 query fields.
Result<Target> read_target(std::string_view raw);

/// Position behind the empty line that ends the head; empty while it has not come yet. A line end without CR
/// counts as end too, so that read_head() can refuse it at once instead of waiting.
std::optional<std::size_t> end_of_head(std::string_view bytes);

/// application/x-www-form-urlencoded: at most 100 fields.
Result<std::map<std::string, std::string>> read_form(std::string_view body);

/// For the value of a query field: everything but letters, digits and - . _ ~ is percent-encoded.
std::string escape_query(std::string_view text);

/// The value of a cookie in a Cookie header, "" when it is not there.
std::string cookie(std::string_view header, std::string_view name);

}  // namespace qw::api
