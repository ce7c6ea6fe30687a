#pragma once

#include "daemon/cases/rules.hpp"
#include "model/pattern.hpp"

#include <cstddef>
#include <optional>

namespace qw::cases {

/// The newest case of a pattern whose state changed between `trial` and `live`, while its outbreak still
/// runs: its mark follows the pattern. When it loses the mark and holds an alert group without a verdict,
/// with a copy that is no older than alert_max_age, the world is told (match.new) as if it had just begun.
/// Empty when there is nothing to change. The audit record is `case.trial` by the actor. Pure.
std::optional<Change> follow_pattern(const model::Case& before, const model::Pattern& pattern,
                                     const Actor& actor, Time now, const Rules& rules);

/// What a re-match looked at and found.
struct Rematched {
  std::size_t articles = 0, alerts = 0, reviews = 0;
};

/// The one message about a re-match that put something into the newest case of its pattern: match.new or
/// case.grew, with the counts. Empty when the case holds no open alert group with a copy that is young enough
/// to be told of; what is older waits in the queue as history. Pure.
std::optional<Change> announce_rematch(const model::Case& before, const model::Pattern& pattern,
                                       const Rematched& counts, Time now, const Rules& rules);

}  // namespace qw::cases
