#include "crawler/text/language.hpp"

#include "base/utf8.hpp"
#include "crawler/text/letters.hpp"

#include <algorithm>
#include <array>

namespace qw::text {
namespace {

/// Short words that only one of the two languages has, and that few sentences do without.
constexpr auto ru_words = std::to_array<std::string_view>(
    {"\u0438", "\u0447\u0442\u043E", "\u043A\u0430\u043A", "\u043E\u0442", "\u0438\u043B\u0438"});
constexpr auto uk_words =
    std::to_array<std::string_view>({"\u0449\u043E", "\u0439", "\u044F\u043A", "\u0446\u0435",
                                     "\u0430\u0431\u043E", "\u0447\u0438", "\u0449\u043E\u0431"});

}  // namespace

void LanguageVotes::add_word(std::string_view key) {
  bool has_cyrillic = false;
  bool has_latin = false;
  for (std::size_t at = 0; at < key.size();) {
    const auto lead = static_cast<unsigned char>(key[at]);
    constexpr unsigned char plain_cyrillic = 0xD0;  // U+0400 … U+043F, none of them telling
    if (lead == plain_cyrillic && at + 1 < key.size()) {
      has_cyrillic = true;
      at += 2;
      continue;
    }
    const utf8::Decoded d = decode_letter(key, at);
    at += d.length;
    switch (d.code_point) {
      case 0x0456:  // і
      case 0x0457:  // ї
      case 0x0454:  // є
      case 0x0491:  // ґ
        uk_ += 2;
        break;
      case 0x044B:  // ы
      case 0x044D:  // э
      case 0x044A:  // ъ
        ru_ += 2;
        break;
      case utf8::modifier_apostrophe:
        uk_ += 1;
        break;
      default:
        break;
    }
    has_cyrillic |= is_cyrillic(d.code_point);
    has_latin |= is_latin(d.code_point);
  }
  constexpr std::size_t short_bytes = 6;
  if (key.size() <= short_bytes) {
    ru_ += std::ranges::find(ru_words, key) != ru_words.end() ? 2 : 0;
    uk_ += std::ranges::find(uk_words, key) != uk_words.end() ? 2 : 0;
  }
  cyrillic_ += has_cyrillic ? 1 : 0;
  latin_ += has_latin ? 1 : 0;
}

void LanguageVotes::add(const LanguageVotes& other) {
  ru_ += other.ru_;
  uk_ += other.uk_;
  cyrillic_ += other.cyrillic_;
  latin_ += other.latin_;
}

Language LanguageVotes::decide(Language otherwise) const {
  if (cyrillic_ == 0 && latin_ == 0) {
    return otherwise;
  }
  if (latin_ > 2 * cyrillic_) {
    return Language::en;
  }
  if (ru_ == uk_) {
    return otherwise;
  }
  return ru_ > uk_ ? Language::ru : Language::uk;
}

}  // namespace qw::text
