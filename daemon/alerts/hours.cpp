#include "daemon/alerts/hours.hpp"

#include <fmt/format.h>
#include <unicode/gregocal.h>
#include <unicode/timezone.h>

#include <memory>

namespace qw::alerts {
namespace {

std::unique_ptr<icu::GregorianCalendar> calendar_of(const std::string& zone, Time at) {
  UErrorCode status = U_ZERO_ERROR;
  auto out = std::make_unique<icu::GregorianCalendar>(
      icu::TimeZone::createTimeZone(icu::UnicodeString::fromUTF8(zone)), status);
  out->setTime(static_cast<double>(at.time_since_epoch().count()), status);
  return out;
}

int field(icu::GregorianCalendar& calendar, UCalendarDateFields which) {
  UErrorCode status = U_ZERO_ERROR;
  return calendar.get(which, status);
}

/// The moment at which the wall clock shows this minute, `days` after the day of `at`.
Time moment(const std::string& zone, Time at, int days, int minute, UCalendarWallTimeOption of_two) {
  const auto now = calendar_of(zone, at);
  const int year = field(*now, UCAL_YEAR);
  const int month = field(*now, UCAL_MONTH);
  const int day = field(*now, UCAL_DAY_OF_MONTH);
  const auto then = calendar_of(zone, at);
  then->setRepeatedWallTimeOption(of_two);
  then->setSkippedWallTimeOption(UCAL_WALLTIME_NEXT_VALID);
  then->clear();
  then->set(year, month, day + days, minute / 60, minute % 60, 0);
  UErrorCode status = U_ZERO_ERROR;
  return Time(Millis(static_cast<Millis::rep>(then->getTime(status))));
}

}  // namespace

std::optional<Time> quiet_until(const config::QuietHours& quiet, const std::string& zone, Time now) {
  for (const int day : {-1, 0}) {
    const Time from = moment(zone, now, day, quiet.from, UCAL_WALLTIME_FIRST);
    const int last_day = quiet.until > quiet.from ? day : day + 1;
    const Time until = moment(zone, now, last_day, quiet.until, UCAL_WALLTIME_LAST);
    if (from <= now && now < until) {
      return until;
    }
  }
  return std::nullopt;
}

Time last_time_of_day(int minute, const std::string& zone, Time now) {
  const Time today = moment(zone, now, 0, minute, UCAL_WALLTIME_FIRST);
  return today <= now ? today : moment(zone, now, -1, minute, UCAL_WALLTIME_FIRST);
}

Millis zone_offset(const std::string& zone, Time at) {
  const auto calendar = calendar_of(zone, at);
  return Millis(field(*calendar, UCAL_ZONE_OFFSET) + field(*calendar, UCAL_DST_OFFSET));
}

std::string local_day(const std::string& zone, Time at) {
  const auto calendar = calendar_of(zone, at);
  return fmt::format("{:04}-{:02}-{:02}", field(*calendar, UCAL_YEAR), field(*calendar, UCAL_MONTH) + 1,
                     field(*calendar, UCAL_DAY_OF_MONTH));
}

}  // namespace qw::alerts
