#pragma once

#include "daemon/patterns/backtest.hpp"
#include "daemon/pipeline/engines.hpp"
#include "daemon/pipeline/judge.hpp"
#include "model/case.hpp"
#include "model/pattern.hpp"
#include "store/store.hpp"

#include <cstddef>
#include <memory>
#include <string>
#include <utility>
#include <vector>

/// What a pattern would have caught, before it is switched on.
namespace qw::pipeline {

/// Of everything in a pattern that decides what is matched: two patterns with one digest catch the same.
std::string matched_digest(const model::Pattern& pattern);

/// Engines that know this one pattern, matched whatever its state. Some tenths of a second.
std::expected<std::shared_ptr<const Engines>, config::Errors> engines_for(const Engines& engines,
                                                                          const model::Pattern& pattern);

/// Holds one pattern against articles, one after another. Not for several threads at once.
class BacktestRun {
 public:
  /// `engines`: from engines_for().
  BacktestRun(std::shared_ptr<const Engines> engines, model::Pattern pattern, Time now);

  void add(const ReadArticle& read);
  void add_unread() { ++out_.unread; }
  std::size_t articles() const { return out_.articles; }
  patterns::Backtest report() &&;

 private:
  void join(const Found& found);
  void keep_nearest();

  std::shared_ptr<const Engines> engines_;
  model::Pattern pattern_;
  Time now_;
  patterns::Backtest out_;
  std::vector<model::Case> cases_;
  std::vector<std::pair<double, patterns::Caught>> misses_;
};

struct BacktestBounds {
  std::size_t most_articles = 3000;
  Millis most_time{20'000};
};

/// The stored quotes of the pattern's official that were seen between these times, newest first, with the
/// articles in which they stand. Blocks on the store and costs both engines for each article; ends early, and
/// says so in `cut_short`, at its bounds. Errors: those of the store; Errc::config when the pattern makes no
/// engine.
Result<patterns::Backtest> backtest_stored(store::Store& store, const Engines& engines,
                                           const model::Pattern& pattern, Time from, Time until,
                                           const Clock& clock, const BacktestBounds& bounds = {});

}  // namespace qw::pipeline
