#include "daemon/alerts/tame.hpp"

#include "base/ascii.hpp"
#include "base/utf8.hpp"

#include <algorithm>
#include <array>

namespace qw::alerts {
namespace {

/// Marks, joiners and variation selectors belong to the letter before them.
bool belongs_to_the_letter_before(char32_t c) {
  constexpr char32_t last_combining = 0x036F;
  constexpr char32_t first_variation = 0xFE00;
  constexpr char32_t last_variation = 0xFE0F;
  constexpr char32_t first_skin = 0x1F3FB;
  constexpr char32_t last_skin = 0x1F3FF;
  return (c >= 0x0300 && c <= last_combining) || c == utf8::zero_width_joiner ||
         (c >= first_variation && c <= last_variation) || (c >= first_skin && c <= last_skin);
}

bool is_ascii_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
/// A byte of a word: ASCII, or part of a letter beyond it.
bool is_word(char c) {
  return is_ascii_letter(c) || is_digit(c) || c == '-' || static_cast<unsigned char>(c) >= 0x80;
}

/// In any case of letters.
bool begins_as(std::string_view text, std::string_view scheme) {
  return text.size() >= scheme.size() &&
         std::ranges::equal(text.substr(0, scheme.size()), scheme, {}, to_lower_ascii);
}

// Domains in Cyrillic that programs make links of: рф, рус, укр, бел.
constexpr auto cyrillic_domains = std::to_array<std::string_view>(
    {"\u0440\u0444", "\u0440\u0443\u0441", "\u0443\u043a\u0440", "\u0431\u0435\u043b"});

/// Whether a program could take the dot at `at` for one of a host name.
bool dot_of_a_host(std::string_view text, std::size_t at) {
  if (at == 0 || at + 1 >= text.size() || !is_word(text[at - 1])) {
    return false;
  }
  const std::string_view rest = text.substr(at + 1);
  if (std::ranges::any_of(cyrillic_domains, [&](std::string_view each) {
        return rest.starts_with(each) && (rest.size() == each.size() || !is_word(rest[each.size()]));
      })) {
    return true;
  }
  std::size_t letters = 0;
  while (letters < rest.size() &&
         (is_ascii_letter(rest[letters]) || is_digit(rest[letters]) || rest[letters] == '-')) {
    ++letters;
  }
  const bool latin = letters >= 2 && is_ascii_letter(rest.front());
  const bool numbers = letters >= 1 && is_digit(rest.front()) && is_digit(text[at - 1]) &&
                       letters < rest.size() && rest[letters] == '.';  // a v4 address, not 3.5 %
  return latin || numbers;
}

}  // namespace

std::string one_line(std::string_view foreign) {
  std::string out;
  bool space = false;
  for (std::size_t at = 0; at < foreign.size();) {
    const utf8::Decoded d = utf8::decode(foreign, at);
    at += d.length;
    if (d.code_point == ' ' || utf8::is_hostile_control(d.code_point)) {
      space = !out.empty();
      continue;
    }
    if (space) {
      out += ' ';
      space = false;
    }
    utf8::append(out, d.code_point);
  }
  return out;
}

std::string without_links(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const std::string_view rest = text.substr(at);
    if (begins_as(rest, "http://") ||
        begins_as(rest, "https://")) {  // inside a word, too: some programs link it
      out += "hxxp";
      at += 3;
    } else if (text[at] == '.' && dot_of_a_host(text, at)) {
      out += "[.]";
    } else {
      out += text[at];
    }
  }
  return out;
}

std::string cut_words(std::string_view text, std::size_t most) {
  std::size_t count = 0;
  std::size_t border = 0;  // the last place where the text may be cut
  for (std::size_t at = 0; at < text.size(); ++count) {
    const utf8::Decoded d = utf8::decode(text, at);
    const bool joined = at >= 3 && utf8::decode(text, at - 3).code_point == utf8::zero_width_joiner;
    if (!belongs_to_the_letter_before(d.code_point) && !joined) {
      border = at;
    }
    if (count == most) {
      return std::string(text.substr(0, border)) + "…";
    }
    at += d.length;
  }
  return std::string(text);
}

}  // namespace qw::alerts
