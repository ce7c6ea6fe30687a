#pragma once

#include "config/config.hpp"

#include <expected>
#include <string>
#include <string_view>
#include <vector>

/// One pattern as the text of a file of patterns.d, and back: what the desk and the API make goes through the
/// same readers and checks as what stands in files. Pure; any thread; linear.
namespace qw::config {

/// A whole file "ID.toml". Every field that is not empty is written; what is read from it again is the same
/// pattern.
std::string pattern_toml(const model::Pattern& pattern);

/// Reads such a text as if it were the file "ID.toml" (`id` "": of whatever id it names), with the checks
/// that need the officials. At most 4 MiB. The errors name the key with line and column, and the remedy.
std::expected<model::Pattern, Errors> read_pattern_text(std::string_view text, const std::string& id,
                                                        const std::vector<model::Official>& officials);

}  // namespace qw::config
