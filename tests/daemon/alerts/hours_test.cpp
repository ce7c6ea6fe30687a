#include "daemon/alerts/hours.hpp"

#include <doctest/doctest.h>

using namespace qw;
using alerts::quiet_until;

namespace {
Time at(const char* iso) { return *parse_time(iso); }
const config::QuietHours night{22 * 60, 7 * 60};
const std::string kyiv = "Europe/Kyiv";
}  // namespace

TEST_CASE("quiet hours over midnight hold until their end in the receiver's zone") {
  CHECK(quiet_until(night, kyiv, at("2026-11-20T19:59:59Z")) == std::nullopt);
  CHECK(quiet_until(night, kyiv, at("2026-11-20T20:00:00Z")) == at("2026-11-21T05:00:00Z"));
  CHECK(quiet_until(night, kyiv, at("2026-11-21T04:59:59Z")) == at("2026-11-21T05:00:00Z"));
  CHECK(quiet_until(night, kyiv, at("2026-11-21T05:00:00Z")) == std::nullopt);
  const config::QuietHours noon{12 * 60, 13 * 60};
  CHECK(quiet_until(noon, "UTC", at("2026-11-20T12:30:00Z")) == at("2026-11-20T13:00:00Z"));
  CHECK(quiet_until(noon, "UTC", at("2026-11-20T13:00:00Z")) == std::nullopt);
}

TEST_CASE("the night in which Kyiv's clocks go forward is an hour shorter") {
  // 2026-03-29 03:00 EET becomes 04:00 EEST.
  CHECK(quiet_until(night, kyiv, at("2026-03-28T20:00:00Z")) == at("2026-03-29T04:00:00Z"));
  // An end at 03:30, which this night does not have, is the moment of the change.
  const config::QuietHours until_half_past_three{22 * 60, 3 * 60 + 30};
  CHECK(quiet_until(until_half_past_three, kyiv, at("2026-03-28T23:00:00Z")) == at("2026-03-29T01:00:00Z"));
  CHECK(quiet_until(until_half_past_three, kyiv, at("2026-03-29T01:00:00Z")) == std::nullopt);
}

TEST_CASE("the night in which Kyiv's clocks go back is an hour longer, and ends once") {
  // 2026-10-25 04:00 EEST becomes 03:00 EET: 03:30 comes twice, at 00:30 and 01:30 UTC.
  CHECK(quiet_until(night, kyiv, at("2026-10-24T19:00:00Z")) == at("2026-10-25T05:00:00Z"));
  const config::QuietHours until_half_past_three{22 * 60, 3 * 60 + 30};
  for (const char* within :
       {"2026-10-24T19:00:00Z", "2026-10-25T00:29:00Z", "2026-10-25T00:45:00Z", "2026-10-25T01:15:00Z"}) {
    CHECK(quiet_until(until_half_past_three, kyiv, at(within)) == at("2026-10-25T01:30:00Z"));
  }
  CHECK(quiet_until(until_half_past_three, kyiv, at("2026-10-25T01:30:00Z")) == std::nullopt);
}

TEST_CASE("a time of day comes once a day, on the two days of the change too") {
  const int eight = 8 * 60;
  CHECK(alerts::last_time_of_day(eight, kyiv, at("2026-03-29T05:00:00Z")) == at("2026-03-29T05:00:00Z"));
  CHECK(alerts::last_time_of_day(eight, kyiv, at("2026-03-29T04:59:00Z")) == at("2026-03-28T06:00:00Z"));
  CHECK(alerts::last_time_of_day(3 * 60 + 30, kyiv, at("2026-10-25T01:45:00Z")) ==
        at("2026-10-25T00:30:00Z"));
  CHECK(alerts::local_day(kyiv, at("2026-10-24T22:30:00Z")) == "2026-10-25");
}
