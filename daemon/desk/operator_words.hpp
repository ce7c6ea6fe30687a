#pragma once

#include "daemon/desk/marked_text.hpp"
#include "model/decision.hpp"

#include <string_view>
#include <vector>

/// The words in an authentic statement on which its sense turns (if, not, may, whether, only), so that a
/// reader sees at once what the bent version lost. daemon/desk/operators.tsv, built in, has them in three
/// languages. Pure; any thread; linear in the text.
namespace qw::desk {

/// Marks of class "operator" in `authentic`, for the kinds that the decision's reasons name; conditions and
/// negations when they name none.
std::vector<Mark> operator_marks(std::string_view authentic, const std::vector<model::Why>& why);

}  // namespace qw::desk
