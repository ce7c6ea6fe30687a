#pragma once

#include "daemon/pipeline/engines.hpp"
#include "daemon/pipeline/into_case.hpp"
#include "daemon/pipeline/judge.hpp"
#include "store/store.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Stored quotes matched again when a pattern is added or changed (docs/pattern-life.md). A job goes through
/// the days from the oldest to the newest, so that outbreaks grow as they did; a day that is done is put
/// down, and one that was cut off by a restart is repeated, which changes nothing: occurrences have ids of
/// their content. All functions block on the store.
namespace qw::pipeline {

/// Setting rematch/PATTERN while it runs, matched/PATTERN when it is done.
struct Rematch {
  std::string pattern;
  std::string digest;  ///< matched_digest() of the text that is matched
  Time next{};         ///< quotes seen before were looked at
  Time until{};        ///< those seen later came to the new pattern by the line
  Time started{};
  std::size_t articles = 0, alerts = 0, reviews = 0;
  std::size_t touched = 0;  ///< cases that it changed
  std::size_t unread = 0;   ///< titles whose page was never seen, and what is not kept any more

  bool done() const { return next >= until; }
};
std::string rematch_text(const Rematch& of);
Result<Rematch> read_rematch(std::string_view text);

/// Compares the patterns that are matched with what was matched before: puts down a job for each that is new
/// or another, and forgets those that are no longer matched. Gives the number of jobs that wait.
Result<std::size_t> plan_rematches(store::Store& store, const Engines& engines, Time now);

/// The running cases of patterns that went from trial to live or back: cases::follow_pattern. Gives the
/// number of messages that it put into the outbox.
Result<std::size_t> follow_patterns(store::Store& store, const Engines& engines, Time now);

/// The first job that waits, of a pattern that is still in force with this text; others are dropped.
Result<std::optional<Rematch>> next_rematch(store::Store& store, const Engines& engines);

/// The revisions in which the official was quoted on the next day of the job, oldest first, and the job as it
/// stands when they are done.
struct RematchDay {
  std::vector<std::string> revisions;
  Rematch after;
};
Result<RematchDay> load_day(store::Store& store, const Engines& engines, const Rematch& job);
/// The last day's put also says what the whole job found, in one message: cases::announce_rematch. Gives the
/// number of messages.
Result<std::size_t> put_rematch(store::Store& store, const Engines& engines, const Rematch& job, Time now);

/// What is left of a judgement for one pattern. Articles seen longer than alert_max_age ago count as history,
/// others as found by a re-match.
Judged only_of(Judged judged, const std::string& pattern, Time now, Millis alert_max_age);

}  // namespace qw::pipeline
