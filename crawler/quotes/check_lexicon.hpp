#pragma once

#include "base/result.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

/// The tables of config/lexicon that the reading (crawler/text, crawler/quotes) uses, held against their
/// rules: columns, closed vocabularies, paradigms that fit, rows and cues that stand twice. For `quotewatch
/// check-config`, editors and fuzzing; needs no dictionaries and no officials.
namespace qw::quotes {

/// Every error of all tables as file:line:column, at most 50 a table; empty when all are right. Reads the
/// files of `directory`; any thread; tens of milliseconds.
std::vector<Error> check_lexicon(const std::string& directory);

/// One table at a time, from memory.
class LexiconCheck {
 public:
  /// `directory`: where the paradigms are. The errors of making say what is wrong with them.
  static std::expected<LexiconCheck, std::vector<Error>> make(const std::string& directory);
  LexiconCheck(LexiconCheck&&) noexcept;
  LexiconCheck& operator=(LexiconCheck&&) noexcept;
  ~LexiconCheck();

  /// Names of the tables that table() knows.
  static std::vector<std::string_view> names();
  /// The errors of `bytes`, read as the table `name`. Any bytes; O(length) and the forms that the rows make.
  std::vector<Error> table(std::string_view name, std::string_view bytes) const;

 private:
  struct Impl;
  explicit LexiconCheck(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace qw::quotes
