#include "daemon/pipeline/backtest.hpp"

#include "base/ids.hpp"
#include "base/utf8.hpp"
#include "config/pattern_text.hpp"
#include "daemon/cases/outbreak.hpp"
#include "daemon/cases/spread.hpp"
#include "daemon/pipeline/read_again.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace qw::pipeline {
namespace {

constexpr std::size_t rows_a_page = 100;
constexpr std::size_t most_excerpt = 600;
constexpr std::size_t most_kept_misses = 100;
constexpr std::size_t most_kept_caught = 5000;

patterns::Caught caught_of(const Found& found, const match::MatchEngine& match) {
  const model::Occurrence& from = found.occurrence;
  patterns::Caught out;
  out.outlet = from.outlet;
  out.url = from.url;
  out.title = from.headline;
  out.excerpt = utf8::cut(from.excerpt, most_excerpt);
  out.outcome = from.decision.outcome;
  out.label = from.decision.label;
  out.says_published = from.says_published;
  out.seen = from.seen_at;
  out.why = match.explain(from.decision, "en");
  return out;
}

patterns::Caught missed_of(const ReadArticle& read, const model::Decision& decision,
                           const match::MatchEngine& match) {
  patterns::Caught out;
  out.outlet = read.task.outlet;
  out.url = read.article.canonical_url;
  out.title = utf8::cut(read.article.title, most_excerpt);
  out.outcome = decision.outcome;
  out.label = decision.label;
  out.says_published = read.article.published.time;
  out.seen = read.task.sighting.seen_at == Time{} ? read.fetched : read.task.sighting.seen_at;
  out.why = match.explain(decision, "en");
  return out;
}

}  // namespace

std::string matched_digest(const model::Pattern& pattern) {
  model::Pattern kept;
  kept.id = pattern.id;
  kept.official = pattern.official;
  kept.false_wordings = pattern.false_wordings;
  kept.authentic = pattern.authentic;
  kept.since = pattern.since;
  kept.until = pattern.until;
  kept.slots = pattern.slots;
  return content_id(config::pattern_toml(kept));
}

std::expected<std::shared_ptr<const Engines>, config::Errors> engines_for(const Engines& engines,
                                                                          const model::Pattern& pattern) {
  model::Pattern matched = pattern;
  matched.state = model::PatternState::live;
  auto match = match::MatchEngine::make(engines.quotes, engines.config->lexicon_directory,
                                        engines.config->officials, {matched});
  if (!match) {
    return std::unexpected(std::move(match).error());
  }
  return std::make_shared<const Engines>(
      Engines{engines.config, engines.quotes, *std::move(match), engines.notices});
}

BacktestRun::BacktestRun(std::shared_ptr<const Engines> engines, model::Pattern pattern, Time now)
    : engines_(std::move(engines)), pattern_(std::move(pattern)), now_(now) {
  out_.pattern = pattern_.id;
  out_.digest = matched_digest(pattern_);
  out_.at = now;
}

void BacktestRun::add(const ReadArticle& read) {
  const Judged judged = judge(*engines_, read);
  ++out_.articles;
  out_.quotes += static_cast<std::size_t>(std::ranges::count_if(
      judged.quotes, [&](const store::QuoteRow& row) { return row.quote.official == pattern_.official; }));
  for (const Found& found : judged.found) {
    (found.occurrence.decision.outcome == model::Outcome::alert ? out_.alerts : out_.reviews) += 1;
    if (out_.caught.size() < most_kept_caught) {
      out_.caught.push_back(caught_of(found, *engines_->match));
    }
    join(found);
  }
  for (const store::DecisionRow& row : judged.decisions) {
    if (row.decision.outcome == model::Outcome::silent) {
      ++out_.silent;
      out_.outside += row.decision.label == model::Label::other_time ? 1U : 0U;
      misses_.emplace_back(row.decision.confidence, missed_of(read, row.decision, *engines_->match));
    }
  }
  if (misses_.size() > most_kept_misses) {
    keep_nearest();
  }
}

