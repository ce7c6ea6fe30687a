#pragma once

#include "base/utf8.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

/// Letters of Cyrillic and Latin scripts, one code point at a time, without ICU: this is the innermost loop.
/// Pure; any thread.
namespace qw::text {

constexpr bool is_cyrillic(char32_t c) {
  return (c >= 0x0400 && c <= 0x0481) || (c >= 0x048A && c <= 0x052F);
}

constexpr bool is_latin(char32_t c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         (c >= 0x00C0 && c <= 0x024F && c != 0x00D7 && c != 0x00F7);
}

constexpr bool is_letter(char32_t c) {
  return is_cyrillic(c) || is_latin(c) || (c >= 0x0370 && c <= 0x03FF) || (c >= 0x0530 && c <= 0x06FF) ||
         (c >= 0x10A0 && c <= 0x10FF) || (c >= 0x3040 && c <= 0x9FFF) || c == utf8::modifier_apostrophe;
}

constexpr bool is_digit(char32_t c) { return c >= '0' && c <= '9'; }

/// Lower case of Latin, Cyrillic and their extended blocks; others unchanged.
constexpr char32_t lower(char32_t c) {
  if (c < 0x80) {
    return c >= 'A' && c <= 'Z' ? c + 32 : c;
  }
  if (c >= 0x00C0 && c <= 0x00DE && c != 0x00D7) {
    return c + 32;
  }
  if (c >= 0x0100 && c <= 0x0177 && !(c >= 0x0138 && c <= 0x0149)) {
    return c | 1U;
  }
  if ((c >= 0x0139 && c <= 0x0148) || (c >= 0x0179 && c <= 0x017E)) {
    return c + (c & 1U);
  }
  if (c == 0x0178) {
    return 0x00FF;
  }
  if (c >= 0x0410 && c <= 0x042F) {
    return c + 32;
  }
  if (c >= 0x0400 && c <= 0x040F) {
    return c + 80;
  }
  if ((c >= 0x0460 && c <= 0x0481) || (c >= 0x048A && c <= 0x04BF) || (c >= 0x04D0 && c <= 0x052F)) {
    return c | 1U;
  }
  return c;
}

constexpr bool is_upper(char32_t c) { return lower(c) != c; }

/// Soft hyphen, zero-width characters, bidi marks, combining stress: in the text, but not in a key.
constexpr bool is_invisible(char32_t c) {
  return c == utf8::soft_hyphen || (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
         (c >= 0x2060 && c <= 0x2064) || (c >= 0x2066 && c <= 0x2069) || c == utf8::byte_order_mark ||
         c == utf8::combining_acute || c == 0x0300 || (c >= 0xFE00 && c <= 0xFE0F);
}

/// NBSP, thin and other fixed spaces count as spaces.
constexpr bool is_space(char32_t c) {
  return c == ' ' || (c >= 0x09 && c <= 0x0D) || c == utf8::no_break_space || c == 0x1680 ||
         (c >= 0x2000 && c <= 0x200A) || c == utf8::narrow_no_break_space || c == 0x205F || c == 0x3000 ||
         c == utf8::line_separator || c == utf8::paragraph_separator || c == 0x85;
}

/// U+0027, U+2019, U+02BC, U+2018, U+0060, U+00B4 between letters.
constexpr bool is_apostrophe(char32_t c) {
  return c == '\'' || c == utf8::right_single_quote || c == utf8::modifier_apostrophe ||
         c == utf8::left_single_quote || c == '`' || c == 0x00B4;
}

/// Hyphens that join: U+002D, U+2010, U+2011.
constexpr bool is_hyphen(char32_t c) { return c == '-' || c == 0x2010 || c == 0x2011; }

/// What the reader of tokens asks of every letter, as bits; a table for Latin and Cyrillic.
namespace trait {
inline constexpr std::uint8_t letter = 1;
inline constexpr std::uint8_t upper = 2;
}  // namespace trait
inline constexpr std::size_t tabled_letters = 0x0530;
inline constexpr auto letter_traits = [] {
  std::array<std::uint8_t, tabled_letters> traits{};
  for (std::size_t at = 0; at < traits.size(); ++at) {
    const auto c = static_cast<char32_t>(at);
    traits[at] =
        static_cast<std::uint8_t>((is_letter(c) ? trait::letter : 0) | (is_upper(c) ? trait::upper : 0));
  }
  return traits;
}();
constexpr std::uint8_t traits_of(char32_t c) {
  return c < tabled_letters ? letter_traits[c]
                            : static_cast<std::uint8_t>((is_letter(c) ? trait::letter : 0) |
                                                        (is_upper(c) ? trait::upper : 0));
}

/// utf8::decode() with the usual cases, one byte and two, in place.
inline utf8::Decoded decode_letter(std::string_view text, std::size_t at) {
  const auto lead = static_cast<unsigned char>(text[at]);
  if (lead < 0x80) {
    return {lead, 1, true};
  }
  if (lead >= 0xC2 && lead < 0xE0 && at + 1 < text.size()) {
    const auto next = static_cast<unsigned char>(text[at + 1]);
    if ((next & 0xC0U) == 0x80U) {
      return {(lead & 0x1FU) << 6U | (next & 0x3FU), 2, true};
    }
  }
  return utf8::decode(text, at);
}

/// The Cyrillic letter that looks like this Latin one, or 0; and the other way round.
char32_t cyrillic_look_alike(char32_t latin);
char32_t latin_look_alike(char32_t cyrillic);

/// The key of a word: lower case, ё as е, ґ as г, apostrophes as U+02BC, decomposed й ї composed, stress
/// marks and invisible characters dropped, look-alike letters of the other script folded to the word's own
/// script. Input: any bytes; O(length).
std::string key_of(std::string_view word);
/// The same, put behind what `out` has.
void append_key(std::string& out, std::string_view word);

}  // namespace qw::text
