#include "daemon/cases/acts.hpp"
#include "daemon/cases/escalation.hpp"
#include "daemon/cases/messages.hpp"
#include "daemon/cases/promotion.hpp"
#include "daemon/cases/spread.hpp"
#include "tests/daemon/cases/sample.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>

using namespace qw;
using namespace qw::test;
using namespace std::chrono_literals;

namespace {

config::Receiver receiver(const std::string& id, model::Severity least = model::Severity::normal) {
  config::Receiver out;
  out.id = id;
  out.least_severity = least;
  return out;
}

/// A case, and what its receivers were told of it.
struct Story {
  config::Config config;
  cases::Rules rules;
  std::optional<model::Case> of;
  std::vector<std::string> told;  ///< "receiver event"
  Time now = start;

  explicit Story(std::vector<config::Receiver> receivers) {
    config.patterns = {pattern()};
    config.receivers = std::move(receivers);
  }
  void take(cases::Change change) {
    told.clear();
    for (const model::OutboxEntry& entry : cases::tell(change, config, now)) {
      told.push_back(entry.receiver + " " + entry.event);
    }
    of = change.changed;
  }
  void add(model::Occurrence o, cases::Freshness freshness = cases::Freshness::fresh) {
    now = std::max(now, o.seen_at);
    auto change = cases::add_occurrence(of, std::move(o), pattern(), freshness, now, rules);
    REQUIRE(change);
    REQUIRE(*change);
    take(**std::move(change));
  }
  void decide(model::Verdict verdict) {
    auto change =
        cases::apply(*of, cases::Decide{"g1", verdict, ""}, {"olena", model::UserRole::lead}, now, rules);
    REQUIRE(change);
    take(*std::move(change));
  }
};

using Told = std::vector<std::string>;

model::Occurrence review(const std::string& outlet) {
  model::Occurrence out = seen(outlet, start, bent);
  out.decision.outcome = model::Outcome::review;
  return out;
}

model::Occurrence tier_one(const std::string& outlet, Time when) {
  model::Occurrence out = seen(outlet, when, bent);
  out.tier = 1;
  return out;
}

}  // namespace

TEST_CASE("whoever got the first gets the last, whatever its route says by then") {
  Story s({receiver("newsroom")});
  s.add(seen("a", start, bent));
  CHECK(s.told == Told{"newsroom match.new"});
  s.config.receivers.push_back(receiver("late"));
  s.config.receivers.front().officials = {"somebody-else"};
  s.decide(model::Verdict::false_quote);
  CHECK(s.told == Told{"newsroom case.decided"});
  s.decide(model::Verdict::genuine);
  CHECK(s.told == Told{"newsroom case.corrected"});
}

TEST_CASE("a receiver of high cases is told when a case becomes high, and nobody twice") {
  Story s({receiver("all"), receiver("high", model::Severity::high)});
  s.add(seen("a", start, bent));
  CHECK(s.told == Told{"all match.new"});
  s.add(tier_one("b", start + 1min));
  CHECK(s.told == Told{"high case.grew"});
  s.add(seen("c", start + 2min, bent));
  CHECK(s.told == Told{"all case.grew", "high case.grew"});  // three publishers
}

TEST_CASE("a case of reviews is told only to receivers that ask for low cases") {
  Story s({receiver("all"), receiver("low", model::Severity::low)});
  s.add(review("a"));
  CHECK(s.told == Told{"low match.new"});
  CHECK_FALSE(s.of->alerted);
  s.add(seen("b", start + 1min, other));
  CHECK(s.told == Told{"all match.new", "low case.grew"});
}

