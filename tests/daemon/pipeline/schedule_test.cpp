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

TEST_CASE("a list is polled by its own rhythm between the floors") {
  const config::Crawl crawl;
  const model::Outlet outlet;
  CHECK(next_poll_after(crawl, outlet, std::nullopt, {20, 0, 20}, middle) == 10min);
  CHECK(next_poll_after(crawl, outlet, 10min, {20, 18, 2}, middle) == 7min);
  CHECK(next_poll_after(crawl, outlet, 10min, {20, 20, 0}, middle) == 14min);
  CHECK(next_poll_after(crawl, outlet, 2min, {20, 18, 2}, middle) == 2min);
  CHECK(next_poll_after(crawl, outlet, 3h, {20, 20, 0}, middle) == 3h);
}

TEST_CASE("a list that shows mostly unknown entries is polled twice as often, since some were lost") {
  CHECK(next_poll_after({}, {}, 10min, {20, 3, 17}, middle) == 5min);
}

TEST_CASE("a fixed interval of the outlet stands, but for the jitter of a tenth") {
  model::Outlet outlet;
  outlet.poll_every = 100s;
  CHECK(next_poll_after({}, outlet, 10min, {20, 3, 17}, 0.0) == 90s);
  CHECK(next_poll_after({}, outlet, 10min, {20, 3, 17}, 0.5) == 100s);
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
