#pragma once

#include "crawler/quotes/frames.hpp"

#include <optional>
#include <string>
#include <vector>

namespace qw::quotes {

/// Who a draft's speaker is.
struct Speaker {
  std::string mention;  ///< as it stands, "" when there is none
  std::optional<TokenRange> tokens;
  std::optional<std::string> official;  ///< id of an official or of a house
  std::vector<std::string> candidates;  ///< two or more that fit
};

/// One Speaker a draft; drafts are in the order of their cues. language.md 3.5: names, then roles on the day,
/// then pronouns and general nouns by the speakers before; two that fit give none.
std::vector<Speaker> find_speakers(const Analysis& analysis, const std::vector<Draft>& drafts);

}  // namespace qw::quotes
