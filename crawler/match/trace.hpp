#pragma once

#include "crawler/match/evidence.hpp"

#include <string>
#include <vector>

namespace qw::match {

/// How the matcher reads a pattern and an article beside it, a line each: the slots of the wordings and the
/// parts of the units as "words=concept±", what the comparison found, the evidence that is not 0. For those
/// who mend the tables. Pure.
std::vector<std::string> trace(const CompiledPattern& pattern, const std::vector<ReadText>& texts,
                               const std::vector<Weighed>& weighed, const Lexicon& lexicon);

}  // namespace qw::match
