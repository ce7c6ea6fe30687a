#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "daemon/patterns/check.hpp"
#include "model/decision.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What a pattern would have caught: plain data, and its JSON for store, API and command line.
namespace qw::patterns {

/// An article, or a lone title, that a pattern was held against.
struct Caught {
  std::string outlet, url, title, excerpt;
  model::Outcome outcome = model::Outcome::silent;
  model::Label label = model::Label::other_topic;
  std::optional<Time> says_published;
  Time seen{};                   ///< first seen by us
  std::vector<std::string> why;  ///< in English
};

/// One outbreak that would have become a case.
struct CaughtCase {
  Time first{}, last{};  ///< first seen
  std::size_t occurrences = 0, alerts = 0, reviews = 0, copy_groups = 0, publishers = 0;
  bool would_alert = false;  ///< it holds an alert group
};

struct Backtest {
  static constexpr std::size_t most_shown = 50;
  static constexpr std::size_t most_misses = 10;

  std::string pattern;
  std::string digest;  ///< of what is matched in the pattern: another wording needs another backtest
  Time at{};
  std::optional<Time> from, until;  ///< of stored quotes; empty for files
  std::size_t articles = 0;         ///< judged
  std::size_t quotes = 0;           ///< of the official, in them
  std::size_t unread = 0;           ///< that could not be looked at: the page was never seen, or is not kept
  std::size_t alerts = 0, reviews = 0, silent = 0;
  std::size_t outside = 0;  ///< of the silent ones: only because of their day
  std::string cut_short;    ///< "" or why not everything was looked at
  std::vector<CaughtCase> cases;
  std::vector<Caught> caught;     ///< alerts first, then by time
  std::vector<Caught> misses;     ///< silent ones nearest to an alert
  std::vector<Finding> findings;  ///< of the check and the examples, when they were run with it
};

std::string backtest_text(const Backtest& of);
/// Errc::malformed for anything that backtest_text() did not write.
Result<Backtest> read_backtest(std::string_view text);

}  // namespace qw::patterns
