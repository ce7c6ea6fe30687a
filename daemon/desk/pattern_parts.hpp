#pragma once

#include "daemon/desk/page_frame.hpp"
#include "daemon/desk/pattern_views.hpp"

/// Pieces of the pages of patterns.
namespace qw::desk {

/// The four fields, and the rest folded away.
void pattern_fields(Html& h, const Frame& frame, const PatternFields& fields);
void problems_of(Html& h, const std::vector<std::string>& problems);
void backtest_card(Html& h, const Frame& frame, const PatternView& view);

}  // namespace qw::desk
