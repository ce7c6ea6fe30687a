#include "crawler/match/words.hpp"

#include <doctest/doctest.h>

using namespace qw::match;

TEST_CASE("look-alike letters, ё and apostrophes do not tell words apart") {
  CHECK(fold("зерно") == fold("зepнo"));  // Latin e, p, o
  CHECK(fold("пʼять") == fold("п'ять"));
  CHECK(fold("Ґрунт") == fold("грунт"));
  CHECK(fold("Расчёт") == fold("расчет"));
}

TEST_CASE("words outside the lexicon meet across the three languages by their roots") {
  CHECK(same_root(root_of("авианосец"), root_of("авіаносець")));
  CHECK(same_root(root_of("биометрический"), root_of("біометричний")));
  CHECK(same_root(root_of("протокол"), root_of("protocol")));
  CHECK_FALSE(same_root(root_of("протокол"), root_of("прокурор")));
  CHECK_FALSE(same_root(root_of("кот"), root_of("код")));
}

TEST_CASE("a word knows what stands before it and whether its sentence asks") {
  const std::string text = "Время пришло, сказал он. Готовы ли вы?";
  const auto words = split_words(text, qw::text::Abbreviations{});
  REQUIRE(words.size() == 7);
  CHECK((words[2].before & gap::comma) != 0);
  CHECK(words[4].sentence == 1);
  CHECK(words[4].in_question);
  CHECK_FALSE(words[0].in_question);
}
