#include "daemon/cases/outbreak.hpp"

#include "daemon/cases/spread.hpp"
#include "tests/daemon/cases/sample.hpp"

#include <doctest/doctest.h>

using namespace qw;
using namespace qw::test;
using cases::Freshness;
using model::CaseState;

namespace {

const cases::Rules rules;

struct Growing {
  std::optional<model::Case> now;
  model::Pattern of = pattern();
  std::vector<cases::Event> events;

  void add(const model::Occurrence& o, Freshness freshness = Freshness::fresh) {
    auto change = cases::add_occurrence(now, o, of, freshness, o.seen_at, rules);
    REQUIRE(change.has_value());
    if (*change) {
      CHECK((*change)->changed.rev == (*change)->expected_rev + 1);
      now = (*change)->changed;
      events = (*change)->events;
    } else {
      events.clear();
    }
  }
  std::string event() const { return events.empty() ? "" : events.front().type; }
};

}  // namespace

TEST_CASE("the first alert opens a case and tells once") {
  Growing g;
  g.add(seen("a", start, bent));
  CHECK(g.now->rev == 1);
  CHECK(g.now->state == CaseState::new_);
  CHECK(g.event() == "match.new");
  CHECK(g.now->severity == model::Severity::normal);
  const std::string id = g.now->id;
  g.add(seen("b", start + std::chrono::hours(1), bent));
  CHECK(g.now->id == id);
  CHECK(g.now->groups.size() == 1);
  CHECK(g.event().empty());
}

TEST_CASE("a stage that repeats changes nothing") {
  Growing g;
  g.add(seen("a", start, bent));
  g.add(seen("a", start, bent));
  CHECK(g.now->rev == 1);
  CHECK(g.now->occurrences.size() == 1);
}

TEST_CASE("an outbreak runs until fourteen days pass without a new occurrence, by first seen") {
  struct Row {
    const char* name;
    std::chrono::hours after;
    bool joins;
  };
  for (const Row& row :
       {Row{"thirteen days", std::chrono::days(13), true}, Row{"to the hour", std::chrono::days(14), true},
        Row{"an hour more", std::chrono::days(14) + std::chrono::hours(1), false}}) {
    CAPTURE(row.name);
    Growing g;
    g.add(seen("a", start, bent));
    const std::string id = g.now->id;
    g.add(seen("b", start + row.after, bent));
    CHECK((g.now->id == id) == row.joins);
  }
  Growing slow;
  slow.add(seen("a", start, bent));
  const std::string id = slow.now->id;
  slow.add(seen("b", start + std::chrono::days(10), bent));
  slow.add(seen("c", start + std::chrono::days(20), bent));
  CHECK(slow.now->id == id);
}

TEST_CASE("a review alone tells only who asks for low cases; the first alert in it tells everybody") {
  Growing g;
  model::Occurrence review = seen("a", start, other);
  review.decision.outcome = model::Outcome::review;
  g.add(review);
  CHECK(g.events.front().reason.key == "review");  // for receivers that ask for low cases
  CHECK(g.now->severity == model::Severity::low);
  g.add(seen("b", start + std::chrono::minutes(5), bent));
  CHECK(g.event() == "match.new");
  g.add(seen("c", start + std::chrono::minutes(6), other));
  CHECK(g.event() == "case.grew");
}

TEST_CASE("severity counts publishers, not outlets") {
  Growing g;
  for (const char* outlet : {"a", "b", "c"}) {
    model::Occurrence o = seen(outlet, start, bent);
    o.voice = "one-house";
    g.add(o);
  }
  CHECK(g.now->severity == model::Severity::normal);
  CHECK(cases::spread_of(*g.now).publishers == 1);
  CHECK(cases::spread_of(*g.now).outlets == 3);
  g.add(seen("d", start, bent));
  g.add(seen("e", start, bent));
  CHECK(g.now->severity == model::Severity::high);
  CHECK(g.event() == "case.grew");
  CHECK(g.events.front().why == "3 publishers");
}

TEST_CASE("one outlet of national reach makes it high, and the author of the pattern may lower it") {
  Growing g;
  model::Occurrence o = seen("a", start, bent);
  o.tier = 1;
  g.add(o);
  CHECK(g.now->severity == model::Severity::high);
  Growing lowered;
  lowered.of.severity = model::Severity::low;
  lowered.add(o);
  CHECK(lowered.now->severity == model::Severity::low);
}

