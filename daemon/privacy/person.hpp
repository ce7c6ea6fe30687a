#pragma once

#include "base/result.hpp"
#include "store/erasure.hpp"

#include <string>
#include <string_view>
#include <vector>

/// What a person asks to find: a name, an address, a link.
namespace qw::privacy {

/// `terms`: each a name or other words (found as neighbours in any order and, unless `exact`, in the forms of
/// Russian and Ukrainian declension), or something with '@' or "/" in it (found as it stands, letters of
/// either case). A name has at least four letters. The functions may be copied; pure; any thread.
/// Errors: usage for no term, more than 20, or one that would fit everywhere.
Result<store::Sought> sought(const std::vector<std::string>& terms, bool exact);

/// Places of one term in a text; for tests and for showing.
std::vector<model::ByteSpan> places_of(std::string_view text, const std::string& term, bool exact);

}  // namespace qw::privacy
