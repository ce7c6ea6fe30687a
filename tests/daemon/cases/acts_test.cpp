#include "daemon/cases/acts.hpp"

#include "daemon/cases/snapshot.hpp"
#include "tests/daemon/cases/desk.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace qw;
using namespace qw::test;
using cases::Actor;
using model::CaseState;
using model::UserRole;
using model::Verdict;

TEST_CASE("a case is decided when every copy group has a verdict") {
  Desk d;
  REQUIRE(d.act(olena, cases::Claim{}));
  CHECK(d.now.state == CaseState::claimed);
  CHECK(d.now.claimed_by == "olena");
  REQUIRE(d.act(olena, verdict("g1")));
  CHECK(d.now.state == CaseState::claimed);
  CHECK(d.event().empty());
  REQUIRE(d.act(olena, verdict("g2", Verdict::genuine)));
  CHECK(d.now.state == CaseState::decided);
  CHECK(d.now.claimed_by.empty());
  CHECK(d.event() == "case.decided");
  CHECK(d.events.front().due == d.time + d.rules.hold);
}

TEST_CASE("who holds a case keeps others off until the lease ends") {
  Desk d;
  REQUIRE(d.act(olena, cases::Claim{}));
  CHECK_FALSE(d.act(petro, cases::Claim{}));
  CHECK(d.problem->code == Errc::conflict);
  CHECK(d.problem->what.find("olena") != std::string::npos);
  CHECK_FALSE(d.act(petro, verdict("g1")));
  CHECK_FALSE(d.act(petro, cases::Release{}));
  REQUIRE(d.act(petro, cases::AddNote{"seen on television too"}));
  CHECK(d.now.claimed_by == "olena");
  REQUIRE(d.act(petro, verdict("g1"), std::chrono::minutes(20)));
  CHECK(d.now.claimed_by == "petro");
}

TEST_CASE("every act of the holder extends the lease, and the clock ends it") {
  Desk d;
  REQUIRE(d.act(olena, cases::Claim{}));
  REQUIRE(d.act(olena, cases::AddNote{"x"}, std::chrono::minutes(14)));
  CHECK_FALSE(cases::wake(d.now, d.time + std::chrono::minutes(14)).has_value());
  const auto over = cases::wake(d.now, d.time + std::chrono::minutes(15));
  REQUIRE(over.has_value());
  CHECK(over->changed.state == CaseState::new_);
  CHECK(over->audit.front().who == "daemon");
}

TEST_CASE("a release returns the case to where it was") {
  Desk d;
  REQUIRE(d.act(olena, cases::Claim{}));
  REQUIRE(d.act(olena, cases::Release{}));
  CHECK(d.now.state == CaseState::new_);
  d.now.state = CaseState::reopened;
  d.now.reopened_why = "article changed";
  REQUIRE(d.act(olena, cases::Claim{}));
  REQUIRE(d.act(lead, cases::Release{}));
  CHECK(d.now.state == CaseState::reopened);
}

TEST_CASE("acts by state and role") {
  struct Row {
    const char* name;
    CaseState state;
    const Actor& who;
    cases::Act act;
    bool goes;
  };
  const cases::Act sleep = cases::Snooze{start + std::chrono::hours(5)};
  const Row rows[] = {
      {"a viewer changes nothing", CaseState::new_, viewer, cases::Claim{}, false},
      {"a viewer writes no note", CaseState::new_, viewer, cases::AddNote{"x"}, false},
      {"new is claimed", CaseState::new_, olena, cases::Claim{}, true},
      {"reopened is claimed", CaseState::reopened, olena, cases::Claim{}, true},
      {"decided is not claimed", CaseState::decided, olena, cases::Claim{}, false},
      {"decided is disputed with a reason", CaseState::decided, olena,
       cases::Dispute{"the recording differs"}, true},
      {"and not without one", CaseState::decided, olena, cases::Dispute{""}, false},
      {"new is not disputed", CaseState::new_, olena, cases::Dispute{"x"}, false},
      {"a reviewer does not overrule", CaseState::decided, olena, verdict("g1"), false},
      {"a lead does", CaseState::decided, lead, verdict("g1"), true},
      {"a disputed case is for a lead", CaseState::disputed, olena, verdict("g1"), false},
      {"who decides it", CaseState::disputed, lead, verdict("g1"), true},
      {"new sleeps", CaseState::new_, olena, sleep, true},
      {"decided does not", CaseState::decided, olena, sleep, false},
      {"nothing sleeps into the past", CaseState::new_, olena, cases::Snooze{start}, false},
      {"or for ever", CaseState::new_, olena, cases::Snooze{start + std::chrono::days(31)}, false},
      {"new is not woken", CaseState::new_, olena, cases::Wake{}, false},
      {"no release without a claim", CaseState::new_, olena, cases::Release{}, false},
      {"no verdict on a group that is not there", CaseState::new_, olena, verdict("g9"), false},
      {"no endless note", CaseState::new_, olena, cases::AddNote{std::string(8001, 'x')}, false},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    Desk d;
    d.now.state = row.state;
    CHECK(d.act(row.who, row.act) == row.goes);
  }
}

