#pragma once

#include "base/result.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace qw::fetch {

using Headers = std::vector<std::pair<std::string, std::string>>;

struct ResponseHead {
  int status = 0;
  std::string version;  ///< "1.0", "1.1", "2"
  Headers headers;      ///< in order, names as received, values without the blanks around them
};

/// Takes a response head apart: status line, fields, folded lines joined, a line without colon left out.
/// Input: one head with its line ends (CRLF or LF), any bytes. Errors: malformed when the status line is
/// none. Pure; any thread; linear.
Result<ResponseHead> parse_response_head(std::string_view head);

/// First field of that name, case-insensitive; "" = none.
std::string find_header(const Headers& headers, std::string_view name);

}  // namespace qw::fetch
