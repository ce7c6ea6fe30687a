#pragma once

#include "crawler/match/comparison.hpp"
#include "model/decision.hpp"

#include <vector>

namespace qw::match {

/// Bounds of the comparison; one set for all patterns (docs/comparison.md, has the curve).
struct Bounds {
  double hit = 0.42;       ///< coverage from which a unit says what the wording says
  double weak = 0.30;      ///< coverage that is enough where a stronger sign (debunk, denial) speaks too
  double authentic = 0.3;  ///< share of what only the authentic words say
  double authentic_whole = 0.5;  ///< share of all they say that makes the contrary of the wording faithful
};

/// Decides one pattern for one article from its units as units_for() gave them for the pattern's official.
/// Pure.
model::Decision judge_pattern(const CompiledPattern& pattern, const JudgedArticle& article,
                              const std::vector<ReadText>& texts, const std::vector<Unit>& units,
                              const Lexicon& lexicon, const Bounds& bounds);

}  // namespace qw::match
