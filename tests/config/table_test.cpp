#include "config/table.hpp"

#include <doctest/doctest.h>

using qw::config::parse_table;

TEST_CASE("columns may stand in any order and comments are skipped") {
  const auto table = parse_table("# note\nlang\tlemma\nru\tякобы\n\nuk\tніби\n", "t.tsv", {"lemma", "lang"});
  REQUIRE(table);
  REQUIRE(table->rows.size() == 2);
  CHECK(table->rows[1].cells[0] == "ніби");
  CHECK(table->error_at(table->rows[1], 1, "unknown").text() == "t.tsv:5:6: lang: unknown");
}

TEST_CASE("bad tables name the line and what to do") {
  const auto unknown = parse_table("lema\tlang\n", "t.tsv", {"lemma", "lang"});
  REQUIRE_FALSE(unknown);
  CHECK(unknown.error()[0].text() == "t.tsv:1: unknown column 'lema'; did you mean 'lemma'?");
  CHECK_FALSE(parse_table("lemma\n\xff\n", "t.tsv", {"lemma"}));
  CHECK_FALSE(parse_table("lemma\na\tb\n", "t.tsv", {"lemma"}));
  CHECK_FALSE(parse_table("lemma\na\x1b[2J\n", "t.tsv", {"lemma"}));
  CHECK_FALSE(parse_table("", "t.tsv", {"lemma"}));
}

TEST_CASE("rows that are not sorted or stand twice are errors, since edits must merge") {
  const auto mixed = parse_table("lang\tlemma\nuk\tніби\nru\tякобы\n", "t.tsv", {"lang", "lemma"},
                                 qw::config::RowOrder::sorted);
  REQUIRE_FALSE(mixed);
  CHECK(mixed.error()[0].text().starts_with("t.tsv:3: 'ru' belongs above the row before it"));
  CHECK_FALSE(parse_table("lemma\na\na\n", "t.tsv", {"lemma"}, qw::config::RowOrder::sorted));
  CHECK(parse_table("lemma\nb\na\n", "t.tsv", {"lemma"}));
}
