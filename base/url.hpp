#pragma once

#include "base/result.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace qw {

/// An http or https address in one spelling, so that no two parsers can read it differently: what is
/// judged, asked for and handed to other libraries is text() of this.
struct Url {
  std::string scheme;            ///< "http" or "https"
  std::string host;              ///< lower-case ASCII name (IDNA), dotted quad, or v6 in brackets
  std::uint16_t port = 0;        ///< never 0; the default of the scheme when none was given
  std::string path;              ///< begins with '/', dot segments gone, bytes outside ASCII percent-encoded
  std::string query;             ///< without '?'
  bool has_query = false;        ///< "?" alone is kept
  bool had_credentials = false;  ///< "user:password@" stood there and was dropped

  std::string text() const;       ///< whole address without fragment; default port left out
  std::string authority() const;  ///< "scheme://host:port", the key of politeness and robots
  std::string target() const;     ///< path and query
  bool default_port() const;
  bool host_is_address() const;  ///< literal v4 or v6
};

/// Reads an absolute address the way browsers do (white space around it, backslashes, numeric spellings of
/// v4, IDNA names); the fragment is cut. Input: any bytes, at most 8 KiB.
/// Errors: malformed; refused for another scheme; too_big. Pure; any thread.
/// Source: WHATWG URL, restricted to http and https.
Result<Url> parse_url(std::string_view text);
/// The same for a reference that may be relative to `base`.
Result<Url> resolve_url(const Url& base, std::string_view reference);

/// The name as it stands in DNS: lower case, IDNA to ASCII, numeric v4 spellings as dotted quad, v6 with its
/// brackets in the short form, one final dot dropped. Errors: malformed.
Result<std::string> normal_host(std::string_view host);

}  // namespace qw
