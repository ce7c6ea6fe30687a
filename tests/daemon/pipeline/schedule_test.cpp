#include "daemon/pipeline/schedule.hpp"

#include <doctest/doctest.h>

#include <chrono>

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
  CHECK(next_visit(crawl, Interest::in_case, now, now + 8 * 24h, 0.0) == now + 30 * 24h);
}

TEST_CASE("an article that fails is tried five times, faster where polls are fast") {
  config::Crawl crawl;
  CHECK(retry_article_after(crawl, 1, middle) == 10s);
  CHECK(retry_article_after(crawl, 5, middle) == 2h);
  CHECK_FALSE(retry_article_after(crawl, 6, middle).has_value());
  crawl.poll_every = 60s;
  CHECK(retry_article_after(crawl, 1, middle) == 1s);
}
