#pragma once

#include "crawler/text/document.hpp"

namespace qw::text {

/// Appends the tokens of text[begin, end), one paragraph without line ends. O(length).
void read_tokens(Document& document, std::uint32_t begin, std::uint32_t end);

}  // namespace qw::text
