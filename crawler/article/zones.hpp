#pragma once

#include "base/clock.hpp"

#include <chrono>
#include <string_view>

/// Local times and zones, from ICU's tzdata. Any thread; names that ICU does not know count as UTC.
namespace qw::article {

/// The moment that clocks in `zone` ("Europe/Kyiv") showed `local`. Of an hour that occurs twice the first
/// one, of an hour that is skipped the moment after the gap.
Time to_utc(std::chrono::local_time<Millis> local, std::string_view zone);

/// What clocks in `zone` show at `time`.
std::chrono::local_time<Millis> to_local(Time time, std::string_view zone);

}  // namespace qw::article
