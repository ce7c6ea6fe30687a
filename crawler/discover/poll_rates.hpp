#pragma once

#include "crawler/discover/poll_schedule.hpp"

#include <cstddef>

/// How fast new items come, by what a list has taught: the rate of the hour of the week, times a factor for
/// the minute of the hour (timers publish at :00 and :30), times a factor for the time since the last new
/// item (editors keep a distance between two posts, or post in clumps), times what comes now against what was
/// expected of late. Pure; any thread.
namespace qw::discover {

/// Below this nothing is held to post: an outlet is never asleep for good.
inline constexpr double least_rate = 0.02;

/// The hour of the week of a local moment, its minute, and the end of its hour.
std::size_t hour_of_week(Time at, Millis zone_offset);
std::size_t minute_of_hour(Time at, Millis zone_offset);
Time end_of_hour(Time at, Millis zone_offset);

/// A memory read as rates. Keeps a reference: the memory must outlive it and stay as it is. O(400) to make,
/// O(1) to ask.
class Rates {
 public:
  Rates(const PollMemory& memory, double prior_per_hour, Millis zone_offset);
  double of_hour(std::size_t bin) const;  ///< items an hour
  double usual(Time at) const { return of_hour(hour_of_week(at, zone_offset_)); }
  double minute_factor(std::size_t minute) const;
  double distance_factor(Millis since_last) const;  ///< by the time since the last new item
  double surge(Time at) const;  ///< what came of late against what was expected: a quarter to 8 times
  double peak() const { return peak_; }

 private:
  const PollMemory& memory_;
  Millis zone_offset_;
  std::array<double, 168> hours_{};
  double peak_ = 0;
};

/// Puts what a poll brought into the memory: the items of the gap between two polls are laid where the rates
/// of now expect them (the step of EM for counts of which only the interval is known), so that minutes
/// become sharp though no poll sees a minute. A gap counts from at most a week before its end.
void learn(PollMemory& memory, double prior_per_hour, Time from, Time until, double items,
           Millis zone_offset);

/// Half-life of four weeks; applied once a day.
void forget(PollMemory& memory, Time now);

}  // namespace qw::discover
