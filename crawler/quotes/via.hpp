#pragma once

#include "crawler/quotes/frames.hpp"

#include <string>
#include <vector>

namespace qw::quotes {

/// Outlets by whose account the words come: named in the sentence of the record or of its cue, outside the
/// words themselves, or pointed at («цитирует агентство»). One list a draft, in the order of the text.
std::vector<std::vector<std::string>> find_accounts(const Analysis& analysis,
                                                    const std::vector<Draft>& drafts);

}  // namespace qw::quotes
