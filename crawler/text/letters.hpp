#pragma once

#include <string>
#include <string_view>

/// Letters of Cyrillic and Latin scripts, one code point at a time, without ICU: this is the innermost loop.
/// Pure; any thread.
namespace qw::text {

bool is_letter(char32_t c);
bool is_cyrillic(char32_t c);
bool is_latin(char32_t c);
bool is_upper(char32_t c);
bool is_digit(char32_t c);
/// Lower case of Latin, Cyrillic and their extended blocks; others unchanged.
char32_t lower(char32_t c);
/// Soft hyphen, zero-width characters, bidi marks, combining stress: in the text, but not in a key.
bool is_invisible(char32_t c);
/// NBSP, thin and other fixed spaces count as spaces.
bool is_space(char32_t c);
/// U+0027, U+2019, U+02BC, U+2018, U+0060, U+00B4 between letters.
bool is_apostrophe(char32_t c);
/// Hyphens that join: U+002D, U+2010, U+2011.
bool is_hyphen(char32_t c);
/// The Cyrillic letter that looks like this Latin one, or 0; and the other way round.
char32_t cyrillic_look_alike(char32_t latin);
char32_t latin_look_alike(char32_t cyrillic);

/// The key of a word: lower case, ё as е, ґ as г, apostrophes as U+02BC, decomposed й ї composed, stress
/// marks and invisible characters dropped, look-alike letters of the other script folded to the word's own
/// script. Input: any bytes; O(length).
std::string key_of(std::string_view word);

}  // namespace qw::text
