#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

/// Small measures and foldings of text that the readers of this folder share. Pure; any thread; O(bytes).
namespace qw::article {

/// White space of any kind folded to single spaces, soft hyphens, zero-width characters and byte order marks
/// dropped, control characters dropped; trimmed; NFC. `keep_lines`: a newline stays one.
enum class Lines : unsigned char { fold, keep };
std::string cleaned(std::string_view text, Lines lines = Lines::fold);

/// HTML entities of a piece of text resolved (the named ones that titles and JSON hold, and all numeric
/// ones).
std::string without_entities(std::string_view text);

/// Text without its tags, entities resolved, cleaned: for descriptions and titles that hold markup.
std::string without_markup(std::string_view html);

std::size_t count_words(std::string_view text);

/// Lower case for Latin and Cyrillic letters.
std::string lower_case(std::string_view text);

/// Lower-case letters and digits alone, ё as е: for comparing titles and sentences.
std::string bare(std::string_view text);

std::vector<std::string_view> split_words(std::string_view text);

}  // namespace qw::article
