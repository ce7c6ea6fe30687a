#pragma once

#include "base/clock.hpp"

#include <optional>
#include <string>
#include <string_view>

/// Dates as news write them, in Russian, Ukrainian, English and the numeric forms; months of ten more
/// languages. Words: date_words.tsv. Pure; any thread; O(length of the text, at most 400 bytes of it).
namespace qw::article {

struct DateContext {
  std::optional<Time> fetched;    ///< relative dates and dates without a year count from it
  std::string_view zone = "UTC";  ///< of local times
  bool month_first = false;       ///< 03/04/2026 is the 4th of March
};

struct FoundDate {
  Day day;                   ///< as written
  std::optional<Time> time;  ///< when a clock time was written; the zone is the written one or the context's
  bool zone_written = false;
  bool in_utc = false;  ///< the written zone is UTC, which hardly is the readers'
  bool relative = false;
  bool only_clock = false;  ///< a bare HH:MM: the latest such time before `fetched`
};

/// The first date in `text`. Nothing for no date, an impossible one (30 February) or one that needs
/// `fetched`.
std::optional<FoundDate> read_date(std::string_view text, const DateContext& context);

/// The day in an address: /2026/02/28/, /20260228/, 2026-02-28, /2026-02/28/. Nothing for impossible ones.
std::optional<Day> day_in_url(std::string_view url);

}  // namespace qw::article
