#include "base/fold.hpp"

namespace qw {
namespace {

/// A letter or digit in lower case, 0 for everything else.
char32_t folded_letter(char32_t c) {
  if ((c >= U'0' && c <= U'9') || (c >= U'a' && c <= U'z')) {
    return c;
  }
  if (c >= U'A' && c <= U'Z') {
    return c + 0x20;
  }
  if (c >= 0x410 && c <= 0x42F) {  // capital A to YA
    return c + 0x20;
  }
  if (c == 0x401 || c == 0x451) {  // IO: media write IE for it at will
    return 0x435;
  }
  if (c >= 0x400 && c <= 0x40F) {
    return c + 0x50;
  }
  if (c == 0x490) {  // GHE WITH UPTURN
    return 0x491;
  }
  if ((c >= 0x430 && c <= 0x45F) || c == 0x491 || (c >= 0xC0 && c <= 0x24F && c != 0xD7 && c != 0xF7)) {
    return c;
  }
  return 0;
}

bool joins_words(char32_t c) {  // inside a word, without a place of their own
  return c == U'\'' || c == utf8::right_single_quote || c == utf8::modifier_apostrophe ||
         c == utf8::soft_hyphen || c == utf8::combining_acute || c == utf8::zero_width_space ||
         c == utf8::zero_width_joiner || c == utf8::zero_width_non_joiner;
}

}  // namespace

std::u32string folded(std::string_view text, std::size_t most) {
  std::u32string out;
  for (std::size_t at = 0; at < text.size() && out.size() < most;) {
    const utf8::Decoded d = utf8::decode(text, at);
    at += d.length;
    if (const char32_t c = folded_letter(d.code_point); c != 0) {
      out += c;
    } else if (!joins_words(d.code_point) && !out.empty() && out.back() != U' ') {
      out += U' ';
    }
  }
  if (!out.empty() && out.back() == U' ') {
    out.pop_back();
  }
  return out;
}

std::string folded_utf8(std::string_view text, std::size_t most) {
  return utf8::from_code_points(folded(text, most));
}

std::vector<FoldedWord> folded_words_of(std::string_view text) {
  std::vector<FoldedWord> out;
  bool inside = false;
  for (std::size_t at = 0; at < text.size();) {
    const utf8::Decoded d = utf8::decode(text, at);
    const std::size_t next = at + d.length;
    if (const char32_t c = folded_letter(d.code_point); c != 0) {
      if (!inside) {
        out.push_back({at, at, {}});
        inside = true;
      }
      out.back().form += c;
      out.back().end = next;
    } else if (!joins_words(d.code_point)) {
      inside = false;
    }
    at = next;
  }
  return out;
}

}  // namespace qw
