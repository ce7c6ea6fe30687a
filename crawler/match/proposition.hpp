#pragma once

#include "crawler/match/lexicon.hpp"
#include "crawler/match/operators.hpp"
#include "crawler/match/words.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace qw::match {

/// One thing that a clause speaks of: a concept, a number or a word outside the lexicon.
struct Part {
  std::uint32_t concept_index =
      0;             ///< Lexicon::size() for a word outside the lexicon or a number without concept
  std::string root;  ///< skeleton of such a word; "#2027" for a number
  Kind kind = Kind::theme;
  std::string stem;                   ///< skeleton of the word of a concept, "" for a phrase
  std::vector<std::uint32_t> others;  ///< what else the word of a concept can mean
  int own = 1;                        ///< what the deed that its word names gives to the sign of its clause
  int sign = 1;                       ///< + affirmed or going ahead, − denied, ended or forbidden, all in all
  std::uint32_t first = 0, last = 0;  ///< word indexes
  /// Two parts can be alike only where one's `reach` meets the other's `mask`: nearly all pairs end there.
  std::uint64_t reach = 0, mask = 0;
  std::uint32_t clause = 0;  ///< number of its clause in what was read together
  std::uint32_t group = 0;   ///< the same for all that one word or phrase of a clause can mean
};

/// A clause with what it says and under which operators.
struct Clause {
  std::vector<Part> parts;
  std::uint32_t first = 0, last = 0;  ///< word indexes
  int sign = 1;                       ///< product of its deeds and negations
  bool has_deed = false;              ///< a deed or phase was named, else it says that something is
  bool negated = false;
  bool conditional = false;   ///< holds only if …
  bool is_condition = false;  ///< is the condition itself
  bool presupposed = false;
  bool possible = false;
  bool question = false;
  bool obliged = false;
  bool limited = false;  ///< only after, only until …
};

/// Reads `words[first, last]` (with the hits of the whole text) as clauses. Clauses end at commas, dashes,
/// colons, brackets, sentence ends and before a conjunction that opens a further deed. A condition governs
/// its own clause and the main clause of the same sentence. Pure; linear.
std::vector<Clause> read_clauses(const Lexicon& lexicon, const Operators& operators,
                                 std::span<const Word> words, std::span<const Hit> hits, std::uint32_t first,
                                 std::uint32_t last);

}  // namespace qw::match
