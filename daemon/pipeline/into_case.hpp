#pragma once

#include "daemon/pipeline/judge.hpp"
#include "daemon/pipeline/schedule.hpp"
#include "store/store.hpp"

#include <cstddef>
#include <string>

namespace qw::pipeline {

/// What was put down for one article.
struct PutDown {
  bool new_revision = false;
  std::size_t alerts = 0, reviews = 0, silent = 0;  ///< decisions
  std::size_t messages = 0;                         ///< outbox entries
  std::size_t cases_touched = 0;
};

/// match → case → alert: joins what was found to the running cases and commits article, quotes, decisions,
/// cases, audit and outbox as one batch that consumes the `read` task and puts down the next visit.
/// When somebody changed a case in between, it is loaded again and the join repeated.
/// An article that stands in a decided case and no longer gives an occurrence reopens the case.
/// Blocks on the store: call it on the pool for disk work. Errors: those of the store.
Result<PutDown> put_into_cases(store::Store& store, const Engines& engines, const ReadArticle& read,
                               Judged judged, Time now, double chance);

/// The decisions and occurrences of a stored article that was judged once more: no revision, no task. As
/// above; what is known already changes nothing.
Result<PutDown> put_found_again(store::Store& store, const Engines& engines, const Judged& judged, Time now);

}  // namespace qw::pipeline
