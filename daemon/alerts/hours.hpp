#pragma once

#include "base/clock.hpp"
#include "config/config.hpp"

#include <optional>
#include <string>

/// Hours of people. Pure but for the zone tables of ICU; any thread.
namespace qw::alerts {

/// When the quiet hours that hold at `now` end; empty when none hold. They begin and end once a night: where
/// clocks go back they last until the later of the two moments, where clocks go forward an end that does not
/// exist is the moment of the change.
std::optional<Time> quiet_until(const config::QuietHours& quiet, const std::string& zone, Time now);

/// The last moment at or before `now` at which the zone's wall clock showed this minute of the day; the first
/// of two on a day that has two.
Time last_time_of_day(int minute, const std::string& zone, Time now);

/// How far the zone's wall clock is before UTC.
Millis zone_offset(const std::string& zone, Time at);

/// "2026-11-25": the day on the zone's wall clock.
std::string local_day(const std::string& zone, Time at);

}  // namespace qw::alerts
