#pragma once

#include "base/result.hpp"

#include <chrono>
#include <mutex>
#include <string>
#include <string_view>

namespace qw {

using Millis = std::chrono::milliseconds;
/// UTC with milliseconds: the one kind of time in the store and between the parts.
using Time = std::chrono::sys_time<Millis>;
using Day = std::chrono::sys_days;
using SteadyTime = std::chrono::time_point<std::chrono::steady_clock, Millis>;

/// The only place that asks the machine for the time. Threads: any.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual Time now() const = 0;               ///< wall clock: for records and due times
  virtual SteadyTime steady_now() const = 0;  ///< never jumps: for waits
};

Clock& system_clock();

/// For tests: stands still until told otherwise.
class ManualClock : public Clock {
 public:
  explicit ManualClock(Time start) : now_(start) {}
  Time now() const override;
  SteadyTime steady_now() const override;
  void advance(Millis by);
  void jump_wall(Millis by);  ///< the wall clock alone, as NTP does

 private:
  mutable std::mutex mutex_;
  Time now_;
  SteadyTime steady_{};
};

/// "2026-11-24T20:41:06.000Z".
std::string to_iso(Time time);
/// "2026-11-24".
std::string to_iso(Day day);
/// Reads "YYYY-MM-DD" strictly.
Result<Day> parse_day(std::string_view text);
/// Reads ISO 8601 date and time with 'Z' or an offset, seconds and fraction optional.
Result<Time> parse_time(std::string_view text);
inline Day day_of(Time time) { return std::chrono::floor<std::chrono::days>(time); }

}  // namespace qw
