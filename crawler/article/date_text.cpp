#include "crawler/article/date_text.hpp"

#include "base/utf8.hpp"
#include "crawler/article/date_tokens.hpp"
#include "crawler/article/zones.hpp"

#include <array>

namespace qw::article {
namespace {

using std::chrono::local_days;
using std::chrono::minutes;

constexpr int least_year = 1990;
constexpr int most_year = 2060;

/// Reads one date from a line of tokens. Each `try_` method looks at one place and leaves the fields alone
/// when it fails.
class Reader {
 public:
  Reader(const std::vector<DateToken>& tokens, const DateContext& context)
      : tokens_(tokens), context_(context) {}

  std::optional<FoundDate> run() {
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      if (auto found = at(i)) {
        return found;
      }
    }
    return only_clock();
  }

 private:
  using Kind = DateToken::Kind;

  const DateToken& token(std::size_t i) const {
    static const DateToken none;
    return i < tokens_.size() ? tokens_[i] : none;
  }
  bool is(std::size_t i, Kind kind) const { return token(i).kind == kind; }
  bool is_mark(std::size_t i, char mark) const { return is(i, Kind::mark) && token(i).mark == mark; }
  bool is_number(std::size_t i, int digits_least, int digits_most) const {
    return is(i, Kind::number) && token(i).digits >= digits_least && token(i).digits <= digits_most;
  }

  std::optional<FoundDate> at(std::size_t i) {
    if (auto found = epoch(i)) {
      return found;
    }
    if (auto found = ago(i)) {
      return found;
    }
    for (const auto form : {&Reader::year_first, &Reader::compact, &Reader::numeric, &Reader::day_month,
                            &Reader::month_day, &Reader::named_day}) {
      std::size_t behind = i;
      if (const auto day = (this->*form)(behind)) {
        return with_clock(*day, i, behind, form == &Reader::named_day);
      }
    }
    return std::nullopt;
  }

  static std::optional<Day> valid_day(int year, int month, int day) {
    if (year < least_year || year > most_year || month < 1 || month > 12 || day < 1) {
      return std::nullopt;
    }
    const std::chrono::year_month_day date{std::chrono::year(year),
                                           std::chrono::month(static_cast<unsigned>(month)),
                                           std::chrono::day(static_cast<unsigned>(day))};
    return date.ok() ? std::optional<Day>(Day(date)) : std::nullopt;
  }

  static int full_year(const DateToken& number) {
    return static_cast<int>(number.digits == 2 ? 2000 + number.number : number.number);
  }

  /// 2026-11-24, 2026/11/24, 2026.11.24
  std::optional<Day> year_first(std::size_t& i) const {
    if (!is_number(i, 4, 4) || !is(i + 1, Kind::mark) || !is_number(i + 2, 1, 2) || !is(i + 3, Kind::mark) ||
        token(i + 1).mark != token(i + 3).mark || !is_number(i + 4, 1, 2)) {
      return std::nullopt;
    }
    const auto day = valid_day(full_year(token(i)), value(i + 2), value(i + 4));
    i += 5;
    return day;
  }

  /// 20261124, with or without a clock behind a T
  std::optional<Day> compact(std::size_t& i) const {
    if (!is_number(i, 8, 8)) {
      return std::nullopt;
    }
    const auto number = token(i).number;
    ++i;
    return valid_day(static_cast<int>(number / 10000), static_cast<int>(number / 100 % 100),
                     static_cast<int>(number % 100));
  }

  /// 24.11.2026, 24/11/26; the month first where the page or the numbers say so
  std::optional<Day> numeric(std::size_t& i) const {
    const char mark = token(i + 1).mark;
    if (!is_number(i, 1, 2) || !is(i + 1, Kind::mark) || (mark != '.' && mark != '/' && mark != '-') ||
        !is_number(i + 2, 1, 2) || !is_mark(i + 3, mark) ||
        !(is_number(i + 4, 4, 4) || is_number(i + 4, 2, 2))) {
      return std::nullopt;
    }
    int day = value(i), month = value(i + 2);
    if (month > 12 || (context_.month_first && mark == '/' && day <= 12)) {
      std::swap(day, month);
    }
    const auto found = valid_day(full_year(token(i + 4)), month, day);
    i += 5;
    return found;
  }

  /// 24 ноября 2026, 24 листопада, 24th of November 2026, 24-Nov-2026
  std::optional<Day> day_month(std::size_t& i) const {
    if (!is_number(i, 1, 2)) {
      return std::nullopt;
    }
    std::size_t m = i + 1;
    while (is(m, Kind::link) || is_mark(m, '-') || is_mark(m, '.') || is_mark(m, '/')) {
      ++m;
    }
    if (!is(m, Kind::month) || m > i + 3) {
      return std::nullopt;
    }
    return with_year(i, m, value(i), token(m).value, m + 1);
  }

  /// November 24, 2026; Nov. 24
  std::optional<Day> month_day(std::size_t& i) const {
    if (!is(i, Kind::month)) {
      return std::nullopt;
    }
    std::size_t d = i + 1;
    while (is_mark(d, '.') || is_mark(d, '-')) {
      ++d;
    }
    if (!is_number(d, 1, 2) || is_mark(d + 1, ':')) {
      return std::nullopt;
    }
    return with_year(i, d, value(d), token(i).value, d + 1);
  }

