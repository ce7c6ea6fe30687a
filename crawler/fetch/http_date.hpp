#pragma once

#include "base/clock.hpp"

#include <optional>
#include <string_view>

namespace qw::fetch {

/// The three forms of RFC 9110 5.6.7 (IMF-fixdate, RFC 850, asctime). Pure; any thread.
std::optional<Time> parse_http_date(std::string_view text);

}  // namespace qw::fetch