TEST_CASE("a receiver that waits for an escalation is told only when nobody takes the case in time") {
  config::Receiver lead = receiver("lead");
  lead.escalate_after = 30min;
  Story s({receiver("newsroom"), lead});
  s.add(seen("a", start, bent));
  CHECK(s.told == Told{"newsroom match.new"});
  CHECK_FALSE(cases::escalate(*s.of, s.config, start + 29min));
  const model::Case waiting = *s.of;
  s.now = start + 30min;
  auto escalated = cases::escalate(*s.of, s.config, s.now);
  REQUIRE(escalated);
  s.take(*escalated);
  CHECK(s.told == Told{"lead case.unclaimed"});
  CHECK_FALSE(cases::escalate(*s.of, s.config, s.now + 1h));
  s.decide(model::Verdict::false_quote);
  CHECK(s.told == Told{"newsroom case.decided", "lead case.decided"});

  const auto claimed =
      cases::apply(waiting, cases::Claim{}, {"olena", model::UserRole::reviewer}, start + 1min, {});
  REQUIRE(claimed);
  CHECK_FALSE(cases::escalate(claimed->changed, s.config, start + 2h));
}

TEST_CASE("more than twenty copy groups in an hour lower the case and say so once") {
  Story s({receiver("all"), receiver("low", model::Severity::low)});
  Told last;
  int floods = 0;
  int messages = 0;
  for (int i = 0; i < 30; ++i) {
    model::Occurrence o = seen(
        "outlet" + std::to_string(i), start + i * 1min,
        std::string("слово") + std::to_string(i * 7919) + " совсем другой текст номер " + std::to_string(i));
    o.fingerprint = {static_cast<std::uint32_t>(i + 1)};
    o.decision.label = i % 2 == 0 ? model::Label::false_quote : model::Label::mixed;
    o.voice = "one house";
    o.excerpt = "текст" + std::to_string(i);
    o.quote_in_excerpt = {0, static_cast<std::uint32_t>(o.excerpt.size())};
    s.add(o);
    if (!s.told.empty() && s.of->lowered_at && ++floods == 1) {
      CHECK(s.told == Told{"all case.grew", "low case.grew"});
      CHECK(s.of->groups.size() == 21);
    } else if (floods > 0) {
      CHECK(s.told == Told{"low case.grew"});
    }
    messages += std::ranges::count(s.told, "all case.grew");
  }
  CHECK(s.of->severity == model::Severity::low);
  CHECK(messages == 20);  // groups 2 to 20, and the one that says that no more follow
  s.now += 1h;
}

TEST_CASE("history opens no message, and twenty-one old groups are no flood") {
  Story s({receiver("all")});
  for (int i = 0; i < 25; ++i) {
    model::Occurrence o = seen("outlet" + std::to_string(i), start, "x");
    o.says_published = start - std::chrono::days(3);
    o.fingerprint = {static_cast<std::uint32_t>(i + 1)};
    o.excerpt = "текст" + std::to_string(i);
    o.quote_in_excerpt = {0, static_cast<std::uint32_t>(o.excerpt.size())};
    s.add(o);
    CHECK(s.told.empty());
  }
  CHECK_FALSE(s.of->lowered_at);
}

TEST_CASE("a re-match tells once, with its counts, of what is young enough") {
  Story s({receiver("all")});
  for (const char* outlet : {"a", "b", "c", "d"}) {
    auto change = cases::add_occurrence(s.of, seen(outlet, start, bent), pattern(), cases::Freshness::rematch,
                                        start + 1h, s.rules);
    REQUIRE(change);
    REQUIRE(*change);
    s.take(**std::move(change));
    CHECK(s.told.empty());
  }
  const cases::Rematched counts{812, 4, 2};
  CHECK_FALSE(cases::announce_rematch(*s.of, pattern(), counts, start + std::chrono::days(3), s.rules));
  auto told = cases::announce_rematch(*s.of, pattern(), counts, start + 1h, s.rules);
  REQUIRE(told);
  CHECK(told->events.size() == 1);
  CHECK(told->events.front().why == "re-matched: 812 articles, 4 alerts, 2 to review");
  s.take(*told);
  CHECK(s.told == Told{"all match.new"});
  auto again = cases::announce_rematch(*s.of, pattern(), counts, start + 1h, s.rules);
  REQUIRE(again);
  s.take(*again);
  CHECK(s.told == Told{"all case.grew"});
}

