#include "crawler/article/language.hpp"

#include "base/utf8.hpp"
#include "crawler/article/words.hpp"

namespace qw::article {
namespace {

constexpr std::size_t most_bytes = 16384;
constexpr std::size_t least_letters = 20;

bool is_ukrainian_letter(char32_t c) {  // і ї є ґ and their capitals
  return c == 0x456 || c == 0x457 || c == 0x454 || c == 0x491 || c == 0x406 || c == 0x407 || c == 0x404 ||
         c == 0x490;
}
bool is_russian_letter(char32_t c) {  // ы э ъ ё and their capitals
  return c == 0x44B || c == 0x44D || c == 0x44A || c == 0x451 || c == 0x42B || c == 0x42D || c == 0x42A ||
         c == 0x401;
}

}  // namespace

std::string language_of(std::string_view text, std::string_view labelled) {
  std::size_t cyrillic = 0, latin = 0, ukrainian = 0, russian = 0;
  text = text.substr(0, most_bytes);
  for (std::size_t at = 0; at < text.size();) {
    const utf8::Decoded d = utf8::decode(text, at);
    const char32_t c = d.code_point;
    cyrillic += c >= 0x400 && c < 0x500 ? 1 : 0;
    latin += (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ? 1 : 0;
    ukrainian += is_ukrainian_letter(c) ? 1 : 0;
    russian += is_russian_letter(c) ? 1 : 0;
    at += d.length;
  }
  if (cyrillic + latin < least_letters) {
    return labelled == "ru" || labelled == "uk" || labelled == "en" ? std::string(labelled) : "";
  }
  if (cyrillic >= latin) {
    if (labelled == "bg" || labelled == "sr" || labelled == "mk" || labelled == "be" || labelled == "kk") {
      return std::string(labelled);
    }
    return ukrainian > russian ? "uk" : "ru";
  }
  if (!labelled.empty() && labelled != "ru" && labelled != "uk") {
    return std::string(labelled);
  }
  std::size_t english = 0, words = 0;
  for (const std::string_view word : split_words(text)) {
    ++words;
    english += word == "the" || word == "of" || word == "and" || word == "to" || word == "in" ? 1 : 0;
  }
  return english * 15 >= words ? "en" : "";
}

}  // namespace qw::article
