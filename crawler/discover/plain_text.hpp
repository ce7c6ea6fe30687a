#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace qw::discover {

/// One line of plain text from a field that may hold HTML: tags out (script and style with their content),
/// entities decoded once, double encoding undone, white space folded; cut after `most` code points. A
/// field whose markup was escaped twice is decoded twice.
/// Input: valid UTF-8. Pure; any thread; linear.
std::string plain_text(std::string_view field, std::size_t most);

inline constexpr std::size_t most_title = 1000;
inline constexpr std::size_t most_summary = 4000;

}  // namespace qw::discover
