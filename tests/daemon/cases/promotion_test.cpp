#include "daemon/cases/promotion.hpp"

#include "tests/daemon/cases/sample.hpp"

#include <doctest/doctest.h>

using namespace qw;
using namespace qw::test;

namespace {

const cases::Rules rules;
const cases::Actor lead{"u-lead", model::UserRole::lead};

model::Pattern in_state(model::PatternState state) {
  model::Pattern out = pattern();
  out.state = state;
  return out;
}

model::Case on_trial() {
  const auto change =
      cases::add_occurrence(std::nullopt, seen("a", start, bent), in_state(model::PatternState::trial),
                            cases::Freshness::fresh, start, rules);
  REQUIRE(change.has_value());
  REQUIRE(change->has_value());
  CHECK((*change)->events.empty());
  CHECK((*change)->changed.trial);
  return (*change)->changed;
}

}  // namespace

TEST_CASE("a case of a pattern on trial tells nobody, and tells once when the pattern goes live") {
  const Time later = start + std::chrono::hours(5);
  const auto change =
      cases::follow_pattern(on_trial(), in_state(model::PatternState::live), lead, later, rules);
  REQUIRE(change.has_value());
  CHECK(!change->changed.trial);
  CHECK(change->changed.alerted);
  REQUIRE(change->events.size() == 1);
  CHECK(change->events.front().type == "match.new");
  CHECK(change->audit.front().act == "case.trial");
  CHECK(!cases::follow_pattern(change->changed, in_state(model::PatternState::live), lead, later, rules));
  const auto back =
      cases::follow_pattern(change->changed, in_state(model::PatternState::trial), lead, later, rules);
  REQUIRE(back.has_value());
  CHECK(back->changed.trial);
  CHECK(back->events.empty());
}

TEST_CASE("old news, decided groups and ended outbreaks are not told when a pattern goes live") {
  const auto old = cases::follow_pattern(on_trial(), in_state(model::PatternState::live), lead,
                                         start + std::chrono::days(5), rules);
  REQUIRE(old.has_value());
  CHECK(old->events.empty());
  CHECK(!old->changed.alerted);
  model::Case decided = on_trial();
  decided.groups.front().verdict = model::VerdictRecord{model::Verdict::genuine, "u", start, ""};
  const auto quiet = cases::follow_pattern(decided, in_state(model::PatternState::live), lead, start, rules);
  REQUIRE(quiet.has_value());
  CHECK(quiet->events.empty());
  CHECK(!cases::follow_pattern(on_trial(), in_state(model::PatternState::live), lead,
                               start + std::chrono::days(30), rules));
  CHECK(!cases::follow_pattern(on_trial(), in_state(model::PatternState::retired), lead, start, rules));
}