TEST_CASE("history and patterns on trial are queued and alert nobody") {
  Growing old;
  old.add(seen("a", start, bent), Freshness::history);
  CHECK(old.event().empty());
  old.add(seen("b", start, bent));
  CHECK(old.event() == "match.new");
  Growing late;
  model::Occurrence o = seen("a", start, bent);
  o.says_published = start - std::chrono::hours(49);
  late.add(o);
  CHECK(late.event().empty());
  Growing trial;
  trial.of.state = model::PatternState::trial;
  trial.add(seen("a", start, bent));
  CHECK(trial.now->trial);
  CHECK(trial.event().empty());
}

TEST_CASE("a new copy group returns a decided case to new, a copy of a decided group does not") {
  Growing g;
  g.add(seen("a", start, bent));
  g.now->state = CaseState::decided;
  g.now->groups[0].verdict = model::VerdictRecord{model::Verdict::false_quote, "o", start, ""};
  g.add(seen("b", start + std::chrono::hours(2), bent));
  CHECK(g.now->state == CaseState::decided);
  CHECK(g.event().empty());
  g.add(seen("c", start + std::chrono::hours(3), other));
  CHECK(g.now->state == CaseState::new_);
  CHECK(g.event() == "case.grew");
}

TEST_CASE("another revision with other words reopens a decided case, one with the same words does not") {
  Growing g;
  g.add(seen("a", start, bent));
  g.now->state = CaseState::decided;
  g.now->groups[0].verdict = model::VerdictRecord{model::Verdict::false_quote, "o", start, ""};
  model::Occurrence touched = seen("a", start + std::chrono::hours(1), "«" + bent + "»");
  touched.id = "a-2";
  touched.revision = "a-rev-2";
  g.add(touched);
  CHECK(g.now->state == CaseState::decided);
  CHECK(g.now->occurrences.size() == 1);
  CHECK(g.now->occurrences[0].revision == "a-rev-2");
  model::Occurrence changed = seen("a", start + std::chrono::hours(2), "если не обсуждается, " + bent);
  changed.id = "a-3";
  g.add(changed);
  CHECK(g.now->state == CaseState::reopened);
  CHECK(g.event() == "case.reopened");
  CHECK(g.now->groups.size() == 2);
  CHECK(g.now->groups[0].verdict.has_value());
}

TEST_CASE("the page takes the place of the title that was seen without it") {
  Growing g;
  model::Occurrence title = seen("a", start, bent);
  title.id = "title";
  title.revision.clear();
  title.page_remark = "page not seen (403)";
  title.decision.outcome = model::Outcome::review;
  title.not_there_at = start - std::chrono::minutes(10);
  g.add(title);
  g.add(seen("a", start + std::chrono::minutes(3), bent));
  REQUIRE(g.now->occurrences.size() == 1);
  CHECK(g.now->occurrences[0].revision == "a-rev-1");
  CHECK(g.now->occurrences[0].seen_at == start);
  CHECK(g.now->occurrences[0].not_there_at == start - std::chrono::minutes(10));
  CHECK(g.event() == "match.new");
}

TEST_CASE("a correction of the article reopens the case and sets the verdict aside") {
  Growing g;
  g.add(seen("a", start, bent));
  CHECK_FALSE(cases::article_changed(*g.now, "https://a.example/a", "the quote is gone", start).has_value());
  g.now->state = CaseState::decided;
  g.now->groups[0].verdict = model::VerdictRecord{model::Verdict::false_quote, "o", start, ""};
  CHECK_FALSE(cases::article_changed(*g.now, "https://b.example/", "the quote is gone", start).has_value());
  const auto change = cases::article_changed(*g.now, "https://a.example/a", "the quote is gone", start);
  REQUIRE(change.has_value());
  CHECK(change->changed.state == CaseState::reopened);
  CHECK(change->changed.groups[0].previous->verdict == model::Verdict::false_quote);
  CHECK_FALSE(change->changed.groups[0].verdict.has_value());
  CHECK(change->events.front().type == "case.reopened");
}

TEST_CASE("an order is stated only where the intervals do not overlap") {
  const Time t = start;
  const auto minutes = [](int n) { return std::chrono::minutes(n); };
  model::Occurrence a = seen("a", t, bent);
  model::Occurrence b = seen("b", t + minutes(10), bent);
  CHECK(cases::order_of(a, b) == cases::Order::unknown);
  b.not_there_at = t + minutes(1);
  CHECK(cases::order_of(a, b) == cases::Order::first_before);
  CHECK(cases::order_of(b, a) == cases::Order::second_before);
  b.not_there_at = t - minutes(1);
  CHECK(cases::order_of(a, b) == cases::Order::unknown);
}

TEST_CASE("a silent decision makes no case") {
  model::Occurrence o = seen("a", start, bent);
  o.decision.outcome = model::Outcome::silent;
  CHECK_FALSE(cases::add_occurrence(std::nullopt, o, pattern(), Freshness::fresh, start, rules).has_value());
}
