#pragma once

#include "base/utf8.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

/// Latin and Cyrillic text without what people write at will: case, ё for е, stress marks, soft
/// hyphens, apostrophes; everything that is no letter or digit is one space. For comparing and searching,
/// never for showing. `text`: UTF-8. Pure; any thread; linear.
namespace qw {

/// At most `most` code points, no space at either end.
std::u32string folded(std::string_view text, std::size_t most);
std::string folded_utf8(std::string_view text, std::size_t most);

/// One word of a text: its place in bytes, and its folded form.
struct FoldedWord {
  std::size_t begin = 0, end = 0;
  std::u32string form;
};
std::vector<FoldedWord> folded_words_of(std::string_view text);

}  // namespace qw
