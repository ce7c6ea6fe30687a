#pragma once

#include "base/clock.hpp"

#include <optional>
#include <string_view>

namespace qw::discover {

struct FeedDate {
  Time time{};
  bool with_zone = false;  ///< false: the clock time stands as if it were UTC
};

/// The dates of feeds and sitemaps as they are written, not as they should be: RFC 822 and 1123 with or
/// without weekday, seconds, comma; two-digit years; zone names (GMT, UT, MSK, EET, EEST, CET, CEST, EST …)
/// or offsets; ISO 8601 with blanks, "T", "+0300", day only; Unix seconds or milliseconds. English month
/// names. nullopt: none of these. Pure; any thread.
std::optional<FeedDate> parse_feed_date(std::string_view text);

}  // namespace qw::discover
