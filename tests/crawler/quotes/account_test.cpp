#include "tests/crawler/quotes/engine.hpp"

#include <string>
#include <vector>

namespace {

std::vector<qw::model::Quote> read(std::string_view text) {
  qw::quotes::TextInput input;
  input.text = text;
  input.date = qw::parse_day("2025-10-01").value();
  return qw::quotes::shipped_engine().extract(input);
}

using names = std::vector<std::string>;

}  // namespace

TEST_CASE("outlets named beside the words are accounts and outlets inside them are not") {
  const auto relayed = read("Каллас заявила, что порт готов, передаёт ТАСС со ссылкой на Politico.");
  REQUIRE(relayed.size() == 1);
  CHECK(relayed[0].via == names{"ТАСС", "Politico"});
  const auto topic = read("Каллас заявила, что ТАСС выдумал поездку.");
  REQUIRE(topic.size() == 1);
  CHECK(topic[0].via.empty());
}

TEST_CASE("the writer's own distance is kept apart from polarity") {
  const auto quotes = read("Каллас якобы заявила, что порт закрыт.");
  REQUIRE(quotes.size() == 1);
  CHECK(quotes[0].distance);
  CHECK(quotes[0].polarity == qw::model::Polarity::assert_);
}

TEST_CASE("speech in speech names the record around it") {
  const auto quotes = read("По словам Мелони, Каллас предупредила, что море замёрзнет.");
  REQUIRE(quotes.size() == 2);
  CHECK_FALSE(quotes[0].parent);
  CHECK(quotes[1].parent == 0U);
}

TEST_CASE("the record knows speaker and cue by their bytes") {
  const std::string text = "Порт готов, отметила Марта Кос.";
  const auto quotes = read(text);
  REQUIRE(quotes.size() == 1);
  REQUIRE(quotes[0].speaker_span);
  REQUIRE(quotes[0].cue);
  CHECK(quotes[0].speaker == "Марта Кос");
  CHECK(text.substr(quotes[0].cue->begin, quotes[0].cue->end - quotes[0].cue->begin) == "отметила");
}

TEST_CASE("a lexicon that is missing names its files") {
  const auto engine = qw::quotes::QuoteEngine::make("/nonexistent", {}, {}, {});
  REQUIRE_FALSE(engine);
  CHECK(engine.error().size() > 1);
}
