#include "crawler/article/date_text.hpp"
#include "crawler/article/zones.hpp"

#include <doctest/doctest.h>

using namespace qw;
using namespace qw::article;

namespace {

struct Row {
  std::string_view text;
  std::string_view day;   ///< "" = no date
  std::string_view time;  ///< UTC, "" = none
};

DateContext kyiv() {
  DateContext context;
  context.fetched = parse_time("2026-11-24T20:41:00+02:00").value();
  context.zone = "Europe/Kyiv";
  return context;
}

void check(const Row& row, const DateContext& context) {
  CAPTURE(row.text);
  const auto found = read_date(row.text, context);
  REQUIRE(found.has_value() == !row.day.empty());
  if (found) {
    CHECK(to_iso(found->day) == row.day);
    CHECK((found->time ? to_iso(*found->time).substr(0, 16) : "") == row.time);
  }
}

}  // namespace

TEST_CASE("dates of news are read in Russian, Ukrainian and English") {
  for (const Row& row : std::initializer_list<Row>{
           {"30 Июля 2015", "2015-07-30", ""},
           {"15 грудня, 11:16", "2025-12-15", "2025-12-15T09:16"},
           {"23 листопада 2026 о 18:05", "2026-11-23", "2026-11-23T16:05"},
           {"24 ноября 2026 г., 12:30", "2026-11-24", "2026-11-24T10:30"},
           {"12:30, 24.11.2026", "2026-11-24", "2026-11-24T10:30"},
           {"24.11.26 12:30", "2026-11-24", "2026-11-24T10:30"},
           {"Опубликовано: 3 янв. 2026", "2026-01-03", ""},
           {"5 лют. 2026, 09:00", "2026-02-05", "2026-02-05T07:00"},
           {"November 24, 2026 at 9:05 pm", "2026-11-24", "2026-11-24T19:05"},
           {"24th of November 2026", "2026-11-24", ""},
           {"Tue, 24 Nov 2026 20:41:06 +0300", "2026-11-24", "2026-11-24T17:41"},
           {"Вт, 24 ноя 2026 20:41:06 +0300", "2026-11-24", "2026-11-24T17:41"},
           {"2026-11-24T20:41:06.123Z", "2026-11-24", "2026-11-24T20:41"},
           {"2026-11-24 20:41", "2026-11-24", "2026-11-24T18:41"},
           {"20261124T204100Z", "2026-11-24", ""},
           {"24 ноября 2026, 20:41 (МСК)", "2026-11-24", "2026-11-24T17:41"},
           {"24 ноября 2026 20:41 по московскому времени", "2026-11-24", "2026-11-24T17:41"},
           {"24/11/2026", "2026-11-24", ""},
           {"1764016866", "2025-11-24", "2025-11-24T20:41"},
       }) {
    check(row, kyiv());
  }
}

TEST_CASE("relative dates count from the fetch in the outlet's zone") {
  DateContext context = kyiv();
  context.fetched = parse_time("2026-11-24T00:05:00+02:00").value();
  for (const Row& row : std::initializer_list<Row>{
           {"вчора, 23:50", "2026-11-23", "2026-11-23T21:50"},
           {"Сегодня в 00:01", "2026-11-24", "2026-11-23T22:01"},
           {"5 минут назад", "2026-11-24", "2026-11-23T22:00"},
           {"10 хвилин тому", "2026-11-23", "2026-11-23T21:55"},
           {"годину тому", "2026-11-23", "2026-11-23T21:05"},
           {"позавчора", "2026-11-22", ""},
           {"2 дні тому", "2026-11-22", ""},
           {"23:50", "2026-11-23", "2026-11-23T21:50"},
           {"00:03", "2026-11-24", "2026-11-23T22:03"},
       }) {
    check(row, context);
  }
}

TEST_CASE("what is no date gives none") {
  DateContext without;
  for (const std::string_view text : {"", "вчера", "30 февраля 2026", "2026-13-01", "31.04.2026", "99:99",
                                      "15 грудня", "слово", "1 2 3", "11:16"}) {
    check({text, "", ""}, without);
  }
}

TEST_CASE("an hour that occurs twice is the first one and Moscow has no summer time") {
  const std::chrono::local_time<Millis> twice = std::chrono::local_days(std::chrono::year(2026) / 10 / 25) +
                                                std::chrono::hours(3) + std::chrono::minutes(30);
  CHECK(to_iso(to_utc(twice, "Europe/Kyiv")) == "2026-10-25T00:30:00.000Z");
  const std::chrono::local_time<Millis> july = std::chrono::local_days(std::chrono::year(2026) / 7 / 1);
  CHECK(to_iso(to_utc(july, "Europe/Moscow")) == "2026-06-30T21:00:00.000Z");
  CHECK(to_iso(to_utc(july, "GMT+02:00")) == "2026-06-30T22:00:00.000Z");
}

TEST_CASE("days stand in addresses and impossible ones do not") {
  CHECK(day_in_url("https://example.org/2026/02/28/title") == Day(std::chrono::year(2026) / 2 / 28));
  CHECK(day_in_url("https://example.org/news-2026-1-5.html") == Day(std::chrono::year(2026) / 1 / 5));
  CHECK(day_in_url("https://example.org/2026-02/28/x") == Day(std::chrono::year(2026) / 2 / 28));
  CHECK(day_in_url("https://example.org/20260228/x") == Day(std::chrono::year(2026) / 2 / 28));
  CHECK_FALSE(day_in_url("https://example.org/2026/02/30/x"));
  CHECK_FALSE(day_in_url("https://example.org/12345678"));
}
