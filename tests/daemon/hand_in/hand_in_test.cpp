#include "daemon/hand_in/hand_in.hpp"

#include <doctest/doctest.h>

using namespace qw;
using namespace qw::hand_in;

TEST_CASE("a wish comes back as it was written, hostile text included") {
  Wish wish;
  wish.id = "01h";
  wish.who = "u1";
  wish.name = "Олена \"<b>\"";
  wish.at = *parse_time("2026-11-24T10:00:00Z");
  wish.text = "«Каллас»\n</script>\x01";
  wish.date = *parse_day("2026-11-23");
  const auto back = read_wish(to_text(wish));
  REQUIRE(back.has_value());
  CHECK(back->name == wish.name);
  CHECK(back->text == wish.text);
  CHECK(back->at == wish.at);
  CHECK(back->date == wish.date);
  CHECK(back->url.empty());
}

TEST_CASE("a report keeps quotes, decisions with their reasons, and what stood in the way") {
  Report report;
  report.id = "01h";
  report.at = *parse_time("2026-11-24T10:00:00Z");
  report.obstacle = Obstacle::robots;
  report.detail = "robots.txt forbids it";
  report.status = 403;
  report.quotes = {{"body", "words", "Kallas", "kallas", "direct", "assert", "fact", {"a", "b"}}};
  SeenDecision decision;
  decision.decision.pattern = "p";
  decision.decision.outcome = model::Outcome::alert;
  decision.decision.label = model::Label::false_quote;
  decision.decision.confidence = 0.75;
  decision.decision.why = {{"filled", {"one", "two"}}};
  decision.words = {"one"};
  report.decisions = {decision};
  report.cases = {"c1"};
  const auto back = read_report(to_text(report));
  REQUIRE(back.has_value());
  CHECK(to_text(*back) == to_text(report));
  CHECK(back->decisions.front().decision.why.front().arguments.size() == 2);
  CHECK(back->obstacle == Obstacle::robots);
}

TEST_CASE("an order to open a case names the pattern and the person") {
  const auto back = read_order(to_text(Order{true, "kallas-nato", "u1", "Olena"}));
  REQUIRE(back.has_value());
  CHECK(back->open_case);
  CHECK(back->pattern == "kallas-nato");
  CHECK(back->name == "Olena");
}

TEST_CASE("what is no record of ours is refused, and a sentence with an address is a text") {
  CHECK_FALSE(read_wish("[]").has_value());
  CHECK_FALSE(read_report("{}").has_value());
  CHECK_FALSE(read_order("{").has_value());
  CHECK(is_address("https://kp.ru/daily/1"));
  CHECK_FALSE(is_address("https://kp.ru/daily/1 пишет"));
  CHECK_FALSE(is_address("ftp://kp.ru/"));
}
