#pragma once

#include "crawler/quotes/quote_engine.hpp"
#include "model/decision.hpp"
#include "model/outlet.hpp"
#include "model/pattern.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace qw::match {

/// The texts of one article (or a lone headline, feed title or post) with their quotes.
struct JudgedText {
  model::TextKind kind = model::TextKind::body;
  std::string_view text;
  const std::vector<model::Quote>* quotes = nullptr;  ///< as extract() gave them
};
struct JudgedArticle {
  std::vector<JudgedText> texts;
  std::string_view language;
  Day date{};
  model::OutletKind outlet_kind = model::OutletKind::portal;
  bool body_seen = true;            ///< false: the page could not be had, at most `review`
  std::string_view claim_reviewed;  ///< ClaimReview of the page, "" = none
};

/// Quotes × patterns → decisions with why: docs/comparison.md.
/// Immutable after make(); judge() is pure and may be called from any thread.
class MatchEngine {
 public:
  static std::expected<std::shared_ptr<const MatchEngine>, std::vector<Error>> make(
      std::shared_ptr<const quotes::QuoteEngine> quotes, const std::string& lexicon_directory,
      const std::vector<model::Official>& officials, const std::vector<model::Pattern>& patterns);
  MatchEngine() = default;
  MatchEngine(const MatchEngine&) = delete;
  MatchEngine& operator=(const MatchEngine&) = delete;
  virtual ~MatchEngine() = default;

  /// One decision a pattern whose official and rarest concept occur, by pattern id; silent ones included.
  virtual std::vector<model::Decision> judge(const JudgedArticle& article) const = 0;
  /// Reasons in plain words. `language`: "en", "uk" or "ru".
  virtual std::vector<std::string> explain(const model::Decision& decision,
                                           std::string_view language) const = 0;
  /// For fitting and explaining: the evidence for each pattern that the article has to do with, by id, in the
  /// order of evidence_names() (evidence.hpp).
  virtual std::vector<std::pair<std::string, std::vector<double>>> evidence(
      const JudgedArticle& /*article*/) const {
    return {};
  }
  /// How the engine reads each pattern and the article beside it, in lines (trace.hpp), by id.
  virtual std::vector<std::pair<std::string, std::vector<std::string>>> trace(
      const JudgedArticle& /*article*/) const {
    return {};
  }
  /// Words of this pattern's false wordings that no concept has: they count by spelling alone.
  /// Empty where an engine has no lexicon.
  virtual std::vector<std::string> words_outside_lexicon(std::string_view /*pattern*/) const { return {}; }
  /// What a concept's id, or a word or phrase of the three languages, stands for; empty where no concept has
  /// it.
  virtual std::vector<std::uint32_t> concepts_of(std::string_view /*id_or_words*/) const { return {}; }
  /// Whether a text speaks of one of these concepts or of one kindred to it.
  virtual bool speaks_of(std::string_view /*text*/, const std::vector<std::uint32_t>& /*concepts*/) const {
    return false;
  }
};

}  // namespace qw::match
