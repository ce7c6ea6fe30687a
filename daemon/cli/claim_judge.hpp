#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "crawler/match/match_engine.hpp"
#include "crawler/quotes/quote_engine.hpp"
#include "model/pattern.hpp"

#include <boost/json/object.hpp>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace qw::cli {

/// Headline and body as a claim item of eval/FORMATS.md has them.
struct Claim {
  std::string headline, body, language;
  Day date{};
  model::OutletKind outlet_kind = model::OutletKind::portal;
};

Result<Claim> read_claim(const boost::json::object& item);

/// The decisions of an article and the quotes that they rest on.
struct Judgement {
  std::vector<model::Quote> headline_quotes, body_quotes;
  std::vector<model::Decision> decisions;  ///< by pattern id

  /// The one that a person would look at: highest outcome, then confidence; nullptr without any.
  const model::Decision* foremost() const;
};

/// Quotes and match over texts from files, for the offline verbs. Immutable; any thread.
class ClaimJudge {
 public:
  /// `patterns`: a JSONL file, a TOML file or a folder, "" = the shipped ones. `officials`: a folder or "".
  static std::expected<ClaimJudge, std::vector<Error>> load(const std::string& patterns,
                                                            const std::string& officials);

  Judgement judge(const Claim& claim) const;
  /// What the decisions would be weighed from, by pattern (match_engine.hpp).
  std::vector<std::pair<std::string, std::vector<double>>> evidence(const Claim& claim) const;
  /// MatchEngine::trace() of it.
  std::vector<std::pair<std::string, std::vector<std::string>>> trace(const Claim& claim) const;
  const match::MatchEngine& engine() const { return *engine_; }
  const std::vector<model::Pattern>& patterns() const { return patterns_; }
  const std::shared_ptr<const quotes::QuoteEngine>& quotes() const { return quotes_; }
  const std::vector<model::Official>& officials() const { return officials_; }
  const std::string& lexicon_directory() const { return lexicon_directory_; }
  /// The nominative by which news calls an official, "" when unknown. `language`: "ru" or "uk".
  std::string name_of(const std::string& official, std::string_view language) const;

 private:
  /// Quotes into `out`; the article refers to them and to the claim.
  match::JudgedArticle read(const Claim& claim, Judgement& out) const;

  std::vector<model::Pattern> patterns_;
  std::vector<model::Official> officials_;
  std::string lexicon_directory_;
  std::shared_ptr<const quotes::QuoteEngine> quotes_;
  std::shared_ptr<const match::MatchEngine> engine_;
};

}  // namespace qw::cli
