#pragma once

#include "crawler/match/article_reading.hpp"
#include "crawler/match/pattern_index.hpp"

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace qw::match {

/// One slot of a wording and the words that filled it.
struct Filled {
  const Slot* slot = nullptr;
  std::uint32_t text = 0;
  std::uint32_t first = 0, last = 0;  ///< word indexes
  double degree = 0;
  double tells = 0;   ///< the degree by how rare both are in the news
  bool core = false;  ///< inside the unit, not only beside it
  bool near = false;  ///< at least in its sentence
};

/// A unit beside the wording of a pattern that fits it best, and beside its authentic words.
struct Comparison {
  const Wording* wording = nullptr;
  std::size_t wording_index = 0;
  double coverage = 0;  ///< share of the false wording's weight that is expressed, 0…1
  double core = 0;      ///< the same without the surroundings
  /// What is expressed by how rare it is in the news, summed up over the units of the wording: a wording of
  /// everyday words is covered by chance.
  double tells = 0, tells_core = 0;
  double agreement = 0;  ///< −1 the contrary … +1 the same; 0 when nothing tells
  /// Share that one clause says of the wording, its deed counting as much as it is alike, affirmed alike or
  /// denied.
  double said_same = 0, said_contrary = 0;
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

/// A part of a unit or of what stands around it.
struct Nearby {
  const Part* part = nullptr;
  std::uint32_t number = 0;  ///< of the part among all of the article
  std::uint32_t text = 0;
  double factor = 1;
  bool core = false;
};

/// A set of parts of an article by their numbers.
class PartSet {
 public:
  explicit PartSet(std::size_t parts = 0) : words_((parts + bits - 1) / bits) {}
  void add(std::uint32_t number) { words_[number / bits] |= 1ULL << (number % bits); }
  bool has(std::uint32_t number) const { return (words_[number / bits] >> (number % bits) & 1U) != 0; }
  bool meets(const PartSet& other) const;
  /// Calls `visit` for each number in the set that `without` lacks, in order.
  template <class Visit>
  void for_each_without(const PartSet& without, Visit visit) const {
    for (std::size_t at = 0; at < words_.size(); ++at) {
      for (std::uint64_t left = words_[at] & ~without.words_[at]; left != 0; left &= left - 1) {
        visit(static_cast<std::uint32_t>(at * bits + static_cast<std::size_t>(std::countr_zero(left))));
      }
    }
  }

 private:
  static constexpr std::size_t bits = 64;
  std::vector<std::uint64_t> words_;
};

/// What a unit is compared by, whatever the pattern.
struct Surroundings {
  std::vector<Nearby> parts;
  std::vector<Nearby> telling;  ///< of these: countries, and numbers and deeds of the unit itself
  PartSet numbers;              ///< of `parts`
  PartSet core;                 ///< of those in the unit itself
  double said = 0;              ///< weight of what the unit itself says
  bool sentence_conditional = false;
};

/// The units of one official with their surroundings, made once for all patterns. Keeps references to both;
/// one thread.
class Compared {
 public:
  Compared(const std::vector<Unit>& units, const std::vector<ReadText>& texts);
  const std::vector<Unit>& units() const { return units_; }
  const Surroundings& around(std::size_t unit) const { return around_[unit]; }
  /// The parts of the article of whose like some wording of the pattern speaks.
  PartSet parts_like(const CompiledPattern& pattern, const Lexicon& lexicon) const;

 private:
  const std::vector<Unit>& units_;
  std::vector<Surroundings> around_;
  std::vector<const Part*> parts_;  ///< by number
  std::array<PartSet, 64> by_bit_;  ///< those with this bit in their mask
};

/// Compares unit number `at` by concepts: O(slots × parts that are like any). `related`: of parts_like().
Comparison compare(const CompiledPattern& pattern, const Compared& compared, std::size_t at,
                   const PartSet& related, const Lexicon& lexicon);

}  // namespace qw::match
