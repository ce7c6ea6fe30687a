#pragma once

#include "daemon/desk/page_frame.hpp"

#include <string>
#include <vector>

/// Why an occurrence is here, in three lists a sceptical reader can check: what speaks for it, what lowered
/// the confidence, and what nobody looked at. Pure; any thread.
namespace qw::desk {

struct Reasons {
  std::vector<std::string> matched, lowered, unchecked;
};
/// `sentences`: those of MatchEngine::explain(), parallel to the decision's reasons.
Reasons reasons_of(const Frame& frame, const model::Occurrence& of,
                   const std::vector<std::string>& sentences);
void write_reasons(Html& h, const Frame& frame, const Reasons& reasons);

}  // namespace qw::desk