TEST_CASE("a copy of a decided group alerts nobody again") {
  Story s({receiver("all")});
  s.add(seen("a", start, bent));
  s.decide(model::Verdict::false_quote);
  for (const char* outlet : {"b", "c", "d", "e"}) {
    s.add(seen(outlet, start + 1h, bent));
    CHECK(s.told.empty());
  }
}

TEST_CASE(
    "an old article that is edited to the bent words is news, an old article that is found is history") {
  Story s({receiver("all")});
  model::Occurrence old = seen("a", start, bent);
  old.says_published = start - std::chrono::days(9);
  SUBCASE("found") {
    s.add(old);
    CHECK(s.told.empty());
    CHECK(cases::is_history(*s.of));
  }
  SUBCASE("edited") {
    s.add(old, cases::Freshness::changed);
    CHECK(s.told == Told{"all match.new"});
    CHECK_FALSE(cases::is_history(*s.of));
  }
}

TEST_CASE(
    "a flood of reviews: the first alert in it still reaches everybody, once, and says that it was lowered") {
  Story s({receiver("all"), receiver("high", model::Severity::high), receiver("low", model::Severity::low)});
  for (int i = 0; i < 22; ++i) {
    model::Occurrence o = review("outlet" + std::to_string(i));
    o.fingerprint = {static_cast<std::uint32_t>(i + 1)};
    o.excerpt = "текст" + std::to_string(i);
    o.quote_in_excerpt = {0, static_cast<std::uint32_t>(o.excerpt.size())};
    s.add(o);
  }
  REQUIRE(s.of->lowered_at);
  CHECK_FALSE(s.of->alerted);
  model::Occurrence alert = seen("x", start + 1min, other);
  auto change = cases::add_occurrence(s.of, alert, pattern(), cases::Freshness::fresh, start + 1min, s.rules);
  REQUIRE(change);
  REQUIRE((*change)->events.size() == 1);
  CHECK((*change)->events.front().reason.key == "flood");
  s.take(**std::move(change));
  CHECK(s.told == Told{"all match.new", "high match.new", "low case.grew"});
  model::Occurrence more = seen("y", start + 2min, "ещё одна новость о том же самом предмете сегодня");
  more.fingerprint = {999};
  s.add(more);
  CHECK(s.told == Told{"low case.grew"});
}

TEST_CASE("after a reopening the wait for somebody to take it begins again, and reviews alone call nobody") {
  config::Receiver lead = receiver("lead");
  lead.escalate_after = 30min;
  Story s({receiver("newsroom"), lead});
  s.add(seen("a", start, bent));
  s.now = start + 5min;
  s.decide(model::Verdict::false_quote);
  const Time later = start + 48h;
  SUBCASE("the article changed") {
    auto change = cases::article_changed(*s.of, "https://a.example/a", "the article was edited", later);
    REQUIRE(change);
    CHECK_FALSE(cases::escalate(change->changed, s.config, later + 29min));
    CHECK(cases::escalate(change->changed, s.config, later + 30min));
  }
  SUBCASE("another alert group came") {
    s.add(seen("b", later, other));
    REQUIRE(s.of->state == model::CaseState::new_);
    CHECK_FALSE(cases::escalate(*s.of, s.config, later + 29min));
    CHECK(cases::escalate(*s.of, s.config, later + 30min));
  }
  SUBCASE("another review group came") {
    model::Occurrence o = seen("b", later, other);
    o.decision.outcome = model::Outcome::review;
    s.add(o);
    REQUIRE(s.of->state == model::CaseState::new_);
    CHECK_FALSE(cases::escalate(*s.of, s.config, later + 24h));
  }
}
