#include "daemon/cases/undo.hpp"

#include "tests/daemon/cases/desk.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace qw;
using namespace qw::test;
using model::CaseState;
using model::Verdict;
using std::chrono::seconds;

namespace {

const std::string third = "переговоры о приёме новых членов в блок больше не ведутся";

bool withdraws(const cases::Change& change, const std::string& event, std::uint64_t rev) {
  return std::ranges::find(change.withdrawn, std::pair(event, rev)) != change.withdrawn.end();
}

Desk decided() {
  Desk d;
  REQUIRE(d.act(olena, verdict("g1")));
  REQUIRE(d.act(olena, verdict("g2")));
  REQUIRE(d.now.state == CaseState::decided);
  return d;
}

std::string problem_of(const Desk& d) { return d.problem ? d.problem->what : ""; }

}  // namespace

TEST_CASE("undo within ten seconds restores the state and withdraws the message") {
  Desk d = decided();
  const std::uint64_t rev = d.now.rev;
  const auto change = cases::undo(d.now, d.history, olena, d.time + seconds(9), d.rules);
  REQUIRE(change.has_value());
  CHECK(withdraws(*change, "case.decided", rev));
  REQUIRE(d.undo(olena, seconds(9)));
  CHECK(d.now.state == CaseState::claimed);
  CHECK(d.now.rev == rev + 1);
  CHECK(d.now.groups[0].verdict.has_value());
  CHECK_FALSE(d.now.groups[1].verdict.has_value());
  CHECK_FALSE(d.now.announced);
  CHECK_FALSE(d.undo(olena, seconds(0)));
  CHECK(problem_of(d).find("undone already") != std::string::npos);
}

TEST_CASE("a copy that joins meanwhile stays, and the verdict is undone all the same") {
  Desk d = decided();
  const std::uint64_t rev = d.now.rev;
  model::Occurrence copy = seen("c", d.time, bent);
  copy.tier = 1;
  d.joins(copy);
  REQUIRE(d.now.state == CaseState::decided);
  const auto change = cases::undo(d.now, d.history, olena, d.time + seconds(5), d.rules);
  REQUIRE(change.has_value());
  CHECK(withdraws(*change, "case.decided", rev));
  CHECK_FALSE(withdraws(*change, "case.decided", d.now.rev));
  REQUIRE(d.undo(olena, seconds(5)));
  CHECK(d.now.state == CaseState::claimed);
  CHECK(d.now.claimed_by == "olena");
  CHECK_FALSE(d.now.groups[1].verdict.has_value());
  CHECK(d.now.groups[0].verdict.has_value());
  CHECK(d.now.groups[0].occurrences.size() == 2);
  CHECK(d.now.occurrences.size() == 3);
  CHECK(d.now.severity == model::Severity::high);
  CHECK(d.now.rev == rev + 2);
}

TEST_CASE("a new copy group after the verdict: undone, the case is held as it was before") {
  Desk d = decided();
  d.joins(seen("c", d.time, third));
  REQUIRE(d.now.state == CaseState::new_);
  REQUIRE(d.undo(olena, seconds(3)));
  CHECK(d.now.state == CaseState::claimed);
  CHECK(d.now.claimed_by == "olena");
  CHECK(d.now.lease_until.has_value());
  CHECK(d.now.groups.size() == 3);
  CHECK_FALSE(d.now.groups[1].verdict.has_value());
}

TEST_CASE("a dispute is taken back, and the copy group that came meanwhile opens the case") {
  Desk d = decided();
  REQUIRE(d.act(petro, cases::Dispute{"the recording has an if"}));
  d.joins(seen("c", d.time, third));
  REQUIRE(d.now.state == CaseState::disputed);
  REQUIRE(d.undo(petro, seconds(3)));
  CHECK(d.now.state == CaseState::new_);
  CHECK(d.now.reopened_why.empty());
  CHECK(d.now.groups[0].verdict->by == "olena");
  CHECK_FALSE(d.now.groups[0].first_reading.has_value());
}

TEST_CASE("a snooze that a new copy group ended is undone without putting the case to sleep") {
  Desk d;
  REQUIRE(d.act(olena, cases::Snooze{start + std::chrono::hours(3)}));
  REQUIRE(d.act(petro, cases::Claim{}));
  d.joins(seen("c", d.time, third));
  REQUIRE(d.undo(petro, seconds(3)));
  CHECK(d.now.state == CaseState::new_);
  CHECK_FALSE(d.now.snoozed_until.has_value());
  CHECK(d.now.claimed_by.empty());
}

