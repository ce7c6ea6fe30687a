#include "crawler/text/letters.hpp"

#include "base/utf8.hpp"

#include <array>
#include <utility>

namespace qw::text {
namespace {

constexpr char32_t io_letter = 0x0451;
constexpr char32_t ie_letter = 0x0435;
constexpr char32_t ghe_with_upturn = 0x0491;
constexpr char32_t ghe = 0x0433;
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

/// ё as е; Лаґард is Лагард.
constexpr char32_t key_letter(char32_t lower_case) {
  return lower_case == io_letter ? ie_letter : lower_case == ghe_with_upturn ? ghe : lower_case;
}

}  // namespace

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

namespace {

/// Keys of the letters U+0400 … U+052F that are folded one by one; 0 for what is not.
constexpr char32_t first_cyrillic = 0x0400;
constexpr std::size_t cyrillic_letters = 0x0130;
constexpr auto cyrillic_keys = [] {
  std::array<char16_t, cyrillic_letters> keys{};
  for (std::size_t at = 0; at < keys.size(); ++at) {
    const auto c = static_cast<char32_t>(first_cyrillic + at);
    keys[at] = is_cyrillic(c) ? static_cast<char16_t>(key_letter(lower(c))) : u'\0';
  }
  return keys;
}();

/// Nearly all words are of one script and have nothing to drop; these are folded byte by byte. False: the
/// word needs more, `out` is as it was.
bool append_plain_key(std::string& out, std::string_view word) {
  const std::size_t before = out.size();
  bool cyrillic = false;
  bool latin = false;
  out.resize(before + word.size());
  char* to = out.data() + before;
  for (std::size_t at = 0; at < word.size();) {
    const auto lead = static_cast<unsigned char>(word[at]);
    if (lead < 0x80 && !is_apostrophe(lead)) {
      const char32_t c = lower(lead);
      latin = latin || c != lead || (c >= 'a' && c <= 'z');
      *to++ = static_cast<char>(c);
      ++at;
      continue;
    }
    const bool pair = lead >= 0xD0 && lead <= 0xD4 && at + 1 < word.size() &&
                      (static_cast<unsigned char>(word[at + 1]) & 0xC0U) == 0x80U;
    const std::size_t index =
        pair ? ((lead & 0x1FU) << 6U | (static_cast<unsigned char>(word[at + 1]) & 0x3FU)) - first_cyrillic
             : cyrillic_letters;
    const char16_t key = index < cyrillic_letters ? cyrillic_keys[index] : u'\0';
    if (key == 0) {
      out.resize(before);
      return false;
    }
    cyrillic = true;
    *to++ = static_cast<char>(0xC0U | (key >> 6U));
    *to++ = static_cast<char>(0x80U | (key & 0x3FU));
    at += 2;
  }
  const bool plain = !cyrillic || !latin;
  out.resize(plain ? before + word.size() : before);
  return plain;
}

void append_folded_key(std::string& out, std::string_view word) {
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
    c = key_letter(c);
    if (is_apostrophe(c)) {
      c = utf8::modifier_apostrophe;
    } else if (is_hyphen(c)) {
      c = '-';
    }
    cyrillic += is_cyrillic(c) ? 1 : 0;
    latin += is_latin(c) ? 1 : 0;
    letters += c;
  }
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
    utf8::append(out, c);
  }
}

}  // namespace

void append_key(std::string& out, std::string_view word) {
  if (!append_plain_key(out, word)) {
    append_folded_key(out, word);
  }
}

std::string key_of(std::string_view word) {
  std::string key;
  append_key(key, word);
  return key;
}

}  // namespace qw::text
