#pragma once

#include <string>

namespace qw::config {

/// Where the lexicon of this quotewatch.toml lies, or, when the file is no TOML, where it usually lies: for
/// whoever wants to go on looking when load() failed. Blocks on the disk.
std::string lexicon_directory_of(const std::string& file);

}  // namespace qw::config
