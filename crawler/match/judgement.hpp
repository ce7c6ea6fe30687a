#pragma once

#include "crawler/match/scales.hpp"
#include "model/decision.hpp"

#include <optional>
#include <vector>

namespace qw::match {

/// Bounds of the decision; one set for all patterns (docs/comparison.md, "Decision", has the curves).
struct Bounds {
  double matter = 0.25;  ///< coverage from which an article has to do with a pattern at all
  /// Chance from which it is an alert: that it tells of the claim, times that of false_quote, and the trees'
  /// opinion, as the mean of their logits.
  double alert = 0.5;
  double review = 0.35;  ///< and from which a person has to look
  double concerned =
      0.5;  ///< chance that it tells of the claim from which other labels are shown to a person
  double faithful = 0.08;  ///< chance of authentic from which an alert becomes a review
};

/// Each unit beside the pattern.
std::vector<Weighed> weigh_units(const CompiledPattern& pattern, const Compared& compared,
                                 const Lexicon& lexicon);

/// Decides one pattern for one article from its units as units_for() gave them for the pattern's official.
/// Pure.
model::Decision judge_pattern(const CompiledPattern& pattern, const JudgedArticle& article,
                              const std::vector<ReadText>& texts, const Compared& compared,
                              const Lexicon& lexicon, const Scales& scales, const Bounds& bounds);

/// What the decision would be weighed from; empty where the article has nothing to do with the pattern.
std::optional<Evidence> evidence_for(const CompiledPattern& pattern, const std::vector<ReadText>& texts,
                                     const Compared& compared, const Lexicon& lexicon, const Bounds& bounds);

}  // namespace qw::match
