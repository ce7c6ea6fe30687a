#include "daemon/alerts/retry.hpp"

#include <doctest/doctest.h>

#include <chrono>

using namespace qw;
using namespace std::chrono_literals;

namespace {

const Time now{1'700'000'000'000ms};
constexpr Millis first = 5s;

model::OutboxEntry entry_after(int tries) {
  model::OutboxEntry entry;
  entry.id = "x";
  entry.tries = tries;
  return entry;
}
alerts::Outcome after(int tries, int status, std::string retry_after = "") {
  return alerts::outcome_of(entry_after(tries), {status, std::move(retry_after), std::nullopt}, now, first,
                            0.5);
}

}  // namespace

TEST_CASE("2xx is sent") {
  const auto outcome = after(0, 204);
  CHECK(outcome.delivery.state == model::DeliveryState::sent);
  CHECK(outcome.delivery.entry.tries == 1);
  CHECK(outcome.delivery.finished == now);
}

TEST_CASE("a broken receiver is tried for three days, then the letter is dead") {
  Millis total{0};
  model::OutboxEntry entry = entry_after(0);
  int tries = 0;
  for (;; ++tries) {
    auto outcome = alerts::outcome_of(entry, {503, "", std::nullopt}, now, first, 0.5);
    if (outcome.delivery.state == model::DeliveryState::dead) {
      break;
    }
    total += outcome.delivery.entry.due - now;
    entry = outcome.delivery.entry;
  }
  CHECK(tries == 9);
  CHECK(std::chrono::round<std::chrono::hours>(total) == 76h);
}

TEST_CASE("the waits are spread by a fifth to either side") {
  const alerts::Answer broken{502, "", std::nullopt};
  CHECK(alerts::outcome_of(entry_after(0), broken, now, first, 0.0).delivery.entry.due == now + 4s);
  CHECK(alerts::outcome_of(entry_after(0), broken, now, first, 0.5).delivery.entry.due == now + 5s);
  CHECK(alerts::outcome_of(entry_after(1), broken, now, first, 0.5).delivery.entry.due == now + 5min);
}

TEST_CASE("Retry-After wins, in both of its forms, up to six hours") {
  CHECK(after(0, 429, "120").delivery.entry.due == now + 120s);
  CHECK(after(0, 503, "317100").delivery.entry.due == now + 6h);
  CHECK(after(0, 503, "Tue, 14 Nov 2023 22:14:20 GMT").delivery.entry.due == now + 1min);
  for (const char* nonsense : {"-5", "soon", "Tue, 14 Nov 2023 22:13:20 GMT", "12 parsecs"}) {
    CHECK(after(0, 503, nonsense).delivery.entry.due == now + 5s);
  }
}

TEST_CASE("a redirect is dead at once with a hint, a refusal after three tries") {
  const auto moved = after(0, 301);
  CHECK(moved.delivery.state == model::DeliveryState::dead);
  CHECK(moved.delivery.entry.last_problem.find("final address") != std::string::npos);
  CHECK(after(0, 400).delivery.state == model::DeliveryState::pending);
  CHECK(after(2, 400).delivery.state == model::DeliveryState::dead);
}

TEST_CASE("410 ends the receiver") {
  const auto gone = after(0, 410);
  CHECK(gone.receiver_is_gone);
  CHECK(gone.delivery.state == model::DeliveryState::dead);
}

TEST_CASE("no answer is tried again, an address that the guard refuses three times") {
  const alerts::Answer unreachable{0, "", Error{Errc::unreachable, "connection refused"}};
  CHECK(alerts::outcome_of(entry_after(5), unreachable, now, first, 0.5).delivery.state ==
        model::DeliveryState::pending);
  const alerts::Answer refused{0, "", Error{Errc::refused, "10.0.0.1 is a private address"}};
  CHECK(alerts::outcome_of(entry_after(2), refused, now, first, 0.5).delivery.state ==
        model::DeliveryState::dead);
}
