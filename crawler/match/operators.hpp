#pragma once

#include "crawler/match/lexicon.hpp"

#include <cstdint>

namespace qw::match {

/// The words that are operators of the code, looked up once.
struct Operators {
  explicit Operators(const Lexicon& lexicon);
  std::uint32_t adjunct, doubt, disprove, purpose, person, call, speech_noun, expert, i, eu, against, that,
      no, none, nobody, without, if_, only, since, because, maybe, until, after, must, ask, hedge, unsure,
      fake, this_, but_not, and_, not_only, more, say, promise, demand, admit, warn, deny, allow;
};

}  // namespace qw::match
