#include "config/table.hpp"
#include "crawler/quotes/check_lexicon.hpp"
#include "tests/crawler/quotes/engine.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace {

const std::string lexicon = QW_SOURCE_DIR "/config/lexicon";

/// Examples speak of a port that is ready; the Ukrainian ones say «готовий».
std::vector<qw::model::Quote> read(const std::string& text) {
  qw::quotes::TextInput input;
  input.text = text;
  input.language =
      text.find("готовий") != std::string::npos || text.find("рішення") != std::string::npos ? "uk" : "ru";
  input.date = qw::parse_day("2025-10-01").value();
  return qw::quotes::shipped_engine().extract(input);
}

bool says(const std::vector<qw::model::Quote>& quotes, const std::string& official) {
  return std::ranges::any_of(quotes,
                             [&](const qw::model::Quote& quote) { return quote.official == official; });
}

}  // namespace

TEST_CASE("every table of the reading is right") {
  for (const qw::Error& error : qw::quotes::check_lexicon(lexicon)) {
    FAIL_CHECK(error.text());
  }
}

TEST_CASE(
    "the example of every verb that reports gives a record of its speaker, and of every other verb none") {
  for (const std::string file : {"cues.tsv", "cue_phrases.tsv"}) {
    const std::vector<std::string> columns =
        file == "cues.tsv" ? std::vector<std::string>{"class", "traits", "ru", "uk", "example"}
                           : std::vector<std::string>{"class", "traits", "lang", "phrase", "example"};
    const auto table = qw::config::read_table(lexicon + "/" + file, columns);
    REQUIRE(table);
    for (const qw::config::TableRow& row : table->rows) {
      INFO(file, ":", row.line, ": ", row.cells[4]);
      const bool act = row.cells[0] == "deny" && row.cells[1] == "i";  // отказалась: an act
      const auto quotes = read(row.cells[4]);
      if (row.cells[0] == "know" || act) {
        CHECK(quotes.empty());
      } else {
        CHECK(says(quotes, row.cells[1].find('d') != std::string::npos ? "org:ec" : "kos"));
      }
    }
  }
}

TEST_CASE("the example of every noun and phrase that reports gives a record of its speaker") {
  const auto nouns =
      qw::config::read_table(lexicon + "/cue_nouns.tsv", {"class", "traits", "ru", "uk", "example"});
  REQUIRE(nouns);
  for (const qw::config::TableRow& row : nouns->rows) {
    INFO("cue_nouns.tsv:", row.line, ": ", row.cells[4]);
    const auto quotes = read(row.cells[4]);
    const bool read_right = row.cells[0] == "ask" ? quotes.size() == 1 : says(quotes, "kos");
    CHECK(read_right);
  }
  const auto phrases =
      qw::config::read_table(lexicon + "/prepositional.tsv", {"lang", "phrase", "class", "example"});
  REQUIRE(phrases);
  for (const qw::config::TableRow& row : phrases->rows) {
    INFO("prepositional.tsv:", row.line, ": ", row.cells[3]);
    CHECK(says(read(row.cells[3]), "kos"));
  }
}

TEST_CASE("an error of a table names file, line and column, and what to do") {
  const auto check = qw::quotes::LexiconCheck::make(lexicon);
  REQUIRE(check);
  const auto unknown =
      check->table("cues.tsv", "class\ttraits\tru\tuk\texample\nsey\tq\tзаявить\tзаявити\t\n");
  REQUIRE(unknown.size() == 1);
  CHECK(unknown[0].text() == "cues.tsv:2:1: class: 'sey' is unknown; did you mean 'say'?");
  const auto trait = check->table("cues.tsv", "class\ttraits\tru\tuk\texample\nsay\tqy\tзаявить\t\t\n");
  REQUIRE(trait.size() == 1);
  CHECK(trait[0].text().starts_with("cues.tsv:2:5: traits: the trait 'y' is unknown"));
  const auto twice = check->table(
      "cues.tsv", "class\ttraits\tru\tuk\texample\nclaim\tq\tзаявить\t\t\nsay\tq\tзаявить\t\t\n");
  REQUIRE(twice.size() == 1);
  CHECK(twice[0].text() == "cues.tsv:3:7: ru: 'заявить' has its class in line 2 already");
  const auto paradigm =
      check->table("people.tsv", "lang\tlemma\tcode\tgender\tkind\nru\tпосол\tzz\tm\tother\n");
  REQUIRE(paradigm.size() == 1);
  CHECK(paradigm[0].text() == "people.tsv:2:10: code: no paradigm 'zz' fits 'посол'");
  CHECK(check->table("nothing.tsv", "").size() == 1);
}

TEST_CASE("every table that is right from disk is right from memory, and empty bytes are an error") {
  const auto check = qw::quotes::LexiconCheck::make(lexicon);
  REQUIRE(check);
  for (const std::string_view name : qw::quotes::LexiconCheck::names()) {
    INFO(name);
    CHECK_FALSE(check->table(name, "").empty());
  }
}
