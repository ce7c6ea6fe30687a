#include "daemon/cases/messages.hpp"

#include "daemon/cases/acts.hpp"
#include "daemon/cases/undo.hpp"
#include "tests/daemon/cases/sample.hpp"

#include <boost/json.hpp>
#include <doctest/doctest.h>

#include <algorithm>

using namespace qw;
using namespace qw::test;

namespace {

config::Config with_receivers(std::vector<config::Receiver> receivers) {
  config::Config out;
  out.patterns = {pattern()};
  out.receivers = std::move(receivers);
  out.api.public_url = "https://desk.example.org";
  return out;
}

config::Receiver receiver(const std::string& id) {
  config::Receiver out;
  out.id = id;
  return out;
}

cases::Change first_alert() {
  return **cases::add_occurrence(std::nullopt, seen("a", start, bent), pattern(), cases::Freshness::fresh,
                                 start, {});
}

}  // namespace

TEST_CASE("every receiver that a route lets through gets one entry, with the same id each time") {
  config::Receiver other_official = receiver("others");
  other_official.officials = {"michel"};
  config::Receiver high_only = receiver("high");
  high_only.least_severity = model::Severity::high;
  config::Receiver ukrainian = receiver("uk");
  ukrainian.languages = {"uk"};
  config::Receiver russian = receiver("ru");
  russian.languages = {"ru", "en"};
  russian.patterns = {"kallas-nato"};
  const config::Config config =
      with_receivers({receiver("all"), other_official, high_only, ukrainian, russian});
  const cases::Change change = first_alert();
  const auto entries = cases::outbox_of(change, config, start);
  REQUIRE(entries.size() == 2);
  CHECK(entries[0].receiver == "all");
  CHECK(entries[1].receiver == "ru");
  CHECK(entries[0].event == "match.new");
  CHECK(entries[0].case_rev == change.changed.rev);
  CHECK(entries[0].id != entries[1].id);
  CHECK(entries[0].id == cases::outbox_of(change, config, start + std::chrono::hours(1))[0].id);
}

TEST_CASE(
    "the body is of Standard Webhooks, and addresses are defanged unless the receiver wants them plain") {
  config::Receiver plain = receiver("plain");
  plain.plain_urls = true;
  const auto entries = cases::outbox_of(first_alert(), with_receivers({receiver("safe"), plain}), start);
  const auto safe = boost::json::parse(entries[0].payload);
  CHECK(safe.at("type") == "match.new");
  CHECK(safe.at("timestamp") == "2026-11-20T10:00:00.000Z");
  const auto& of = safe.at("data").at("case");
  CHECK(of.at("copies").at(0).at("url") == "hxxps://a[.]example/a");
  CHECK(of.at("copies").at(0).at("words").as_string() == std::string_view(bent));
  CHECK(of.at("pattern").at("authentic").as_array().size() == 1);
  CHECK(std::string(of.at("page").as_string()).starts_with("https://desk.example.org/cases/"));
  CHECK(boost::json::parse(entries[1].payload).at("data").at("case").at("copies").at(0).at("url") ==
        "https://a.example/a");
  CHECK(cases::defanged("http://x.y/a.b?c.d") == "hxxp://x[.]y/a.b?c.d");
  CHECK(cases::defanged("not an address") == "not an address");
}

TEST_CASE("a message stays below twenty kilobytes whatever the case holds") {
  std::optional<model::Case> of;
  std::string longest;
  for (int i = 0; i < 10'000; ++i) {
    longest += "ж";
  }
  for (int i = 0; i < 200; ++i) {
    model::Occurrence o = seen("outlet" + std::to_string(i), start, bent + std::to_string(i) + longest);
    o.headline = o.speaker = o.page_remark = longest;
    o.url += longest;
    o.decision.label = i % 2 == 0 ? model::Label::mixed : model::Label::false_quote;
    of = (**cases::add_occurrence(of, o, pattern(), cases::Freshness::fresh, start, {})).changed;
  }
  cases::Change change = first_alert();
  change.changed = *of;
  const auto entries = cases::outbox_of(change, with_receivers({receiver("all")}), start);
  CHECK(entries.at(0).payload.size() < 20'000);
}

TEST_CASE("an undo drops the very entries that the act put down") {
  const config::Config config = with_receivers({receiver("all"), receiver("other")});
  const cases::Rules rules;
  const cases::Actor olena{"olena", model::UserRole::reviewer};
  const auto decided = cases::apply(
      first_alert().changed, cases::Decide{"g1", model::Verdict::false_quote, ""}, olena, start, rules);
  REQUIRE(decided.has_value());
  const auto entries = cases::outbox_of(*decided, config, start);
  REQUIRE(entries.size() == 2);
  CHECK(entries[0].event == "case.decided");
  CHECK(entries[0].due == start + rules.hold);
  const auto undone = cases::undo(decided->changed, decided->audit, olena, start, rules);
  const auto dropped = cases::dropped_of(*undone, config);
  for (const model::OutboxEntry& entry : entries) {
    CHECK(std::ranges::find(dropped, entry.id) != dropped.end());
  }
}

TEST_CASE("a verdict that can still be undone stands in no message but its own") {
  const config::Config config = with_receivers({receiver("all")});
  const cases::Rules rules;
  const cases::Actor olena{"olena", model::UserRole::reviewer};
  const auto decided = cases::apply(
      first_alert().changed, cases::Decide{"g1", model::Verdict::false_quote, ""}, olena, start, rules);
  REQUIRE(decided.has_value());
  const auto verdict_in = [&](const cases::Change& change, Time now) {
    const auto entries = cases::outbox_of(change, config, now);
    REQUIRE(entries.size() == 1);
    return boost::json::parse(entries[0].payload).at("data").at("case").at("groups").at(0).at("verdict");
  };
  CHECK(verdict_in(*decided, start) == "false_quote");
  const auto grown_at = [&](Time now) {
    return **cases::add_occurrence(decided->changed, seen("b", now, other), pattern(),
                                   cases::Freshness::fresh, now, rules);
  };
  CHECK(verdict_in(grown_at(start + std::chrono::seconds(9)), start + std::chrono::seconds(9)).is_null());
  CHECK(verdict_in(grown_at(start + rules.hold), start + rules.hold) == "false_quote");
}
