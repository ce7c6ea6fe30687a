#pragma once

#include "base/result.hpp"
#include "crawler/text/document.hpp"
#include "crawler/text/language.hpp"

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace qw::text {

/// What is known of one word form.
struct Word {
  std::vector<std::string> lemmas;  ///< keys (letters.hpp), sorted, at least one; a cut stem when unknown
  bool known = false;               ///< the dictionary has it in lower case: a common word
  bool name = false;                ///< the dictionary has it only with a capital
};

/// Lemmas of Russian, Ukrainian and English words: own irregulars (config/lexicon/irregulars.tsv) first, then
/// hunspell, then a cut ending. Immutable but for a bounded cache that never changes an answer; any thread.
/// A cold word costs 12-18 µs and takes a lock of its language; a warm one a shared lock and a hash.
class LanguageData {
 public:
  /// Reads `lexicon_directory`/abbreviations.tsv, irregulars.tsv and the installed dictionaries of hunspell.
  /// A missing dictionary is an error that names the Debian package.
  static std::expected<std::shared_ptr<const LanguageData>, std::vector<Error>> make(
      const std::string& lexicon_directory, std::size_t cached_words = 1U << 17U);

  /// The errors of the two tables alone, without dictionaries.
  static std::vector<Error> check_tables(const std::string& lexicon_directory);

  virtual ~LanguageData() = default;
  LanguageData() = default;
  LanguageData(const LanguageData&) = delete;
  LanguageData& operator=(const LanguageData&) = delete;

  /// `key`: as key_of() gives it. Never null. Hyphenated words that are unknown give the lemmas of the whole
  /// and of the last part.
  virtual std::shared_ptr<const Word> word(Language language, std::string_view key) const = 0;
  virtual const Abbreviations& abbreviations() const = 0;

  /// read_document with the tables of this object.
  Document read(std::string_view text, Language hint = Language::unknown) const {
    return read_document(text, abbreviations(), hint);
  }
};

}  // namespace qw::text