TEST_CASE("an article that changes after the verdict leaves no trace of the undone one") {
  Desk d = decided();
  SUBCASE("a first verdict") {
    d.daemon(cases::article_changed(d.now, "https://b.example/a", "the article was edited", d.time));
    REQUIRE(d.now.state == CaseState::reopened);
    REQUIRE(d.undo(olena, seconds(3)));
    CHECK(d.now.state == CaseState::claimed);
    CHECK(d.now.reopened_why.empty());
    CHECK_FALSE(d.now.groups[1].verdict.has_value());
    CHECK_FALSE(d.now.groups[1].previous.has_value());
  }
  SUBCASE("one that overruled another") {
    REQUIRE(d.act(lead, verdict("g2", Verdict::genuine)));
    d.daemon(cases::article_changed(d.now, "https://b.example/a", "the article was edited", d.time));
    REQUIRE(d.undo(lead, seconds(3)));
    CHECK(d.now.state == CaseState::reopened);
    CHECK(d.now.reopened_why == "the article was edited: https://b.example/a");
    CHECK_FALSE(d.now.groups[1].verdict.has_value());
    CHECK(d.now.groups[1].previous->by == "olena");
  }
}

TEST_CASE("a title's group that only the undone verdict kept goes with it") {
  Desk d;
  model::Occurrence title = seen("t", d.time, third);
  title.revision.clear();
  d.joins(title);
  REQUIRE(d.act(olena, verdict("g3")));
  model::Occurrence page = seen("t", d.time, bent);
  page.id = "t-2";
  d.joins(page);
  REQUIRE(d.now.groups.size() == 3);
  REQUIRE(d.undo(olena, seconds(3)));
  CHECK(d.now.groups.size() == 2);
}

TEST_CASE("what the daemon only notes, and files and exports, do not end an undo") {
  Desk d = decided();
  for (const char* act : {"case.edited", "case.gone", "case.hand_in", "case.file", "case.export"}) {
    model::AuditRecord record;
    record.who = std::string(act) == "case.edited" || std::string(act) == "case.gone" ? "daemon" : "petro";
    record.act = act;
    record.subject = "case:" + d.now.id;
    record.at = d.time;
    d.history.push_back(record);
  }
  CHECK(d.undo(olena, seconds(9)));
}

TEST_CASE("another person's act in between refuses, and says whose") {
  Desk d = decided();
  REQUIRE(d.act(petro, cases::AddNote{"I saw it on television"}, seconds(2)));
  CHECK_FALSE(d.undo(olena, seconds(2)));
  CHECK(d.problem->code == Errc::conflict);
  CHECK(problem_of(d).find("petro acted on this case last (case.note") != std::string::npos);
  REQUIRE(d.undo(petro, seconds(2)));
  CHECK(d.now.state == CaseState::decided);
  CHECK(d.now.notes.empty());
}

TEST_CASE("after ten seconds an act is not undone, whatever the daemon did meanwhile") {
  Desk d = decided();
  d.joins(seen("c", d.time, bent));
  CHECK(cases::undo(d.now, d.history, olena, d.time + Millis(9'999), d.rules).has_value());
  CHECK_FALSE(d.undo(olena, seconds(10)));
  CHECK(problem_of(d).find("10 s") != std::string::npos);
}

TEST_CASE("nobody undoes late, or what another did, or where nothing was done") {
  Desk d;
  CHECK_FALSE(d.undo(olena, seconds(0)));
  CHECK(problem_of(d).find("nobody did anything") != std::string::npos);
  REQUIRE(d.act(olena, cases::AddNote{"first"}));
  CHECK_FALSE(d.undo(petro, seconds(1)));
  CHECK_FALSE(d.undo(olena, seconds(10)));
  REQUIRE(d.act(olena, cases::AddNote{"second"}));
  d.joins(seen("c", d.time, bent));
  REQUIRE(d.undo(olena, seconds(2)));
  REQUIRE(d.now.notes.size() == 1);
  CHECK(d.now.notes[0].text == "first");
}

TEST_CASE("an audit record without a state undoes nothing") {
  Desk d = decided();
  for (const char* broken : {"", "{}", "[1]", "{\"rev\":-1,\"groups\":[]}"}) {
    d.history.back().after = broken;
    CHECK_FALSE(d.undo(olena, seconds(0)));
    CHECK(d.problem->code == Errc::corrupt);
  }
}
