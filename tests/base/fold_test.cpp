#include "base/fold.hpp"

#include <doctest/doctest.h>

using namespace qw;

TEST_CASE("folding drops what people write at will") {
  CHECK(folded_utf8("«Ёлка»,  ЄС — об\xE2\x80\x99єкт!", 100) == "елка єс обєкт");
  CHECK(folded_utf8("за\xCC\x81мок", 100) == "замок");
  CHECK(folded_utf8("a b c", 3) == "a b");
  CHECK(folded_utf8("…", 10).empty());
}

TEST_CASE("folded words know their places in the text") {
  const std::string text = "Якщо “IF” ні";
  const auto words = folded_words_of(text);
  REQUIRE(words.size() == 3);
  CHECK(utf8::from_code_points(words[0].form) == "якщо");
  CHECK(text.substr(words[1].begin, words[1].end - words[1].begin) == "IF");
  CHECK(words[2].end == text.size());
}
