#pragma once

#include "crawler/text/document.hpp"
#include "crawler/text/language_data.hpp"
#include "model/quote.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// Words as the comparison wants them: folded keys that are alike in Russian and Ukrainian spelling habits,
/// with what stood between them. Pure; any thread; linear in the text.
namespace qw::match {

/// What stands between a word and the one before it, as bits.
namespace gap {
inline constexpr std::uint8_t comma = 1;
inline constexpr std::uint8_t dash = 2;
inline constexpr std::uint8_t colon = 4;
inline constexpr std::uint8_t mark = 8;  ///< a quotation mark or bracket
inline constexpr std::uint8_t semicolon = 16;
inline constexpr std::uint8_t question = 32;
inline constexpr std::uint8_t sentence = 64;  ///< . ! ? … or a line end
}  // namespace gap

struct Word {
  std::string key;                  ///< folded; digits as they stand
  std::vector<std::string> lemmas;  ///< folded dictionary forms; empty where no dictionary was asked
  model::ByteSpan span;             ///< in the text
  std::uint8_t before = 0;          ///< gap bits in front of it
  bool capital = false;
  bool number = false;  ///< begins with a digit
  bool common = false;  ///< the dictionary has it in lower case
  bool all_capitals = false;
  text::Language language = text::Language::unknown;  ///< of its paragraph, when beyond doubt
  std::uint32_t sentence = 0;                         ///< counted from 0
  bool in_question = false;                           ///< its sentence ends with a question mark
};

/// All words of `text` (UTF-8, at most 1 MiB are looked at), in order.
std::vector<Word> split_words(std::string_view text, const text::Abbreviations& abbreviations);
/// The same with lemmas. `hint`: the language where a paragraph does not tell.
std::vector<Word> split_words(std::string_view text, const text::LanguageData& data,
                              text::Language hint = text::Language::unknown);

/// text::key_of() without apostrophes and with ґ as г, which outlets write as they like.
std::string fold(std::string_view word);

/// The skeleton by which words outside the lexicon are compared across ru, uk and en: transliterated to
/// ASCII, vowels that the languages swap made one, double letters single.
std::string root_of(std::string_view key);
/// Two skeletons are one word when they agree up to their endings.
bool same_root(std::string_view a, std::string_view b);

}  // namespace qw::match
