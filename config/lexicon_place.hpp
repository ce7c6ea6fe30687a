#pragma once

#include <string>

namespace qw::config {

/// Where the lexicon of this quotewatch.toml lies, as far as the file says so: for whoever wants to go on
/// looking when load() failed. "" when the file cannot be read. Blocks on the disk.
std::string lexicon_directory_of(const std::string& file);

}  // namespace qw::config
