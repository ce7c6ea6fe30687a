#include "base/utf8.hpp"
#include "daemon/patterns/draft.hpp"

#include <array>

namespace qw::patterns {
namespace {

constexpr std::size_t most_words = 3;
constexpr std::size_t least_letters = 5;
constexpr std::size_t most_id = 60;

/// U+0430 to U+044F in the spelling of passports.
constexpr std::array<std::string_view, 32> latin{
    "a", "b", "v", "g", "d", "e",  "zh", "z",  "i",  "i",    "k", "l", "m", "n", "o",  "p",
    "r", "s", "t", "u", "f", "kh", "ts", "ch", "sh", "shch", "",  "y", "",  "e", "iu", "ia"};

std::string_view latin_of(char32_t c) {
  switch (c) {
    case 0x0451:
      return "e";
    case 0x0454:
      return "ie";
    case 0x0456:
    case 0x0457:
      return "i";
    case 0x0491:
      return "g";
    default:
      return c >= 0x0430 && c <= 0x044F ? latin.at(c - 0x0430) : std::string_view();
  }
}

char32_t small(char32_t c) {
  if (c >= 0x0410 && c <= 0x042F) {
    return c + 0x20;
  }
  if (c >= 0x0400 && c <= 0x040F) {
    return c + 0x50;
  }
  return c >= U'A' && c <= U'Z' ? c + 0x20 : c == 0x0490 ? 0x0491 : c;
}

}  // namespace

std::string id_from(std::string_view official, std::string_view wording) {
  std::string out;
  for (const char c : official) {
    out += (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ? c : '-';
  }
  std::string word;
  std::size_t words = 0;
  const auto end_word = [&] {
    if (word.size() >= least_letters && words < most_words && !out.starts_with(word) &&
        out.size() + word.size() < most_id) {
      out += (out.empty() ? "" : "-") + word;
      ++words;
    }
    word.clear();
  };
  for (std::size_t at = 0; at < wording.size();) {
    const utf8::Decoded d = utf8::decode(wording, at);
    at += d.length;
    const char32_t c = small(d.code_point);
    if ((c >= U'a' && c <= U'z') || (c >= U'0' && c <= U'9')) {
      word += static_cast<char>(c);
    } else if (const std::string_view letters = latin_of(c); !letters.empty()) {
      word += letters;
    } else if (c != 0x044C && c != 0x044A && c != utf8::modifier_apostrophe &&
               c != utf8::right_single_quote) {
      end_word();
    }
  }
  end_word();
  while (out.starts_with('-')) {
    out.erase(0, 1);
  }
  return out.empty() ? "pattern" : out;
}

}  // namespace qw::patterns
