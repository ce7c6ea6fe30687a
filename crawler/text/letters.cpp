#include "crawler/text/letters.hpp"

#include "base/utf8.hpp"

#include <array>
#include <utility>

namespace qw::text {
namespace {

constexpr char32_t io_letter = 0x0451;
constexpr char32_t ie_letter = 0x0435;
constexpr char32_t combining_breve = 0x0306;
constexpr char32_t combining_diaeresis = 0x0308;

// Latin letter, Cyrillic letter that looks the same (lower case).
constexpr auto look_alikes = std::to_array<std::pair<char32_t, char32_t>>({{'a', 0x0430},
                                                                           {'b', 0x0432},
                                                                           {'c', 0x0441},
                                                                           {'e', 0x0435},
                                                                           {'h', 0x043D},
                                                                           {'i', 0x0456},
                                                                           {'k', 0x043A},
                                                                           {'m', 0x043C},
                                                                           {'o', 0x043E},
                                                                           {'p', 0x0440},
                                                                           {'t', 0x0442},
                                                                           {'x', 0x0445},
                                                                           {'y', 0x0443},
                                                                           {0x00EF, 0x0457}});

}  // namespace

bool is_cyrillic(char32_t c) { return (c >= 0x0400 && c <= 0x0481) || (c >= 0x048A && c <= 0x052F); }

bool is_latin(char32_t c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         (c >= 0x00C0 && c <= 0x024F && c != 0x00D7 && c != 0x00F7);
}

bool is_letter(char32_t c) {
  return is_cyrillic(c) || is_latin(c) || (c >= 0x0370 && c <= 0x03FF) || (c >= 0x0530 && c <= 0x06FF) ||
         (c >= 0x10A0 && c <= 0x10FF) || (c >= 0x3040 && c <= 0x9FFF) || c == utf8::modifier_apostrophe;
}

bool is_digit(char32_t c) { return c >= '0' && c <= '9'; }

char32_t lower(char32_t c) {
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

bool is_upper(char32_t c) { return lower(c) != c; }

bool is_invisible(char32_t c) {
  return c == utf8::soft_hyphen || (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
         (c >= 0x2060 && c <= 0x2064) || (c >= 0x2066 && c <= 0x2069) || c == utf8::byte_order_mark ||
         c == utf8::combining_acute || c == 0x0300 || (c >= 0xFE00 && c <= 0xFE0F);
}

bool is_space(char32_t c) {
  return c == ' ' || (c >= 0x09 && c <= 0x0D) || c == utf8::no_break_space || c == 0x1680 ||
         (c >= 0x2000 && c <= 0x200A) || c == utf8::narrow_no_break_space || c == 0x205F || c == 0x3000 ||
         c == utf8::line_separator || c == utf8::paragraph_separator || c == 0x85;
}

bool is_apostrophe(char32_t c) {
  return c == '\'' || c == utf8::right_single_quote || c == utf8::modifier_apostrophe ||
         c == utf8::left_single_quote || c == '`' || c == 0x00B4;
}

bool is_hyphen(char32_t c) { return c == '-' || c == 0x2010 || c == 0x2011; }

char32_t cyrillic_look_alike(char32_t latin) {
  for (const auto& [from, to] : look_alikes) {
    if (from == latin) {
      return to;
    }
  }
  return 0;
}

char32_t latin_look_alike(char32_t cyrillic) {
  for (const auto& [to, from] : look_alikes) {
    if (from == cyrillic) {
      return to;
    }
  }
  return 0;
}

std::string key_of(std::string_view word) {
  std::u32string letters;
  letters.reserve(word.size());
  std::size_t cyrillic = 0;
  std::size_t latin = 0;
  for (std::size_t at = 0; at < word.size();) {
    const utf8::Decoded d = utf8::decode(word, at);
    at += d.length;
    char32_t c = lower(d.code_point);
    if (is_invisible(c)) {
      continue;
    }
    if (c == combining_breve || c == combining_diaeresis) {
      if (!letters.empty()) {
        char32_t& last = letters.back();
        if (c == combining_breve && last == 0x0438) {
          last = 0x0439;
        } else if (c == combining_diaeresis && (last == 0x0456 || last == 'i')) {
          last = 0x0457;
        }
      }
      continue;
    }
    if (c == io_letter) {
      c = ie_letter;
    } else if (c == 0x0491) {
      c = 0x0433;  // Лаґард, Лагард
    } else if (is_apostrophe(c)) {
      c = utf8::modifier_apostrophe;
    } else if (is_hyphen(c)) {
      c = '-';
    }
    cyrillic += is_cyrillic(c) ? 1 : 0;
    latin += is_latin(c) ? 1 : 0;
    letters += c;
  }
  std::string key;
  key.reserve(word.size());
  const bool mixed = cyrillic > 0 && latin > 0;
  for (char32_t c : letters) {
    if (mixed && cyrillic >= latin && is_latin(c)) {
      if (const char32_t other = cyrillic_look_alike(c)) {
        c = other;
      }
    } else if (mixed && latin > cyrillic && is_cyrillic(c)) {
      if (const char32_t other = latin_look_alike(c)) {
        c = other;
      }
    }
    utf8::append(key, c);
  }
  return key;
}

}  // namespace qw::text
