#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "model/official.hpp"
#include "model/outlet.hpp"
#include "model/quote.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace qw::text {
class LanguageData;
}

namespace qw::quotes {

/// One text and what is known of it.
struct TextInput {
  std::string_view text;  ///< UTF-8, at most 1 MiB (the rest is not looked at)
  model::TextKind kind = model::TextKind::body;
  std::string_view language;  ///< "ru", "uk" or "" when unknown; a hint only
  Day date{};                 ///< roles are resolved by it
};

/// Who said what in Russian and Ukrainian news text: docs/language.md.
/// Immutable after make(); extract() is pure: no clock, no I/O, the same answer on any thread and run.
class QuoteEngine {
 public:
  /// Reads the tables of `lexicon_directory` and the dictionaries; errors name file:line:column or the
  /// package.
  static std::expected<std::shared_ptr<const QuoteEngine>, std::vector<Error>> make(
      const std::string& lexicon_directory, const std::vector<model::Official>& officials,
      const std::vector<model::Namesake>& namesakes, const std::vector<model::Outlet>& outlets);
  QuoteEngine() = default;
  QuoteEngine(const QuoteEngine&) = delete;
  QuoteEngine& operator=(const QuoteEngine&) = delete;
  virtual ~QuoteEngine() = default;

  /// Quotes in order of the start of their content.
  virtual std::vector<model::Quote> extract(const TextInput& input) const = 0;
  /// Dictionaries and lemma cache, shared with the matcher.
  virtual std::shared_ptr<const text::LanguageData> language_data() const = 0;
};

}  // namespace qw::quotes