TEST_CASE("what is offered is what is accepted") {
  const cases::Rules rules;
  for (const CaseState state :
       {CaseState::new_, CaseState::claimed, CaseState::awaiting_second, CaseState::decided,
        CaseState::disputed, CaseState::snoozed, CaseState::reopened}) {
    model::Case c = two_groups();
    c.state = state;
    for (const Actor& who : {viewer, olena, lead}) {
      const auto offered = cases::allowed_acts(c, who, start, rules);
      const auto offers = [&](const char* act) { return std::ranges::find(offered, act) != offered.end(); };
      CHECK(offers("claim") == cases::apply(c, cases::Claim{}, who, start, rules).has_value());
      CHECK(offers("decide") ==
            cases::apply(c, verdict("g1", Verdict::unclear, "x"), who, start, rules).has_value());
      CHECK(offers("note") == (who.role != UserRole::viewer));
    }
  }
}

TEST_CASE("a second reader agrees or disagrees, and may not be the first") {
  Desk d;
  d.rules = with_second_reader();
  REQUIRE(d.act(olena, verdict("g1")));
  CHECK(d.now.state == CaseState::claimed);
  REQUIRE(d.act(olena, verdict("g2")));
  CHECK(d.now.state == CaseState::awaiting_second);
  CHECK(d.event().empty());
  CHECK_FALSE(d.act(olena, verdict("g1")));
  CHECK(d.problem->code == Errc::refused);
  REQUIRE(d.act(petro, verdict("g1")));
  CHECK(d.now.state == CaseState::awaiting_second);
  SUBCASE("agreed on all: decided") {
    REQUIRE(d.act(petro, verdict("g2")));
    CHECK(d.now.state == CaseState::decided);
    CHECK(d.event() == "case.decided");
  }
  SUBCASE("disagreed: a reason, then the lead") {
    CHECK_FALSE(d.act(petro, verdict("g2", Verdict::genuine)));
    REQUIRE(d.act(petro, verdict("g2", Verdict::genuine, "she said exactly this at 14:02")));
    CHECK(d.now.state == CaseState::disputed);
    CHECK(d.now.groups[1].first_reading->by == "olena");
    REQUIRE(d.act(lead, verdict("g2", Verdict::genuine)));
    CHECK(d.now.state == CaseState::decided);
    CHECK(d.event() == "case.decided");
  }
}

TEST_CASE("a dispute reopens, and another verdict is a correction") {
  Desk d;
  REQUIRE(d.act(olena, verdict("g1")));
  REQUIRE(d.act(olena, verdict("g2")));
  REQUIRE(d.act(petro, cases::Dispute{"the recording has an if"}));
  CHECK(d.event() == "case.reopened");
  REQUIRE(d.act(lead, verdict("g1", Verdict::genuine)));
  CHECK(d.now.state == CaseState::disputed);
  REQUIRE(d.act(lead, verdict("g2")));
  CHECK(d.now.state == CaseState::decided);
  CHECK(d.event() == "case.corrected");
}

TEST_CASE("a snooze ends by itself and by a new copy group") {
  Desk d;
  REQUIRE(d.act(olena, cases::Snooze{start + std::chrono::hours(3)}));
  CHECK(d.now.state == CaseState::snoozed);
  CHECK_FALSE(cases::wake(d.now, start + std::chrono::hours(2)).has_value());
  CHECK(cases::wake(d.now, start + std::chrono::hours(3))->changed.state == CaseState::new_);
  model::Occurrence o = seen("c", start + std::chrono::hours(1), "слова о совсем ином предмете");
  o.decision.outcome = model::Outcome::review;
  const auto grown = cases::add_occurrence(d.now, o, pattern(), cases::Freshness::fresh, start, d.rules);
  CHECK((*grown)->changed.state == CaseState::new_);
}

TEST_CASE("the audit record says what was and what is, and a snapshot restores itself") {
  Desk d;
  const std::string before = cases::snapshot(d.now);
  REQUIRE(d.act(olena, verdict("g1", Verdict::misleading_headline, "the body is fair")));
  CHECK(d.history.back().before == before);
  CHECK(d.history.back().after == cases::snapshot(d.now));
  CHECK(d.history.back().act == "case.verdict");
  CHECK(d.history.back().reason == "g1 misleading_headline: the body is fair");
  CHECK(d.history.back().subject == "case:" + d.now.id);
  const auto again = cases::restored(d.now, cases::snapshot(d.now));
  REQUIRE(again.has_value());
  CHECK(cases::snapshot(*again) == cases::snapshot(d.now));
  for (const char* broken : {"", "{}", "[1]", "{\"state\":\"gone\"}", "{\"state\":7}"}) {
    CHECK_FALSE(cases::restored(d.now, broken).has_value());
  }
}