void BacktestRun::keep_nearest() {
  std::ranges::sort(misses_, [](const auto& a, const auto& b) {
    return std::tie(b.first, a.second.url) < std::tie(a.first, b.second.url);
  });
  misses_.resize(std::min(misses_.size(), patterns::Backtest::most_misses));
}

void BacktestRun::join(const Found& found) {
  // The stored quotes come newest first; a case grows in both directions while the gap is less than an
  // outbreak's.
  const cases::Rules rules = cases::rules_of(*engines_->config);
  const auto near = std::ranges::find_if(cases_, [&](const model::Case& each) {
    return found.occurrence.seen_at <= each.last_new + rules.outbreak_gap &&
           each.opened <= found.occurrence.seen_at + rules.outbreak_gap;
  });
  std::optional<model::Case> running;
  if (near != cases_.end()) {
    running = *near;
  }
  auto change = cases::add_occurrence(std::move(running), found.occurrence, pattern_,
                                      cases::Freshness::history, found.occurrence.seen_at, rules);
  if (!change) {
    return;
  }
  std::optional<cases::Change>& made = *change;
  if (!made) {
    return;
  }
  model::Case after = std::move(made->changed);
  if (near != cases_.end()) {
    after.opened = std::min(near->opened, found.occurrence.seen_at);
    *near = std::move(after);
  } else {
    cases_.push_back(std::move(after));
  }
}

patterns::Backtest BacktestRun::report() && {
  for (const model::Case& each : cases_) {
    patterns::CaughtCase row;
    row.first = each.opened;
    row.last = each.last_new;
    row.occurrences = each.occurrences.size();
    row.copy_groups = each.groups.size();
    const cases::Spread spread = cases::spread_of(each);
    row.publishers = spread.publishers;
    for (const model::Occurrence& occurrence : each.occurrences) {
      const bool alert = occurrence.decision.outcome == model::Outcome::alert;
      row.alerts += alert ? 1U : 0U;
      row.reviews += alert ? 0U : 1U;
    }
    row.would_alert = row.alerts > 0;
    out_.cases.push_back(row);
  }
  std::ranges::sort(out_.cases, std::ranges::greater(), &patterns::CaughtCase::last);
  std::ranges::sort(out_.caught, [](const patterns::Caught& a, const patterns::Caught& b) {
    return std::tie(b.outcome, b.seen, a.url, a.title) < std::tie(a.outcome, a.seen, b.url, b.title);
  });
  keep_nearest();
  for (auto& [confidence, miss] : misses_) {
    out_.misses.push_back(std::move(miss));
  }
  if (out_.caught.size() > patterns::Backtest::most_shown) {
    out_.caught.resize(patterns::Backtest::most_shown);
  }
  return std::move(out_);
}

Result<patterns::Backtest> backtest_stored(store::Store& store, const Engines& engines,
                                           const model::Pattern& pattern, Time from, Time until,
                                           const Clock& clock, const BacktestBounds& bounds) {
  auto made = engines_for(engines, pattern);
  if (!made) {
    return std::unexpected(made.error().front());
  }
  BacktestRun run(*std::move(made), pattern, clock.now());
  const SteadyTime end = clock.steady_now() + bounds.most_time;
  std::set<std::string> seen;
  std::string cursor;
  std::string cut_short;
  do {
    TRY(auto page, store.quotes_of(pattern.official, from, until, rows_a_page, cursor));
    for (const store::QuoteRow& row : page.rows) {
      if (!seen.insert(row.revision).second) {
        continue;
      }
      if (run.articles() >= bounds.most_articles || clock.steady_now() >= end) {
        cut_short = fmt::format("the newest {} articles were looked at; older ones were not", run.articles());
        break;
      }
      std::optional<ReadArticle> read;
      if (!row.revision.empty()) {
        TRY(read, read_again(store, engines, row.revision));
      }
      if (read) {
        run.add(*read);
      } else {
        run.add_unread();
      }
    }
    cursor = cut_short.empty() ? page.cursor : "";
  } while (!cursor.empty());
  patterns::Backtest out = std::move(run).report();
  out.from = from;
  out.until = until;
  out.cut_short = std::move(cut_short);
  return out;
}

}  // namespace qw::pipeline
