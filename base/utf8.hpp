#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

/// UTF-8 as the one text unit inside the program. Pure; any thread.
namespace qw::utf8 {

inline constexpr char32_t replacement = 0xFFFD;
inline constexpr char32_t soft_hyphen = 0x00AD;
inline constexpr char32_t no_break_space = 0x00A0;
inline constexpr char32_t narrow_no_break_space = 0x202F;
inline constexpr char32_t zero_width_space = 0x200B;
inline constexpr char32_t zero_width_joiner = 0x200D;
inline constexpr char32_t zero_width_non_joiner = 0x200C;
inline constexpr char32_t word_joiner = 0x2060;
inline constexpr char32_t byte_order_mark = 0xFEFF;
inline constexpr char32_t combining_acute = 0x0301;
inline constexpr char32_t left_guillemet = 0x00AB;
inline constexpr char32_t right_guillemet = 0x00BB;
inline constexpr char32_t low_double_quote = 0x201E;
inline constexpr char32_t left_double_quote = 0x201C;
inline constexpr char32_t right_double_quote = 0x201D;
inline constexpr char32_t low_single_quote = 0x201A;
inline constexpr char32_t left_single_quote = 0x2018;
inline constexpr char32_t right_single_quote = 0x2019;
inline constexpr char32_t modifier_apostrophe = 0x02BC;
inline constexpr char32_t em_dash = 0x2014;
inline constexpr char32_t en_dash = 0x2013;
inline constexpr char32_t minus_sign = 0x2212;
inline constexpr char32_t ellipsis = 0x2026;
inline constexpr char32_t line_separator = 0x2028;
inline constexpr char32_t paragraph_separator = 0x2029;

struct Decoded {
  char32_t code_point = replacement;
  std::uint8_t length = 1;  ///< bytes consumed; 1 for an invalid byte
  bool valid = false;
};

/// Decodes the code point at byte `at` (< text.size()). Overlong forms, surrogates and bytes beyond
/// U+10FFFF are invalid: U+FFFD, one byte.
Decoded decode(std::string_view text, std::size_t at);

void append(std::string& out, char32_t code_point);

bool is_valid(std::string_view text);
/// Number of code points; each invalid byte counts as one.
std::size_t count(std::string_view text);
/// Invalid bytes replaced by U+FFFD.
std::string repaired(std::string_view bytes);
std::u32string to_code_points(std::string_view text);
std::string from_code_points(std::u32string_view text);
/// The first `most` code points, and "…" if something was cut.
std::string cut(std::string_view text, std::size_t most);

/// C0, C1, DEL, bidi controls, line and paragraph separator: what must never reach a terminal or a log as is.
bool is_hostile_control(char32_t code_point);

}  // namespace qw::utf8
