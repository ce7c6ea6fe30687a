#pragma once

#include "crawler/text/document.hpp"
#include "crawler/text/language_data.hpp"
#include "crawler/text/word_cache.hpp"
#include "model/quote.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
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

/// A wording of the concept lexicon that is looked up by a form: what is asked of it for every occurrence, in
/// one place.
struct Opened {
  static constexpr std::uint32_t alone = UINT32_MAX;
  std::uint32_t wording = 0, concept_index = 0, letters = 0;
  std::uint32_t next = alone;  ///< the first of the further words of a phrase, a number of WordForm::pieces
  text::Language language = text::Language::unknown;
};

/// A word outside the lexicon that is shorter tells nothing: four Cyrillic letters or seven Latin ones.
inline constexpr std::size_t least_word_bytes = 7;

/// What is known of a word form, shared by all its occurrences.
struct WordForm {
  std::string key;                  ///< folded; digits as they stand
  std::vector<std::string> lemmas;  ///< folded dictionary forms; empty where no dictionary was asked
  std::string root;                 ///< root_of(key)
  std::uint64_t root_bit = 0;       ///< root_bit(root)
  bool common = false;              ///< the dictionary has it in lower case

  bool tables_asked = false;             ///< what follows is filled
  std::vector<Opened> wordings;          ///< of the concept lexicon that are looked up by it
  std::vector<std::uint32_t> pieces;     ///< what it can be further inside a phrase of the lexicon, in order
  std::vector<std::uint32_t> roles;      ///< of officials that may begin with it
  std::optional<std::uint32_t> surname;  ///< of officials
  bool public_person = false;            ///< a surname of persons.tsv
};

struct Word {
  std::shared_ptr<const WordForm> form;
  std::string_view key;  ///< of the form, as are lemmas and common
  std::span<const std::string> lemmas;
  model::ByteSpan span;     ///< in the text
  std::uint8_t before = 0;  ///< gap bits in front of it
  bool capital = false;
  bool number = false;  ///< begins with a digit
  bool common = false;
  bool all_capitals = false;
  text::Language language = text::Language::unknown;  ///< of its paragraph, when beyond doubt
  std::uint32_t sentence = 0;                         ///< counted from 0
  bool in_question = false;                           ///< its sentence ends with a question mark
};

/// Word forms by language and key, made once: dictionary, folding and every table are asked when a form is
/// first seen. Bounded; any thread. Keeps a reference to `data`.
class WordForms {
 public:
  /// `ask_tables` fills what other tables know of the form.
  WordForms(const text::LanguageData& data, std::function<void(WordForm&)> ask_tables)
      : data_(data), ask_tables_(std::move(ask_tables)), cache_(most_forms) {}

  /// `key`: as text::key_of() gives it.
  std::shared_ptr<const WordForm> find(text::Language language, std::string_view key) const;
  const text::LanguageData& data() const { return data_; }

 private:
  static constexpr std::size_t most_forms = 1U << 16U;
  const text::LanguageData& data_;
  std::function<void(WordForm&)> ask_tables_;
  mutable text::WordCache<WordForm> cache_;
};

/// All words of `text` (UTF-8, at most 1 MiB are looked at), in order.
std::vector<Word> split_words(std::string_view text, const text::Abbreviations& abbreviations);
/// The same with lemmas and what the tables know. `hint`: the language where a paragraph does not tell.
std::vector<Word> split_words(std::string_view text, const WordForms& forms,
                              text::Language hint = text::Language::unknown);

/// text::key_of() without apostrophes and with ґ as г, which outlets write as they like.
std::string fold(std::string_view word);

/// The skeleton by which words outside the lexicon are compared across ru, uk and en: transliterated to
/// ASCII, vowels that the languages swap made one, double letters single.
std::string root_of(std::string_view key);
/// Two skeletons are one word when they agree up to their endings.
bool same_root(std::string_view a, std::string_view b);
/// One bit of 64 by the letters that two skeletons must share to be one word; 0 for a short one, which is
/// like none.
std::uint64_t root_bit(std::string_view root);

}  // namespace qw::match
