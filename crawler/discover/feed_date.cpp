#include "crawler/discover/feed_date.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>
#include <vector>

namespace qw::discover {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr auto months = std::to_array<std::string_view>(
    {"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"});

struct ZoneName {
  std::string_view name;
  int minutes;
};
constexpr auto zone_names = std::to_array<ZoneName>(
    {{"gmt", 0},    {"ut", 0},     {"utc", 0},    {"z", 0},      {"wet", 0},    {"west", 60},
     {"bst", 60},   {"cet", 60},   {"cest", 120}, {"eet", 120},  {"eest", 180}, {"msk", 180},
     {"msd", 240},  {"trt", 180},  {"est", -300}, {"edt", -240}, {"cst", -360}, {"cdt", -300},
     {"mst", -420}, {"mdt", -360}, {"pst", -480}, {"pdt", -420}});

std::string lower(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return out;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool all_digits(std::string_view text) { return !text.empty() && std::ranges::all_of(text, is_digit); }

std::optional<int> number(std::string_view text) {
  int value = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || read.ec != std::errc() || read.ptr != text.data() + text.size()) {
    return std::nullopt;
  }
  return value;
}

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> out;
  std::string word;
  for (const char c : lower(text) + " ") {
    if (c == ' ' || c == ',' || c == '\t' || c == '\n' || c == '\r') {
      if (!word.empty()) {
        out.push_back(std::move(word));
        word.clear();
      }
    } else {
      word += c;
    }
  }
  return out;
}

/// "+0300", "+03:00", "-05", "gmt+3", "utc+03:00", or a name.
std::optional<minutes> zone_of(std::string_view text) {
  for (const std::string_view prefix : {"gmt", "utc"}) {
    if (text.starts_with(prefix) && text.size() > prefix.size()) {
      text.remove_prefix(prefix.size());
    }
  }
  if (!text.empty() && (text[0] == '+' || text[0] == '-')) {
    std::string digits;
    std::ranges::copy_if(text.substr(1), std::back_inserter(digits), is_digit);
    if (digits.size() == 1 || digits.size() == 3) {
      digits.insert(0, "0");
    }
    const auto h = number(digits.substr(0, 2));
    const auto m = digits.size() == 4 ? number(digits.substr(2, 2)) : std::optional(0);
    if (!h || !m || digits.size() > 4 || *h > 14 || *m > 59) {
      return std::nullopt;
    }
    return minutes((*h * 60 + *m) * (text[0] == '-' ? -1 : 1));
  }
  const auto found = std::ranges::find(zone_names, text, &ZoneName::name);
  return found == zone_names.end() ? std::nullopt : std::optional(minutes(found->minutes));
}

/// "11:16", "11:16:05", "11:16:05.123".
std::optional<Millis> clock_of(std::string_view text) {
  std::array<int, 3> parts{};
  std::size_t count = 0;
  text = text.substr(0, text.find('.'));
  while (count < 3) {
    const std::size_t colon = text.find(':');
    const auto value = number(text.substr(0, colon));
    if (!value) {
      return std::nullopt;
    }
    parts.at(count++) = *value;
    if (colon == std::string_view::npos) {
      break;
    }
    text.remove_prefix(colon + 1);
  }
  if (count < 2 || parts[0] > 24 || parts[1] > 59 || parts[2] > 60) {
    return std::nullopt;
  }
  return Millis(hours(parts[0]) + minutes(parts[1]) + seconds(parts[2]));
}

std::optional<Day> day_from(int year, int month, int day) {
  if (year < 100) {
    year += year < 70 ? 2000 : 1900;
  }
  const std::chrono::year_month_day ymd{std::chrono::year(year),
                                        std::chrono::month(static_cast<unsigned>(month)),
                                        std::chrono::day(static_cast<unsigned>(day))};
  if (!ymd.ok() || year < 1970 || year > 2200) {
    return std::nullopt;
  }
  return Day(ymd);
}

std::optional<FeedDate> from_epoch(std::string_view text) {
  long long value = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  if (read.ec != std::errc() || !all_digits(text) || text.size() < 9 || text.size() > 13) {
    return std::nullopt;
  }
  return FeedDate{Time(Millis(text.size() > 10 ? value : value * 1000)), true};
}

/// "2026-11-24", with a time behind 'T' or a blank.
std::optional<FeedDate> from_iso(std::string_view text) {
  if (text.size() < 10 || text[4] != '-' || text[7] != '-') {
    return std::nullopt;
  }
  const auto year = number(text.substr(0, 4)), month = number(text.substr(5, 2)),
             day = number(text.substr(8, 2));
  const auto date = year && month && day ? day_from(*year, *month, *day) : std::nullopt;
  if (!date) {
    return std::nullopt;
  }
  std::string rest = lower(text.substr(10));
  std::erase(rest, ' ');
  if (rest.starts_with('t')) {
    rest.erase(0, 1);
  }
  if (rest.empty()) {
    return FeedDate{*date, false};
  }
  const std::size_t zone_at = rest.find_first_not_of("0123456789:.");
  const auto clock = clock_of(rest.substr(0, zone_at));
  if (!clock) {
    return std::nullopt;
  }
  const auto zone =
      zone_at == std::string::npos ? std::nullopt : zone_of(std::string_view(rest).substr(zone_at));
  return FeedDate{*date + *clock - zone.value_or(minutes(0)), zone.has_value()};
}

/// "Tue, 24 Nov 2026 20:41:06 +0200" and what is written instead.
std::optional<FeedDate> from_words(std::string_view text) {
  std::optional<int> day, month, year;
  std::optional<Millis> clock;
  std::optional<minutes> zone;
  for (const std::string& word : words_of(text)) {
    const auto named = std::ranges::find_if(months, [&](std::string_view m) { return word.starts_with(m); });
    if (named != months.end() && !month) {
      month = static_cast<int>(named - months.begin()) + 1;
    } else if (word.contains(':') && !clock && is_digit(word[0])) {
      const std::size_t zone_at = word.find_first_not_of("0123456789:.");
      clock = clock_of(std::string_view(word).substr(0, zone_at));
      zone = zone_at == std::string::npos ? zone : zone_of(std::string_view(word).substr(zone_at));
    } else if (all_digits(word) && word.size() <= 4) {
      if (!day && word.size() <= 2) {
        day = number(word);
      } else if (!year) {
        year = number(word);
      }
    } else if (clock && !zone) {
      zone = zone_of(word);
    }
  }
  const auto date = day && month && year ? day_from(*year, *month, *day) : std::nullopt;
  if (!date) {
    return std::nullopt;
  }
  return FeedDate{*date + clock.value_or(Millis(0)) - zone.value_or(minutes(0)), zone.has_value()};
}

}  // namespace

std::optional<FeedDate> parse_feed_date(std::string_view text) {
  while (!text.empty() &&
         (text.front() == ' ' || text.front() == '\n' || text.front() == '\t' || text.front() == '\r')) {
    text.remove_prefix(1);
  }
  while (!text.empty() &&
         (text.back() == ' ' || text.back() == '\n' || text.back() == '\t' || text.back() == '\r')) {
    text.remove_suffix(1);
  }
  if (text.empty() || text.size() > 100) {
    return std::nullopt;
  }
  if (const auto epoch = from_epoch(text)) {
    return epoch;
  }
  if (const auto iso = from_iso(text)) {
    return iso;
  }
  return from_words(text);
}

}  // namespace qw::discover
