#pragma once

#include "crawler/quotes/analysis.hpp"

namespace qw::quotes {

enum class Look : std::uint8_t { behind_first, before_first };

/// Who stands as the subject of a cue.
struct Subject {
  Index mention = no_index;
  bool somebody = false;  ///< a noun that no table knows
  TokenRange words;       ///< of `somebody`
  bool found() const { return mention != no_index || somebody; }
};

/// Number, and in the past tense gender (language.md 3.5). Indeclinable names are judged by it alone.
bool agrees(const Analysis& a, const Cue& cue, const Mention& mention);
/// Looks for the subject within `clause`, which contains the cue. Pairs of marks are passed over.
Subject find_subject(const Analysis& a, TokenRange clause, const Cue& cue, Look look);
/// The first mention in the genitive at or behind `i` with at most `gap` words before it.
Index owner_behind(const Analysis& a, Index i, Index end, Index gap);
/// Begins at `i` an insertion: relative clause, participle, «как …», «отвечая …»?
bool begins_insertion(const Analysis& a, Index i);
/// A finite verb that is no cue, for the subject of «выразила надежду».
Cue verb_at(const Analysis& a, Index i);

}  // namespace qw::quotes
