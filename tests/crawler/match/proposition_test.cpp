#include "crawler/match/proposition.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace qw;
using namespace qw::match;

namespace {

struct Reading {
  std::shared_ptr<const Lexicon> lexicon;
  std::vector<Word> words;
  std::vector<Clause> clauses;

  /// The sign of the first part of this concept, 0 when the text does not have it.
  int sign_of(std::string_view concept_id) const {
    const std::uint32_t wanted = lexicon->find(concept_id);
    for (const Clause& clause : clauses) {
      for (const Part& part : clause.parts) {
        if (part.root.empty() && part.concept_index == wanted) {
          return part.sign;
        }
      }
    }
    return 0;
  }
};

Reading read(std::string_view text) {
  static const auto lexicon = Lexicon::load(QW_SOURCE_DIR "/config/lexicon");
  REQUIRE(lexicon.has_value());
  Reading reading{*lexicon, split_words(text, text::Abbreviations{}), {}};
  const Operators operators(**lexicon);
  const auto hits = (*lexicon)->hits(reading.words);
  reading.clauses = read_clauses(**lexicon, operators, reading.words, hits, 0,
                                 static_cast<std::uint32_t>(reading.words.size() - 1));
  return reading;
}

}  // namespace

TEST_CASE("the shipped concept tables load") {
  const auto lexicon = Lexicon::load(QW_SOURCE_DIR "/config/lexicon");
  REQUIRE(lexicon.has_value());
  CHECK((*lexicon)->size() >= 500);
}

TEST_CASE("a deed that ends something and a negation give the sign of the matter") {
  CHECK(read("Брюссель продлит санкции").sign_of("sanctions") == 1);
  CHECK(read("Брюссель не продлит санкции").sign_of("sanctions") == -1);
  CHECK(read("Брюссель отменит санкции").sign_of("sanctions") == -1);
  CHECK(read("Никто не отменит санкции").sign_of("sanctions") == 1);
  CHECK(read("Транзит прекращён").sign_of("transit") == -1);
  CHECK(read("Транзит не прекращён").sign_of("transit") == 1);
  CHECK(read("Не можна скасувати мита").sign_of("tariffs") == 1);
  CHECK(read("Запрет транзита снимут").sign_of("transit") == 1);
}

TEST_CASE("a negative pronoun and its verb are one negation") {
  CHECK(read("Никаких пошлин никто не вводит").sign_of("tariffs") == -1);
  CHECK(read("Жодних мит ніхто не запровадить").sign_of("tariffs") == -1);
}

TEST_CASE("a negative pronoun adds nothing to a deed that has its own negation") {
  CHECK(read("Никаких пошлин вводить не собираются").sign_of("tariffs") == -1);
  CHECK(read("Субсидий никому не дадут").sign_of("subsidies") == -1);
}

TEST_CASE("an infinitive waits for its verb behind the conjunction") {
  CHECK(read("Отменять пошлины и субсидии мы не намерены").sign_of("tariffs") == 1);
  CHECK(read("Пошлины отменят, а субсидии не вернут").sign_of("tariffs") == -1);
}

TEST_CASE("a deed that a noun tells as time or cause turns nothing") {
  CHECK(read("Субсидии дадут после отмены пошлин").sign_of("subsidies") == 1);
  CHECK(read("Через скасування мит субсидії нададуть").sign_of("subsidies") == 1);
  CHECK(read("Субсидии отменят").sign_of("subsidies") == -1);
}

TEST_CASE("what is said behind an inserted cue and a conjunction is a clause of its own") {
  const Reading reading = read("Цены не выросли, заявил комиссар, а пошлины отменили");
  CHECK(reading.sign_of("prices") == -1);
  CHECK(reading.sign_of("tariffs") == -1);
}

TEST_CASE("without governs its own words only") {
  const Reading reading = read("Без реформ субсидии дадут");
  CHECK(reading.sign_of("reforms") == -1);
  CHECK(reading.sign_of("subsidies") == 1);
}

TEST_CASE("what stands under a condition is marked, also in the main clause") {
  const Reading reading = read("Если урожай пострадает, пошлины поднимут. Транзит открыт.");
  REQUIRE(reading.clauses.size() == 3);
  CHECK(reading.clauses[0].conditional);
  CHECK(reading.clauses[1].conditional);
  CHECK_FALSE(reading.clauses[2].conditional);
}

TEST_CASE("a long participle describes, a short one tells") {
  CHECK(read("Замороженные субсидии вернут").sign_of("subsidies") == 1);
  CHECK(read("Субсидии заморожены").sign_of("subsidies") == -1);
  CHECK(read("Заморожені субсидії повернуть").sign_of("subsidies") == 1);
  CHECK(read("Субсидії заморожені").sign_of("subsidies") == -1);
}

TEST_CASE("a denying clause turns the clause that hangs on it") {
  CHECK(read("Комиссар отрицала, что пошлины поднимут").sign_of("tariffs") == -1);
  CHECK(read("Комиссар не отрицала, что пошлины поднимут").sign_of("tariffs") == 1);
}

TEST_CASE("wordings of the three languages are one concept") {
  for (const char* text : {"пшеница подешевеет", "пшениця подешевшає", "wheat gets cheaper"}) {
    CHECK(read(text).sign_of("grain") != 0);
  }
}