  std::optional<Day> with_year(std::size_t& i, std::size_t last, int day, int month,
                               std::size_t behind) const {
    std::size_t y = behind;
    while (is_mark(y, ',') || is_mark(y, '.') || is_mark(y, '-') || is_mark(y, '/') || is(y, Kind::link)) {
      ++y;
    }
    const bool short_year = is_number(y, 2, 2) && y == behind + 1 && is_mark(behind, '-');
    if ((is_number(y, 4, 4) || short_year) && !is_mark(y + 1, ':')) {
      i = y + 1;
      return valid_day(full_year(token(y)), month, day);
    }
    i = last + 1;
    if (!context_.fetched) {
      return std::nullopt;
    }
    // Without a year: the latest such day that is not after the day of fetching (and one for other zones).
    const std::chrono::year_month_day today(day_of(*context_.fetched));
    for (int back = 0; back <= 1; ++back) {
      const auto found = valid_day(static_cast<int>(today.year()) - back, month, day);
      if (found && *found <= Day(today) + std::chrono::days(1)) {
        return found;
      }
    }
    return std::nullopt;
  }

  /// сегодня, вчора
  std::optional<Day> named_day(std::size_t& i) const {
    if (!is(i, Kind::day) || !context_.fetched) {
      return std::nullopt;
    }
    const auto local = std::chrono::floor<std::chrono::days>(to_local(*context_.fetched, context_.zone));
    const Day day(local.time_since_epoch() + std::chrono::days(token(i).value));
    ++i;
    return day;
  }

  /// 5 минут назад, годину тому
  std::optional<FoundDate> ago(std::size_t i) const {
    const bool counted = is_number(i, 1, 3) && is(i + 1, Kind::unit);
    const std::size_t unit = counted ? i + 1 : i;
    if (!is(unit, Kind::unit) || !is(unit + 1, Kind::ago) || !context_.fetched) {
      return std::nullopt;
    }
    const auto back = minutes(static_cast<std::int64_t>(counted ? token(i).number : 1) * token(unit).value);
    FoundDate found;
    found.time = *context_.fetched - back;
    found.relative = true;
    found.day = local_day(*found.time);
    if (token(unit).value >= 1440) {
      found.time.reset();
    }
    return found;
  }

  /// 1764016866, 1764016866000
  std::optional<FoundDate> epoch(std::size_t i) const {
    if (tokens_.size() != 1 || !(is_number(i, 10, 10) || is_number(i, 13, 13))) {
      return std::nullopt;
    }
    FoundDate found;
    const auto number = static_cast<std::int64_t>(token(i).number);
    found.time = Time(Millis(token(i).digits == 10 ? number * 1000 : number));
    found.day = local_day(*found.time);
    found.zone_written = true;
    const int year = static_cast<int>(std::chrono::year_month_day(found.day).year());
    return year >= least_year && year <= most_year ? std::optional(found) : std::nullopt;
  }

  struct ClockTime {
    minutes of_day{0};
    std::chrono::seconds seconds{0};
    std::size_t behind = 0;
  };

  /// 11:16, 11:16:05.123, 11.16 behind a date, 9 pm
  std::optional<ClockTime> clock(std::size_t i) const {
    if (!is_number(i, 1, 2)) {
      return std::nullopt;
    }
    int hour = value(i);
    ClockTime out;
    std::size_t next = i + 1;
    int minute = 0;
    if ((is_mark(next, ':') || (is_mark(next, '.') && token(next + 1).digits == 2)) &&
        is_number(next + 1, 2, 2) && !is_mark(next + 2, '.')) {
      minute = value(next + 1);
      next += 2;
      if (is_mark(next, ':') && is_number(next + 1, 1, 2)) {
        out.seconds = std::chrono::seconds(value(next + 1) % 61);
        next += 2;
        if (is_mark(next, '.') && is_number(next + 1, 1, 9)) {
          next += 2;
        }
      }
    } else if (!is(next, Kind::half)) {
      return std::nullopt;
    }
    if (is(next, Kind::half)) {
      hour = hour % 12 + token(next).value;
      ++next;
    }
    if (hour > 24 || minute > 59) {
      return std::nullopt;
    }
    out.of_day = minutes(hour * 60 + minute);
    out.behind = next;
    return out;
  }

  /// Z, +03:00, +0300, (MSK), по московскому времени
  std::optional<minutes> offset(std::size_t i, std::string& place) const {
    while (is_mark(i, '(') || is(i, Kind::link)) {
      ++i;
    }
    if (is(i, Kind::zone)) {
      return minutes(token(i).value);
    }
    if (is(i, Kind::place)) {
      place = token(i).place;
      return std::nullopt;
    }
    if ((is_mark(i, '+') || is_mark(i, '-')) && is(i + 1, Kind::number)) {
      const DateToken& number = token(i + 1);
      int total = -1;
      if (number.digits == 4) {
        total = static_cast<int>(number.number / 100 * 60 + number.number % 100);
      } else if (number.digits <= 2) {
        total = value(i + 1) * 60 + (is_mark(i + 2, ':') && is_number(i + 3, 2, 2) ? value(i + 3) : 0);
      }
      if (total >= 0 && total <= 14 * 60) {
        return minutes(is_mark(i, '-') ? -total : total);
      }
    }
    return std::nullopt;
  }

