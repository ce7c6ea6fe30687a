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
