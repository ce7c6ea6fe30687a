#include "daemon/pipeline/gates.hpp"
#include "tests/daemon/pipeline/line_rig.hpp"

using namespace qw;
using namespace qw::pipeline;
using namespace qw::test;
using namespace std::chrono_literals;

namespace {

const std::string host = "https://ranok.example.com:443";

struct TurnRig : LineRig {
  Gates gates{loop.get_executor(), clock, *store, disk, [] { return 0.5; }};

  Result<> enter(const std::string& at, Millis delay = 5s, Millis patience = 60s) {
    return value_of(gates.enter(at, delay, patience));
  }
  void leave(const std::string& at, Answered answered, Millis delay = 5s) {
    finish(gates.leave(at, delay, std::move(answered)));
  }
  Time stored_turn(const std::string& at) {
    const auto state = store->find_host(at);
    REQUIRE(state.has_value());
    REQUIRE(state->has_value());
    return fetch::next_turn(state->value_or(model::HostState{}));
  }
};

Answered answered(int status, std::string retry_after = "") {
  Answered out;
  out.status = status;
  out.sent = noon;
  out.retry_after = std::move(retry_after);
  return out;
}

}  // namespace

TEST_CASE("what forbids the next request is on the disk before this one goes out") {
  TurnRig rig;
  REQUIRE(rig.enter(host).has_value());
  CHECK(rig.stored_turn(host) == noon + 5s);
}

TEST_CASE("the next request to a host waits for the one under way and for its turn") {
  TurnRig rig;
  REQUIRE(rig.enter(host).has_value());
  std::optional<Result<>> second;
  rig.spawn(rig.gates.enter(host, 5s, 60s), second);
  rig.loop.restart();
  rig.loop.poll();
  CHECK_FALSE(second.has_value());
  rig.clock.advance(5s);
  rig.leave(host, answered(200));
  REQUIRE(rig.until([&] { return second.has_value(); }));
  CHECK(second->has_value());
  CHECK(rig.stored_turn(host) == noon + 10s);
}

TEST_CASE("another host of the same moment does not wait") {
  TurnRig rig;
  REQUIRE(rig.enter(host).has_value());
  CHECK(rig.enter("https://potok.example.org:443").has_value());
}

TEST_CASE("a turn that is further away than one's patience is busy, says until when and holds nothing") {
  TurnRig rig;
  model::HostState state;
  state.host = host;
  state.next_ok = noon + 1h;
  REQUIRE(rig.store->put_host(state).has_value());
  const Result<> late = rig.enter(host);
  REQUIRE_FALSE(late.has_value());
  CHECK(late.error().code == Errc::busy);
  CHECK(late.error().what.find("2025-11-26T13:00:00") != std::string::npos);
  rig.clock.advance(1h);
  CHECK(rig.enter(host).has_value());
}

TEST_CASE("Retry-After of a 429 is written down, so that a restart keeps to it") {
  TurnRig rig;
  REQUIRE(rig.enter(host).has_value());
  rig.leave(host, answered(429, "120"));
  CHECK(rig.stored_turn(host) >= noon + 120s);
  Gates after_restart(rig.loop.get_executor(), rig.clock, *rig.store, rig.disk, [] { return 0.5; });
  const Result<> again = rig.value_of(after_restart.enter(host, 5s, 60s));
  REQUIRE_FALSE(again.has_value());
  CHECK(again.error().code == Errc::busy);
}

TEST_CASE("robots facts are kept, and put the next request off but never forward") {
  TurnRig rig;
  REQUIRE(rig.enter(host).has_value());
  model::HostState robots = rig.value_of(rig.gates.state(host)).value_or(model::HostState{});
  robots.robots_state = "parsed";
  robots.robots_body = "User-agent: *\nCrawl-delay: 30\n";
  robots.next_ok = noon + 30s;
  REQUIRE(rig.value_of(rig.gates.put_robots(robots)).has_value());
  CHECK(rig.stored_turn(host) == noon + 30s);
  robots.next_ok = noon;
  REQUIRE(rig.value_of(rig.gates.put_robots(robots)).has_value());
  CHECK(rig.stored_turn(host) == noon + 30s);
  CHECK(rig.gates.next_ok(host) == noon + 30s);
}

TEST_CASE("while no host can be reached at all, nobody gets through and no breaker is blamed") {
  TurnRig rig;
  Answered dead;
  dead.problem = Errc::unreachable;
  for (const char* name : {"a", "b", "c", "d", "e"}) {
    const std::string at = std::string("https://") + name + ".example.com:443";
    REQUIRE(rig.enter(at).has_value());
    rig.leave(at, dead);
    rig.clock.advance(3s);  // hosts of one domain stand in one ring
  }
  const Result<> next = rig.enter(host);
  REQUIRE_FALSE(next.has_value());
  CHECK(next.error().code == Errc::busy);
  CHECK(next.error().what.find("the network seems to be down") != std::string::npos);
}

TEST_CASE("five failures in a row open the breaker, which is counted until it closes") {
  TurnRig rig;
  for (int i = 0; i < 5; ++i) {
    REQUIRE(rig.enter(host, 0ms).has_value());
    rig.leave(host, answered(500), 0ms);
    rig.clock.advance(40s);
  }
  CHECK(rig.gates.open_breakers(noon + 170s) == 1);
  CHECK(rig.gates.open_breakers(noon + 24h) == 0);
}
