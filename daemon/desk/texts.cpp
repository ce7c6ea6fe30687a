#include "daemon/desk/texts.hpp"

#include "daemon/desk/built_in.hpp"

#include <fmt/format.h>
#include <unicode/timezone.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <map>
#include <memory>

namespace qw::desk {
namespace {

constexpr std::array<std::string_view, 3> languages{"en", "uk", "ru"};
using Table = std::map<std::string_view, std::string_view>;

Table parsed(std::string_view tsv) {
  Table out;
  while (!tsv.empty()) {
    const std::size_t end = std::min(tsv.find('\n'), tsv.size());
    const std::string_view line = tsv.substr(0, end);
    tsv.remove_prefix(std::min(end + 1, tsv.size()));
    if (const std::size_t tab = line.find('\t');
        tab != std::string_view::npos && !line.starts_with("key\t")) {
      out.emplace(line.substr(0, tab), line.substr(tab + 1));
    }
  }
  return out;
}

const Table& table_of(std::string_view language) {
  static const std::array<Table, 3> tables{parsed(texts_table("en")), parsed(texts_table("uk")),
                                           parsed(texts_table("ru"))};
  const auto at = std::ranges::find(languages, language) - languages.begin();
  return tables[static_cast<std::size_t>(at) % tables.size()];
}

/// Forms of Russian and Ukrainian: 1, 21 / 2-4, 22-24 / the rest. English has two.
std::string_view form_of(std::string_view language, std::size_t n) {
  if (language == "en") {
    return n == 1 ? "one" : "many";
  }
  const std::size_t ten = n % 10;
  const bool teen = n % 100 >= 11 && n % 100 <= 14;
  if (ten == 1 && !teen) {
    return "one";
  }
  return ten >= 2 && ten <= 4 && !teen ? "few" : "many";
}

}  // namespace

bool is_language(std::string_view language) {
  return std::ranges::find(languages, language) != languages.end();
}

std::string_view texts_table(std::string_view language) {
  return language == "uk" ? built_in::texts_uk : language == "ru" ? built_in::texts_ru : built_in::texts_en;
}

std::string_view style_sheet() { return built_in::desk_css; }
std::string_view script() { return built_in::desk_js; }
std::string_view operators_table() { return built_in::operators; }

Texts::Texts(std::string_view language) : language_("en") {
  if (const auto known = std::ranges::find(languages, language); known != languages.end()) {
    language_ = *known;
  }
}

std::string_view Texts::operator()(std::string_view key) const {
  const Table& table = table_of(language_);
  const auto found = table.find(key);
  return found == table.end() ? key : found->second;
}

std::string Texts::filled(std::string_view key, std::initializer_list<std::string_view> arguments) const {
  const std::string_view form = (*this)(key);
  std::string out;
  for (std::size_t i = 0; i < form.size(); ++i) {
    const bool slot = form[i] == '{' && i + 2 < form.size() && form[i + 2] == '}' && form[i + 1] >= '0' &&
                      form[i + 1] <= '9';
    const auto number = slot ? static_cast<std::size_t>(form[i + 1] - '0') : 0;
    if (slot && number < arguments.size()) {
      out += arguments.begin()[number];
      i += 2;
    } else {
      out += form[i];
    }
  }
  return out;
}

std::string Texts::counted(std::string_view kind, std::size_t n) const {
  return filled(fmt::format("count.{}.{}", kind, form_of(language_, n)), {std::to_string(n)});
}

std::string Texts::age(Time then, Time now) const {
  const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(now - then).count();
  if (minutes < 1) {
    return std::string((*this)("age.now"));
  }
  if (minutes < 60) {
    return filled("age.minutes", {std::to_string(minutes)});
  }
  if (minutes < 48 * 60) {
    return filled("age.hours", {std::to_string(minutes / 60)});
  }
  return filled("age.days", {std::to_string(minutes / (24 * 60))});
}

std::string local_time(Time time, std::string_view zone) {
  // libstdc++ 12 has no time zones; ICU has, and knows the rules of a date rather than those of today.
  const std::unique_ptr<icu::TimeZone> known(
      icu::TimeZone::createTimeZone(icu::UnicodeString::fromUTF8(std::string(zone))));
  std::int32_t raw = 0;
  std::int32_t summer = 0;
  UErrorCode status = U_ZERO_ERROR;
  known->getOffset(static_cast<double>(time.time_since_epoch().count()), false, raw, summer, status);
  const auto offset = std::chrono::minutes(U_SUCCESS(status) ? (raw + summer) / 60'000 : 0);
  const Time local = time + offset;
  const Day day = std::chrono::floor<std::chrono::days>(local);
  const std::chrono::year_month_day date(day);
  const auto clock = std::chrono::duration_cast<std::chrono::minutes>(local - day).count();
  const auto off = offset.count();
  const std::string sign = off == 0 ? "" : fmt::format("{}{}", off < 0 ? '-' : '+', std::abs(off) / 60);
  const std::string half = off % 60 == 0 ? "" : fmt::format(":{:02}", std::abs(off) % 60);
  return fmt::format("{}-{:02}-{:02} {:02}:{:02} UTC{}{}", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), clock / 60,
                     clock % 60, sign, half);
}

}  // namespace qw::desk
