#pragma once

#include "crawler/match/article_reading.hpp"
#include "crawler/match/pattern_index.hpp"

#include <cstdint>
#include <vector>

namespace qw::match {

/// One slot of a wording and the words that filled it.
struct Filled {
  const Slot* slot = nullptr;
  std::uint32_t text = 0;
  std::uint32_t first = 0, last = 0;  ///< word indexes
  double degree = 0;
  bool core = false;  ///< inside the unit, not only beside it
  bool near = false;  ///< at least in its sentence
};

/// A unit beside the wording of a pattern that fits it best, and beside its authentic words.
struct Comparison {
  const Wording* wording = nullptr;
  std::size_t wording_index = 0;
  double coverage = 0;     ///< share of the false wording's weight that is expressed, 0…1
  double core = 0;         ///< the same without the surroundings
  double agreement = 0;    ///< −1 the contrary … +1 the same; 0 when nothing tells
  double matter = 0;       ///< share of what it is about (themes and words), surroundings included
  double matter_core = 0;  ///< the same in the unit itself
  double deed = 0;         ///< how alike the nearest deed is, in the unit and beside it
  int deed_relation = 0;   ///< whether that deed goes the same way (+1) or the other (−1)
  bool place_seen = true;  ///< a country of the wording is named, or it has none
  double novel = 0;        ///< share of what the unit says that the wording does not
  bool key_seen = false;   ///< the matter itself is named
  bool key_in_core = false;
  bool deed_seen = false;      ///< a deed of the wording is named
  bool deed_differs = false;   ///< only other deeds are named
  bool place_differs = false;  ///< another country stands where the wording has its own
  bool number_differs = false;
  bool conditional = false, is_condition = false, presupposed = false, possible = false, question = false,
       negated = false;
  bool sentence_conditional = false;  ///< a condition stands beside the unit in its sentence
  double authentic = 0;               ///< share of what only the authentic words say
  double authentic_whole = 0;         ///< share of all that the authentic words say, affirmed alike
  std::vector<Filled> filled, authentic_filled;
};

/// Compares by concepts: O(slots × parts of the unit and its surroundings).
Comparison compare(const CompiledPattern& pattern, const Unit& unit, const std::vector<ReadText>& texts,
                   const Lexicon& lexicon);

}  // namespace qw::match
