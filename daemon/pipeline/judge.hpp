#pragma once

#include "daemon/cases/outbreak.hpp"
#include "daemon/pipeline/values.hpp"
#include "store/store.hpp"

#include <optional>
#include <vector>

namespace qw::pipeline {

/// An occurrence that belongs into a case.
struct Found {
  model::Occurrence occurrence;
  cases::Freshness freshness = cases::Freshness::fresh;
};

/// What the engines say of one article, ready for the store.
struct Judged {
  std::optional<model::Revision> revision;  ///< empty when only the feed's title was seen
  std::vector<store::QuoteRow> quotes;      ///< those of officials, and of mentions that fit several
  std::vector<store::DecisionRow> decisions;
  std::vector<Found> found;                      ///< decisions `alert` and `review`
  double quotes_seconds = 0, match_seconds = 0;  ///< for the metrics alone
};

/// article → quotes → match. Headline, body and the feed's title (where it differs) are texts of their own.
/// Institutions are kept and never matched. Without the page the feed's title and summary are all there is,
/// and the engine gives `review` at most. Pure; any thread; the cost of both engines.
Judged judge(const Engines& engines, const ReadArticle& read);

/// content_id of the canonical address: what Revision::article and the store's indexes hold.
std::string article_id(const std::string& canonical_url);

}  // namespace qw::pipeline
