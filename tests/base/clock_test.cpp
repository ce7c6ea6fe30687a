#include "base/clock.hpp"

#include "base/ids.hpp"

#include <doctest/doctest.h>

TEST_CASE("times are read with offsets and written in UTC") {
  CHECK(qw::to_iso(*qw::parse_time("2025-12-15T11:16:00+02:00")) == "2025-12-15T09:16:00.000Z");
  CHECK(qw::to_iso(*qw::parse_time("2025-12-15T11:16Z")) == "2025-12-15T11:16:00.000Z");
  for (const char* bad :
       {"2025-02-30T00:00Z", "2025-12-15", "2025-12-15T25:00Z", "2025-12-15T11:16:00", "x"}) {
    CHECK_FALSE(qw::parse_time(bad));
  }
}

TEST_CASE("time ids sort by time and content ids repeat") {
  const auto early = qw::time_id(*qw::parse_time("2025-12-15T11:16:00.000Z"));
  const auto late = qw::time_id(*qw::parse_time("2025-12-15T11:16:00.001Z"));
  CHECK(early < late);
  CHECK(early.size() == 16);
  CHECK(qw::content_id("a") == qw::content_id("a"));
  CHECK(qw::content_id("a") != qw::content_id("b"));
}

TEST_CASE("a manual clock moves only when told") {
  qw::ManualClock clock(*qw::parse_time("2025-12-15T00:00Z"));
  clock.advance(qw::Millis(5));
  clock.jump_wall(qw::Millis(-1000));
  CHECK(qw::to_iso(clock.now()) == "2025-12-14T23:59:59.005Z");
  CHECK(clock.steady_now().time_since_epoch() == qw::Millis(5));
}
