#pragma once

#include "base/ascii.hpp"

#include <cstddef>
#include <string_view>

/// The tokens of HTML that the pre-pass needs: tags with their attributes, raw elements, comments.
/// Pure; any thread; every function is O(bytes it passes over).
namespace qw::article {

constexpr bool is_html_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f'; }
bool equals_ignoring_case(std::string_view text, std::string_view lower);
bool contains_ignoring_case(std::string_view text, std::string_view lower);

/// The first byte at or behind `at` that is no ASCII; the size when there is none.
std::size_t skip_ascii(std::string_view text, std::size_t at);

/// One tag. `name` as it stands in the page.
struct TagToken {
  std::string_view name;
  std::string_view inside;  ///< between name and '>'
  std::size_t end = 0;      ///< behind '>'
  bool closing = false;
};

/// Reads the tag that begins at `at` ('<' and a letter, or "</" and a letter). `end` is npos when it never
/// closes.
TagToken read_tag(std::string_view html, std::size_t at);

/// One attribute; `value` without its quotes.
struct Attribute {
  std::string_view name, value;
};
/// Takes the next attribute off `rest`; false at its end.
bool next_attribute(std::string_view& rest, Attribute& out);

/// The value of the first attribute of this lower-case name, "" = none.
std::string_view attribute_of(const TagToken& tag, std::string_view name);

/// Where "</name" begins at or behind `at`; npos = nowhere.
std::size_t find_end_tag(std::string_view html, std::size_t at, std::string_view name);

/// Behind the comment, declaration or processing instruction that begins at `at` ("<!" or "<?"). A comment
/// without an end ends right behind its opening, so that a cut page keeps its text; `open_ended` remembers
/// that no end follows, so that many such comments stay linear.
std::size_t behind_markup(std::string_view html, std::size_t at, bool& open_ended);

}  // namespace qw::article
