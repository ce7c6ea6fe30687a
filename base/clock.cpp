#include "base/clock.hpp"

#include <fmt/format.h>

#include <optional>

namespace qw {
namespace {

class SystemClock : public Clock {
 public:
  Time now() const override { return std::chrono::floor<Millis>(std::chrono::system_clock::now()); }
  SteadyTime steady_now() const override {
    return std::chrono::floor<Millis>(std::chrono::steady_clock::now());
  }
};

/// Reads exactly `digits` decimal digits at `at` and moves it on.
std::optional<int> read_number(std::string_view text, std::size_t& at, std::size_t digits) {
  if (at + digits > text.size()) {
    return std::nullopt;
  }
  int value = 0;
  for (std::size_t i = 0; i < digits; ++i) {
    const char c = text[at + i];
    if (c < '0' || c > '9') {
      return std::nullopt;
    }
    value = value * 10 + (c - '0');
  }
  at += digits;
  return value;
}

bool read_char(std::string_view text, std::size_t& at, char wanted) {
  if (at < text.size() && text[at] == wanted) {
    ++at;
    return true;
  }
  return false;
}

std::optional<Day> read_day(std::string_view text, std::size_t& at) {
  const auto year = read_number(text, at, 4);
  if (!year || !read_char(text, at, '-')) {
    return std::nullopt;
  }
  const auto month = read_number(text, at, 2);
  if (!month || !read_char(text, at, '-')) {
    return std::nullopt;
  }
  const auto day = read_number(text, at, 2);
  if (!day) {
    return std::nullopt;
  }
  const std::chrono::year_month_day ymd{std::chrono::year(*year),
                                        std::chrono::month(static_cast<unsigned>(*month)),
                                        std::chrono::day(static_cast<unsigned>(*day))};
  if (!ymd.ok()) {
    return std::nullopt;
  }
  return Day(ymd);
}

}  // namespace

Clock& system_clock() {
  static SystemClock clock;
  return clock;
}

Time ManualClock::now() const {
  const std::lock_guard lock(mutex_);
  return now_;
}

SteadyTime ManualClock::steady_now() const {
  const std::lock_guard lock(mutex_);
  return steady_;
}

void ManualClock::advance(Millis by) {
  const std::lock_guard lock(mutex_);
  now_ += by;
  steady_ += by;
}

void ManualClock::jump_wall(Millis by) {
  const std::lock_guard lock(mutex_);
  now_ += by;
}

std::string to_iso(Day day) {
  const std::chrono::year_month_day ymd(day);
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(ymd.year()), static_cast<unsigned>(ymd.month()),
                     static_cast<unsigned>(ymd.day()));
}

std::string to_iso(Time time) {
  const Day day = day_of(time);
  const std::chrono::hh_mm_ss clock(time - day);
  return fmt::format("{}T{:02}:{:02}:{:02}.{:03}Z", to_iso(day), clock.hours().count(),
                     clock.minutes().count(), clock.seconds().count(), clock.subseconds().count());
}

Result<Day> parse_day(std::string_view text) {
  std::size_t at = 0;
  const auto day = read_day(text, at);
  if (!day || at != text.size()) {
    return fail(Errc::malformed, "not a day of the form YYYY-MM-DD");
  }
  return *day;
}

Result<Time> parse_time(std::string_view text) {
  const auto bad = [] {
    return fail(Errc::malformed, "not a time of the form YYYY-MM-DDTHH:MM[:SS[.mmm]] with Z or an offset");
  };
  std::size_t at = 0;
  const auto day = read_day(text, at);
  if (!day || at >= text.size() || (text[at] != 'T' && text[at] != 't' && text[at] != ' ')) {
    return bad();
  }
  ++at;
  const auto hour = read_number(text, at, 2);
  if (!hour || *hour > 23 || !read_char(text, at, ':')) {
    return bad();
  }
  const auto minute = read_number(text, at, 2);
  if (!minute || *minute > 59) {
    return bad();
  }
  int second = 0;
  Millis fraction{0};
  if (read_char(text, at, ':')) {
    const auto read = read_number(text, at, 2);
    if (!read || *read > 60) {
      return bad();
    }
    second = *read;
    if (read_char(text, at, '.')) {
      int scale = 100;
      const std::size_t first = at;
      for (; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at) {
        fraction += Millis((text[at] - '0') * scale);
        scale /= 10;
      }
      if (at == first) {
        return bad();
      }
    }
  }
  std::chrono::minutes offset{0};
  if (!read_char(text, at, 'Z') && !read_char(text, at, 'z')) {
    if (at >= text.size() || (text[at] != '+' && text[at] != '-')) {
      return bad();
    }
    const int sign = text[at++] == '-' ? -1 : 1;
    const auto offset_hours = read_number(text, at, 2);
    read_char(text, at, ':');
    const auto offset_minutes = read_number(text, at, 2);
    if (!offset_hours || !offset_minutes || *offset_hours > 15 || *offset_minutes > 59) {
      return bad();
    }
    offset = std::chrono::minutes(sign * (*offset_hours * 60 + *offset_minutes));
  }
  if (at != text.size()) {
    return bad();
  }
  return Time(*day) + std::chrono::hours(*hour) + std::chrono::minutes(*minute) +
         std::chrono::seconds(second) + fraction - offset;
}

}  // namespace qw
