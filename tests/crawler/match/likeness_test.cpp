#include "crawler/match/pattern_index.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace qw;
using namespace qw::match;

namespace {

/// The parts of a text that names many things, with numbers and words that no concept has.
std::vector<Part> parts_of(const Lexicon& lexicon, std::string_view text) {
  const Operators operators(lexicon);
  const std::vector<Word> words = split_words(text, text::Abbreviations{});
  std::vector<Part> parts;
  for (const Clause& clause : read_clauses(lexicon, operators, words, lexicon.hits(words), 0,
                                           static_cast<std::uint32_t>(words.size() - 1))) {
    parts.insert(parts.end(), clause.parts.begin(), clause.parts.end());
  }
  return parts;
}

Part part_of(const Lexicon& lexicon, std::uint32_t concept_index) {
  Part part;
  part.concept_index = concept_index;
  part.kind = lexicon.at(concept_index).kind;
  part.reach = lexicon.reach_of(concept_index);
  part.mask = lexicon.mask_of(concept_index);
  return part;
}

}  // namespace

TEST_CASE("the masks of parts never hide a likeness") {
  const auto loaded = Lexicon::load(QW_SOURCE_DIR "/config/lexicon");
  REQUIRE(loaded.has_value());
  const Lexicon& lexicon = **loaded;
  SUBCASE("of two concepts") {
    std::size_t alike = 0;
    std::size_t hidden = 0;
    for (std::uint32_t a = 0; a < lexicon.size(); ++a) {
      for (std::uint32_t b = 0; b < lexicon.size(); ++b) {
        const Part one = part_of(lexicon, a);
        const Part other = part_of(lexicon, b);
        const bool full = likeness_in_full(lexicon, one, other).degree > 0;
        alike += full ? 1 : 0;
        hidden += full && likeness(lexicon, one, other).degree == 0 ? 1 : 0;
      }
    }
    CHECK(alike > lexicon.size());
    CHECK(hidden == 0);
  }
  SUBCASE("of words as texts have them") {
    const std::vector<Part> parts = parts_of(
        lexicon,
        "Комиссар обещала 7 миллиардов, 2027 год и 90 дней на скважины. Комісарка обіцяла 7 мільярдів "
        "у 2027 році, 90 днів, свердловини та свердловину. Скважина, скважинами; transit, транзит, 2027.");
    std::size_t alike = 0;
    for (const Part& one : parts) {
      for (const Part& other : parts) {
        const double full = likeness_in_full(lexicon, one, other).degree;
        alike += full > 0 ? 1 : 0;
        CHECK(likeness(lexicon, one, other).degree == full);
      }
    }
    CHECK(alike > parts.size());
  }
}