  /// The clock behind the date, or in front of it.
  FoundDate with_clock(Day day, std::size_t first, std::size_t behind, bool relative) const {
    FoundDate found;
    found.day = day;
    found.relative = relative;
    std::size_t i = behind;
    while (i < behind + 4 && (is_mark(i, ',') || is_mark(i, '-') || is_mark(i, '|') || is_mark(i, 'T') ||
                              is_mark(i, '.') || is_mark(i, '(') || is(i, Kind::link))) {
      ++i;
    }
    std::optional<ClockTime> time = clock(i);
    if (!time && first >= 3) {
      std::size_t before = first - 1;
      while (before > 2 && (is_mark(before, ',') || is_mark(before, '-') || is_mark(before, '|'))) {
        --before;
      }
      if (is_number(before, 2, 2) && is_mark(before - 1, ':')) {
        const bool seconds = before >= 4 && is_mark(before - 3, ':') && is_number(before - 4, 1, 2);
        time = clock(seconds ? before - 4 : before - 2);
      }
    }
    if (time) {
      set_time(found, day, *time);
    }
    return found;
  }

  void set_time(FoundDate& found, Day day, const ClockTime& time) const {
    std::string place;
    const auto zone = offset(time.behind, place);
    const std::chrono::local_time<Millis> local(day.time_since_epoch() + time.of_day + time.seconds);
    found.zone_written = zone.has_value() || !place.empty();
    found.in_utc = zone == minutes(0);
    found.time = zone ? Time(local.time_since_epoch() - *zone)
                      : to_utc(local, place.empty() ? context_.zone : std::string_view(place));
  }

  /// A bare clock time is the latest such one before the fetch.
  std::optional<FoundDate> only_clock() const {
    if (!context_.fetched || tokens_.size() > 8) {
      return std::nullopt;
    }
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      const auto time = is_mark(i + 1, ':') ? clock(i) : std::nullopt;
      if (!time) {
        continue;
      }
      FoundDate found;
      found.relative = found.only_clock = true;
      Day day = local_day(*context_.fetched);
      set_time(found, day, *time);
      if (found.time && *found.time > *context_.fetched) {
        day -= std::chrono::days(1);
        set_time(found, day, *time);
      }
      found.day = day;
      return found;
    }
    return std::nullopt;
  }

  Day local_day(Time time) const {
    return Day(std::chrono::floor<std::chrono::days>(to_local(time, context_.zone)).time_since_epoch());
  }

  int value(std::size_t i) const { return static_cast<int>(token(i).number); }

  const std::vector<DateToken>& tokens_;
  const DateContext& context_;
};

}  // namespace

std::optional<FoundDate> read_date(std::string_view text, const DateContext& context) {
  const std::vector<DateToken> tokens = date_tokens(text);
  return Reader(tokens, context).run();
}

std::optional<Day> day_in_url(std::string_view url) {
  const auto is_digit = [&](std::size_t i) { return i < url.size() && url[i] >= '0' && url[i] <= '9'; };
  const auto number = [&](std::size_t at, std::size_t digits) {
    int value = 0;
    for (std::size_t i = at; i < at + digits; ++i) {
      value = value * 10 + (url[i] - '0');
    }
    return value;
  };
  const auto digits_at = [&](std::size_t i) {
    std::size_t n = 0;
    while (is_digit(i + n)) {
      ++n;
    }
    return n;
  };
  for (std::size_t i = 0; i < url.size(); ++i) {
    if (!is_digit(i) || (i > 0 && is_digit(i - 1))) {
      continue;
    }
    const std::size_t n = digits_at(i);
    std::chrono::year_month_day date;
    const auto set = [&](int year, int month, int day) {
      date = {std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
              std::chrono::day(static_cast<unsigned>(day))};
      return date.ok() && year >= least_year && year <= most_year;
    };
    if (n == 8 && set(number(i, 4), number(i + 4, 2), number(i + 6, 2))) {
      return Day(date);
    }
    if (n != 4 || i + 5 >= url.size()) {
      continue;
    }
    const char mark = url[i + 4];
    const std::size_t month = digits_at(i + 5);
    if ((mark != '/' && mark != '-' && mark != '_') || month < 1 || month > 2 ||
        i + 5 + month >= url.size() || (url[i + 5 + month] != mark && url[i + 5 + month] != '/')) {
      continue;
    }
    const std::size_t at = i + 6 + month;
    const std::size_t day = digits_at(at);
    if (day >= 1 && day <= 2 && set(number(i, 4), number(i + 5, month), number(at, day))) {
      return Day(date);
    }
  }
  return std::nullopt;
}

}  // namespace qw::article
