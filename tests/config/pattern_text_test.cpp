#include "config/pattern_text.hpp"

#include <doctest/doctest.h>

using namespace qw;

namespace {

std::vector<model::Official> officials() {
  model::Official hansen;
  hansen.id = "hansen";
  hansen.roles = {{"Commissioner", *parse_day("2024-12-01"), std::nullopt}};
  return {hansen};
}

model::Pattern full() {
  model::Pattern pattern;
  pattern.id = "hansen-wine";
  pattern.official = "hansen";
  pattern.title = "Hansen: \"quotas\" \\ off";
  pattern.state = model::PatternState::draft;
  pattern.severity = model::Severity::high;
  pattern.since = *parse_day("2025-06-01");
  pattern.until = *parse_day("2025-12-31");
  pattern.false_wordings = {"Хансен потребовал отменить квоты", "Хансен зажадав скасувати квоти"};
  pattern.authentic = {"Квоты пересмотрят, если об этом попросят"};
  pattern.source = "https://example.org/check";
  pattern.why = "A condition was dropped.\nIt stands in the second half.";
  pattern.note = "-";
  pattern.slots.must = {"quota"};
  pattern.examples_alert = {"Хансен: «Долой квоты»"};
  pattern.examples_silent = {"Хансен не требует отменять квоты."};
  return pattern;
}

}  // namespace

TEST_CASE("a pattern that was written as a file is read again as it was") {
  const std::string text = config::pattern_toml(full());
  const auto read = config::read_pattern_text(text, "hansen-wine", officials());
  REQUIRE_MESSAGE(read.has_value(), (read ? "" : read.error().front().text()));
  CHECK(config::pattern_toml(*read) == text);
  CHECK(read->title == full().title);
  CHECK(read->why == full().why);
  CHECK(read->until == full().until);
  CHECK(read->examples_silent == full().examples_silent);
  CHECK(read->state == model::PatternState::draft);
}

TEST_CASE("a pattern made at the desk is refused for the same reasons as a file") {
  model::Pattern unknown = full();
  unknown.official = "hanssen";
  const auto who = config::read_pattern_text(config::pattern_toml(unknown), "hansen-wine", officials());
  REQUIRE(!who.has_value());
  CHECK(who.error().front().text() ==
        "hansen-wine.toml:2:12: there is no official 'hanssen'; did you mean 'hansen'?");

  model::Pattern early = full();
  early.since = *parse_day("2020-01-01");
  early.until = *parse_day("2020-02-01");
  CHECK(!config::read_pattern_text(config::pattern_toml(early), "hansen-wine", officials()).has_value());

  model::Pattern bare = full();
  bare.false_wordings.clear();
  CHECK(!config::read_pattern_text(config::pattern_toml(bare), "hansen-wine", officials()).has_value());

  model::Pattern address = full();
  address.source = "javascript:alert(1)";
  CHECK(!config::read_pattern_text(config::pattern_toml(address), "hansen-wine", officials()).has_value());

  CHECK(!config::read_pattern_text("false = [", "x", officials()).has_value());
  CHECK(!config::read_pattern_text("[[pattern]]\nid = \"a\"\n[[pattern]]\nid = \"b\"\n", "x", officials())
             .has_value());
}
