#pragma once

#include "crawler/match/mentions.hpp"
#include "crawler/match/proposition.hpp"
#include "model/pattern.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace qw::match {

/// One part of a wording with its weight in the comparison.
struct Slot {
  Part part;
  double weight = 1;
  std::uint32_t unit = 0;  ///< number of the word or phrase in the wording that it is a reading of
  bool first = true;       ///< of its unit, which counts once
  bool key = false;        ///< belongs to the matter: authentic words or another wording have it too
  bool shared = false;     ///< for authentic words: stands in the false wording as well
  std::string words;       ///< as the wording has them
};

/// A wording as the comparison sees it.
struct Wording {
  std::vector<Slot> slots;
  double total = 0;  ///< sum of weights; for authentic words of those that no false wording has
  double whole = 0;  ///< for authentic words: sum of all weights
  bool conditional = false;
  bool possible = false;
  bool question = false;
  bool negated = false;
  bool has_deed = false;
  bool told_as_deed = false;  ///< «X отклонила заявку»: without a verb of speech or a colon
  bool denies = false;        ///< has a verb of denial
  bool obliged = false;
  bool limited = false;
  std::vector<std::uint32_t> places;  ///< concept indexes
  bool part = false;                  ///< a clause of a wording
  std::size_t clauses = 0;            ///< that its slots come from, by Part::clause
  std::size_t source = 0;             ///< index of the wording of the pattern that it is (a part of)
};

struct CompiledPattern {
  model::Pattern source;
  std::vector<Wording> false_wordings;
  std::vector<Wording> authentic;
  bool authentic_conditional = false;
  bool authentic_possible = false;
  std::vector<std::uint32_t> places;  ///< of all false wordings
  bool is_denial = false;             ///< a false wording denies something itself
  bool separable = true;  ///< false: no difference to the authentic words was found; at most `review`
};

/// Patterns by official and by the atoms (concepts, skeletons) of their matter, one of which a text must
/// have; of officials with many patterns by the rarest ones. Immutable; look-up cost depends on the hits,
/// hardly on the number of patterns.
class PatternIndex {
 public:
  PatternIndex(const Lexicon& lexicon, const Operators& operators, const Mentions& mentions,
               const WordForms& forms, const std::vector<model::Pattern>& patterns);

  std::size_t size() const { return patterns_.size(); }
  const CompiledPattern& at(std::uint32_t index) const { return patterns_[index]; }
  /// Patterns of this official that share a core atom with the parts, by index, once each.
  std::vector<std::uint32_t> candidates(std::string_view official, const std::vector<Part>& parts) const;

 private:
  struct Atoms {
    std::map<std::uint32_t, std::vector<std::uint32_t>> by_concept;
    std::map<std::string, std::vector<std::uint32_t>, std::less<>> by_root;  ///< first letters of a skeleton
  };
  CompiledPattern compile(const model::Pattern& pattern) const;
  Wording read(std::string_view text, const std::string& official) const;
  /// The wording and those of its clauses that say something false by themselves.
  std::vector<Wording> read_parts(std::string_view text, const std::string& official) const;
  Wording gather(std::string_view text, const std::vector<Word>& words, const std::vector<Hit>& hits,
                 const std::vector<Clause>& clauses, const std::string& official) const;
  void weigh(CompiledPattern& pattern) const;
  void index(std::uint32_t pattern, std::size_t of_official,
             const std::map<std::string, std::size_t, std::less<>>& frequency);

  const Lexicon& lexicon_;
  const Operators& operators_;
  const Mentions& mentions_;
  const WordForms& forms_;
  std::vector<CompiledPattern> patterns_;
  std::map<std::string, Atoms, std::less<>> by_official_;
};

/// How alike two parts are, 0…1, and whether they are affirmed alike (+1) or one denies the other (−1).
struct Likeness {
  double degree = 0;
  int relation = 1;
  int synonyms =
      1;           ///< −1: two names of one deed have different signs in the tables; is in `relation` already
  double kin = 0;  ///< the degree but for what every phase has in common with every deed
};
Likeness likeness_in_full(const Lexicon& lexicon, const Part& a, const Part& b);
inline Likeness likeness(const Lexicon& lexicon, const Part& a, const Part& b) {
  return (a.reach & b.mask) == 0 ? Likeness{0, a.sign * b.sign} : likeness_in_full(lexicon, a, b);
}

/// How rare the concept of a part is in the news, 0…1.
double rarity_of(const Lexicon& lexicon, const Part& part);

}  // namespace qw::match
