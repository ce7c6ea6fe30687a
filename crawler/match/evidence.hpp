#pragma once

#include "crawler/match/comparison.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace qw::match {

/// A unit with its comparison.
struct Weighed {
  const Unit* unit = nullptr;
  Comparison comparison;
};

/// What an article shows for and against each label, as figures from 0 to about 1, first of the body, then of
/// the headline. docs/comparison.md, "Evidence", says what each is.
namespace sign {
enum Part : std::uint8_t {
  same,             ///< says what the false wording says
  contrary,         ///< says its contrary
  unclear,          ///< speaks of it without a direction
  authentic,        ///< says what only the authentic words say
  authentic_whole,  ///< share of all that the authentic words say
  matter,           ///< is about the same matter
  deed_same,        ///< a deed of the same kind and direction
  deed_contrary,
  said_same,  ///< one clause says it, deed and matter
  said_contrary,
  tells,        ///< how much of the wording stands there that is rare in the news
  novel,        ///< speaks of other things
  place,        ///< the wording's country is named
  condition,    ///< under a condition, as the authentic words are
  possibility,  ///< as a possibility, as the authentic words are
  spoken,       ///< the official speaks at all
  question,
  other_speaker,  ///< somebody else says it
  outlet,         ///< the outlet says it
  hedge,
  unsure,
  debunk,
  not_said,
  denial,
  invented,  ///< the official calls it invented
  parts
};
}  // namespace sign

/// Signs of body and headline and of both together, by name: "same.body", "by_account" …
inline constexpr std::size_t evidence_count = 2 * sign::parts + 16;
using Evidence = std::array<double, evidence_count>;
const std::array<std::string, evidence_count>& evidence_names();

/// Nothing but a headline or a feed's title was read.
bool is_headline_alone(const std::vector<ReadText>& texts);

Evidence gather_evidence(const CompiledPattern& pattern, const std::vector<Weighed>& units,
                         const std::vector<ReadText>& texts);

}  // namespace qw::match
