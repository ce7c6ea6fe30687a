#include "crawler/fetch/politeness.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace qw;
using model::HostState;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {

const Time start = parse_time("2026-11-24T12:00:00Z").value();

HostState answered(HostState state, int status, Time now = start, Millis latency = Millis(100),
                   const char* retry_after = "", double chance = 0.5) {
  return fetch::after_answer(std::move(state), status, std::nullopt, seconds(5), latency, retry_after, now,
                             chance);
}

HostState failed(HostState state, Errc problem, Time now = start) {
  return fetch::after_answer(std::move(state), 0, problem, seconds(5), Millis(0), "", now, 0.5);
}

}  // namespace

TEST_CASE("edge 29: Retry-After in all its forms") {
  const auto read = [](const char* text) { return fetch::read_retry_after(text, start); };
  CHECK(read("120") == seconds(120));
  CHECK(read(" 0 ") == Millis(0));
  CHECK(read("317100") == hours(24));
  CHECK(read("99999999999999999999") == hours(24));
  CHECK_FALSE(read("-5"));
  CHECK_FALSE(read("soon"));
  CHECK_FALSE(read(""));
  CHECK_FALSE(read("Tue, 24 Nov 2026 11:00:00 GMT"));
  CHECK(read("Tue, 24 Nov 2026 12:10:00 GMT") == minutes(10));
  CHECK(read("Tuesday, 24-Nov-26 12:10:00 GMT") == minutes(10));
  CHECK(read("Tue Nov 24 12:10:00 2026") == minutes(10));
  CHECK(read("Tue, 24 Nov 2036 12:10:00 GMT") == hours(24));
}

TEST_CASE("the next request waits for the delay from the moment of this one") {
  const HostState state = fetch::before_request({}, seconds(5), start);
  CHECK(fetch::next_turn(state) == start + seconds(5));
  CHECK(fetch::next_turn(fetch::before_request({}, Millis(2500), start)) == start + Millis(2500));
}

TEST_CASE("the delay grows with the latency up to 30 s and never below the least") {
  HostState state;
  for (int i = 0; i < 40; ++i) {
    state = answered(state, 200, start, seconds(2));
  }
  CHECK(state.delay == seconds(10));
  for (int i = 0; i < 40; ++i) {
    state = answered(state, 200, start, seconds(60));
  }
  CHECK(state.delay == seconds(30));
  for (int i = 0; i < 100; ++i) {
    state = answered(state, 200, start, Millis(1));
  }
  CHECK(state.delay == seconds(5));
}

TEST_CASE("quick errors do not make the crawler quicker") {
  HostState state;
  for (int i = 0; i < 40; ++i) {
    state = answered(state, 200, start, seconds(4));
  }
  const Millis before = state.delay;
  for (int i = 0; i < 4; ++i) {
    state = answered(state, 404, start, Millis(1));
  }
  CHECK(state.delay == before);
}

TEST_CASE("429 and 503 double the delay, and 50 good answers take a tenth back") {
  HostState state = answered({}, 200);
  state = answered(state, 429);
  CHECK(state.delay == seconds(10));
  state = answered(state, 503);
  CHECK(state.delay == seconds(20));
  for (int i = 0; i < 50; ++i) {
    state = answered(state, 200);
  }
  CHECK(state.delay == seconds(18));
}

TEST_CASE("Retry-After holds the host back, with jitter of at most a minute, and survives as state") {
  const HostState early = answered({}, 503, start, Millis(100), "600", 0.0);
  CHECK(early.next_ok == start + minutes(10));
  const HostState late = answered({}, 429, start, Millis(100), "600", 0.999);
  CHECK(late.next_ok > start + minutes(10));
  CHECK(late.next_ok <= start + minutes(11));
  CHECK(answered({}, 301, start, Millis(100), "600", 0.0).next_ok == start + minutes(10));
  CHECK(answered({}, 429).next_ok > start + seconds(15));
}

TEST_CASE("five failures in a row open the breaker for 1, 2, 4 … minutes, at most 6 hours") {
  HostState state;
  for (int i = 0; i < 4; ++i) {
    state = failed(state, Errc::unreachable);
  }
  CHECK(state.open_until <= start);
  state = failed(state, Errc::timed_out);
  CHECK(state.open_until == start + minutes(1));
  CHECK(fetch::is_half_open(state, start + minutes(1)));
  CHECK_FALSE(fetch::is_half_open(state, start));
  Time now = start;
  for (int i = 1; i < 12; ++i) {
    now = state.open_until;
    state = failed(state, Errc::unreachable, now);
    CHECK(state.open_until - now <= hours(6));
    CHECK(state.open_until - now >= minutes(2));
  }
  CHECK(state.open_until - now == hours(6));
  state = answered(state, 200, state.open_until);
  CHECK(state.failures == 0);
  CHECK_FALSE(fetch::is_half_open(state, state.open_until));
}

