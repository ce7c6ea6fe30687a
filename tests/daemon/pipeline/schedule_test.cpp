#include "daemon/pipeline/schedule.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <vector>

using namespace qw;
using namespace qw::pipeline;
using namespace std::chrono_literals;

namespace {
constexpr double middle = 0.5;  // no jitter
const Time now{1'700'000'000'000ms};
}  // namespace

TEST_CASE("a list is polled by its own rate between the floors, and what it taught is kept as text") {
  const config::Crawl crawl;
  model::Outlet outlet;
  outlet.zone = "Europe/Kyiv";
  std::string busy, silent;
  Millis busy_wait{0}, silent_wait{0};
  for (Time at = now; at < now + 14 * 24h; at += 10min) {
    busy_wait = next_poll_after(crawl, outlet, busy, {20, 18, 2}, at, middle);
    silent_wait = next_poll_after(crawl, outlet, silent, {20, 20, 0}, at, middle);
  }
  CHECK(busy_wait < 5min);
  CHECK(busy_wait >= crawl.poll_least);
  CHECK(silent_wait > 30min);
  CHECK(silent_wait <= crawl.poll_most);
  outlet.tier = 1;
  CHECK(next_poll_after(crawl, outlet, silent, {20, 20, 0}, now + 14 * 24h, middle) <= 30min);
}

TEST_CASE("a list of which nothing is known is polled near poll_every, also where that is seconds") {
  config::Crawl crawl;
  std::string schedule;
  const Millis usual = next_poll_after(crawl, {}, schedule, {20, 0, 20}, now, middle);
  CHECK(usual >= 9min);
  CHECK(usual <= 11min);
  crawl.poll_every = 2s;
  crawl.poll_least = 500ms;
  schedule.clear();
  const Millis quick = next_poll_after(crawl, {}, schedule, {20, 0, 20}, now, middle);
  CHECK(quick >= 1800ms);
  CHECK(quick <= 2200ms);
}

TEST_CASE("a list that shows mostly unknown entries is polled more often, since some were lost") {
  std::string calm, lost;
  next_poll_after({}, {}, calm, {20, 20, 0}, now, middle);
  next_poll_after({}, {}, lost, {20, 20, 0}, now, middle);
  CHECK(next_poll_after({}, {}, lost, {20, 3, 17}, now + 1h, middle) * 2 <
        next_poll_after({}, {}, calm, {20, 20, 0}, now + 1h, middle));
}

TEST_CASE("a fixed interval of the outlet stands, but for the jitter of a tenth") {
  model::Outlet outlet;
  outlet.poll_every = 100s;
  std::string schedule;
  CHECK(next_poll_after({}, outlet, schedule, {20, 3, 17}, now, 0.0) == 90s);
  CHECK(next_poll_after({}, outlet, schedule, {20, 3, 17}, now, 0.5) == 100s);
}

TEST_CASE("a failing list is asked more seldom and never given up") {
  CHECK(retry_poll_after({}, 1, std::nullopt, middle) == 10min);
  CHECK(retry_poll_after({}, 2, std::nullopt, middle) == 20min);
  CHECK(retry_poll_after({}, 1000, std::nullopt, middle) == 6h);
  CHECK(retry_poll_after({}, 1, 2h, middle) == 2h);
  CHECK(retry_poll_after({}, 1, 88h, middle) == 24h);
}

TEST_CASE("an article is looked at again at the planned ages, a case sooner and longer") {
  const config::Crawl crawl;
  CHECK(next_visit(crawl, Interest::plain, now, now, 0.0) == now + 30min);
  CHECK(next_visit(crawl, Interest::official, now, now, 0.0) == now + 10min);
  CHECK(next_visit(crawl, Interest::in_case, now, now, 0.0) == now + 5min);
  CHECK(next_visit(crawl, Interest::plain, now, now + 3 * 24h, 0.0) == now + 7 * 24h);
  CHECK_FALSE(next_visit(crawl, Interest::plain, now, now + 8 * 24h, 0.0).has_value());
}

TEST_CASE("a page of a case is visited at every promised age, daily for two weeks, weekly for three months") {
  const config::Crawl crawl;
  std::vector<Millis> visited;
  Time at = now;
  while (const auto next = next_visit(crawl, Interest::in_case, now, at, 0.0)) {
    visited.push_back(*next - now);
    at = *next;
  }
  for (const Millis promised :
       std::vector<Millis>{5min, 10min, 20min, 40min, 1h, 2h, 4h, 8h, 16h, 24h, 7 * 24h, 30 * 24h}) {
    CAPTURE(promised.count());
    CHECK(std::ranges::find(visited, promised) != visited.end());
  }
  for (int days = 1; days <= 14; ++days) {
    CHECK(std::ranges::find(visited, Millis(days * 24h)) != visited.end());
  }
  for (int weeks = 3; weeks <= 13; ++weeks) {
    CHECK(std::ranges::find(visited, Millis(weeks * 7 * 24h)) != visited.end());
  }
  CHECK(visited.back() > 90 * 24h);
}

TEST_CASE(
    "the ages count once more from the day on which an old page came into a case, by a younger pattern") {
  const config::Crawl crawl;
  const Time joined = now + 20 * 24h;
  CHECK(next_visit(crawl, Interest::in_case, now, joined, 0.0, joined) == joined + 5min);
  CHECK(next_visit(crawl, Interest::in_case, now, joined + 3h, 0.0, joined) == joined + 4h);
  // Weekly from when it was seen first: the 35th day comes before the third week in the case.
  CHECK(next_visit(crawl, Interest::in_case, now, now + 34 * 24h + 1h, 0.0, joined) == now + 35 * 24h);
  // The first months are long over, those in the case have just begun.
  CHECK(next_visit(crawl, Interest::in_case, now, now + 200 * 24h, 0.0, now + 200 * 24h - 6h) ==
        now + 200 * 24h + 2h);
}

TEST_CASE("an article that fails is tried five times, faster where polls are fast") {
  config::Crawl crawl;
  CHECK(retry_article_after(crawl, 1, middle) == 10s);
  CHECK(retry_article_after(crawl, 5, middle) == 2h);
  CHECK_FALSE(retry_article_after(crawl, 6, middle).has_value());
  crawl.poll_every = 60s;
  CHECK(retry_article_after(crawl, 1, middle) == 1s);
}