TEST_CASE("half of the last 20 failing opens the breaker too") {
  HostState state;
  for (int i = 0; i < 10; ++i) {
    state = answered(state, 200);
    state = answered(state, 500);
  }
  CHECK(state.open_until > start);
}

TEST_CASE("what we refuse or break off says nothing about the host") {
  HostState state;
  for (int i = 0; i < 10; ++i) {
    state = failed(state, Errc::refused);
    state = failed(state, Errc::cancelled);
  }
  CHECK(state.failures == 0);
  CHECK(state.open_until <= start);
}

TEST_CASE("registrable domains follow the public suffix list") {
  CHECK(fetch::registrable_domain("www.news.com.ua") == "news.com.ua");
  CHECK(fetch::registrable_domain("a.b.example.ru") == "example.ru");
  CHECK(fetch::registrable_domain("x.kiev.ua") == "x.kiev.ua");
  CHECK(fetch::registrable_domain("a.x.in.ua") == "x.in.ua");
  CHECK(fetch::registrable_domain("sub.xn--80aaa.xn--p1ai") == "xn--80aaa.xn--p1ai");
  CHECK(fetch::registrable_domain("127.0.0.1") == "127.0.0.1");
  CHECK(fetch::registrable_domain("localhost") == "localhost");
}

TEST_CASE("hosts of one owner share two places half a delay apart") {
  fetch::Rings rings;
  CHECK(rings.turn("a.news.ru", "", start) == start);
  rings.begin("a.news.ru", "", seconds(4), start);
  CHECK(rings.turn("b.news.ru", "", start) == start + seconds(2));
  rings.begin("b.news.ru", "", seconds(4), start + seconds(2));
  CHECK_FALSE(rings.turn("c.news.ru", "", start + seconds(9)));
  CHECK(rings.turn("other.ru", "", start) == start);
  rings.end("a.news.ru", "");
  CHECK(rings.turn("c.news.ru", "", start + seconds(9)) == start + seconds(9));
}

TEST_CASE("edge 41: twelve outlets on one address have four in flight together") {
  fetch::Rings rings;
  int begun = 0;
  for (int i = 0; i < 12; ++i) {
    const std::string host = "outlet" + std::to_string(i) + ".ru";
    if (rings.turn(host, "203.0.113.9", start + seconds(i))) {
      rings.begin(host, "203.0.113.9", seconds(2), start + seconds(i));
      ++begun;
    }
  }
  CHECK(begun == 4);
}

TEST_CASE("edge 42: an address with many owners is a content network and not one site") {
  fetch::Rings rings;
  for (int i = 0; i < 80; ++i) {
    const std::string host = "outlet" + std::to_string(i) + ".ru";
    rings.begin(host, "203.0.113.9", seconds(2), start);
    rings.end(host, "203.0.113.9");
  }
  for (int i = 0; i < 10; ++i) {
    rings.begin("o" + std::to_string(i) + ".ru", "203.0.113.9", seconds(2), start);
  }
  CHECK(rings.turn("one-more.ru", "203.0.113.9", start) == start);
}

TEST_CASE("v6 neighbours are one address") {
  CHECK(fetch::address_group("2a01:4f8:1:2:3:4:5:6") == fetch::address_group("2a01:4f8:1:2::9"));
  CHECK(fetch::address_group("2a01:4f8:1:3::9") != fetch::address_group("2a01:4f8:1:2::9"));
  CHECK(fetch::address_group("203.0.113.9") == "203.0.113.9");
}

TEST_CASE("when all hosts fail at once the line is dead, not the hosts") {
  fetch::NetworkHealth health;
  health.answered(start);
  const Time later = start + minutes(2);
  for (int i = 0; i < 4; ++i) {
    health.unreachable("h" + std::to_string(i), later + seconds(i));
  }
  CHECK_FALSE(health.is_down(later + seconds(4)));
  health.unreachable("h5", later + seconds(5));
  CHECK(health.is_down(later + seconds(6)));
  health.answered(later + seconds(7));
  CHECK_FALSE(health.is_down(later + seconds(8)));
}
