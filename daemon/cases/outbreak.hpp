#pragma once

#include "base/result.hpp"
#include "daemon/cases/rules.hpp"

#include <optional>
#include <string>

/// How cases begin and grow.
namespace qw::cases {

/// Whether an article counts as news. `history`: published more than alert_max_age ago, or found by the first
/// complete poll of its outlet: it enters the queue, and nobody is alerted.
/// `rematch`: found again in what is stored; one message at the end of that tells of all of it.
/// `changed`: an article that is known was edited to these words: its day of publication says nothing of
/// them.
enum class Freshness : std::uint8_t { fresh, history, rematch, changed };

/// Puts an occurrence (decision `alert` or `review`) into the running outbreak of its pattern, or opens a new
/// case. `running`: the newest case of the pattern, if there is any; whether it still runs is judged here
/// (14 days by first seen).
/// - Same id again: nothing changes (empty optional), so a stage may repeat.
/// - Same `url` (the canonical address): a title that was seen without its page is replaced by the page;
/// another
///   revision with other quoted words or headline becomes a copy group of its own and reopens a decided case
///   (case.reopened); with the same words only the revision is noted in place.
/// - A new copy group returns a decided or snoozed case to `new`; a copy of a decided group changes no state.
/// Events: match.new at the first alert group, and, for receivers that ask for reviews, at the opening of a
/// case without one; case.grew at a later alert group, at 3, 10, 30 and 100 publishers, at a first new
/// language, and, for receivers that were not told yet, when the severity rises; none for patterns on trial,
/// for history, and for copies of a group that has its verdict. More than 20 fresh copy groups within an hour
/// lower the case, say so once, and from then on growth is told to those alone who ask for low cases.
/// Events are due at once. The audit records are `case.open` or `case.grow` (and
/// `case.reopen`) by "daemon". Errc::usage when the decision is silent or names another pattern. Pure.
Result<std::optional<Change>> add_occurrence(std::optional<model::Case> running, model::Occurrence occurrence,
                                             const model::Pattern& pattern, Freshness freshness, Time now,
                                             const Rules& rules);

/// An article of the case changed in a way that no new occurrence shows (it was corrected, or is gone):
/// a decided case is reopened with that reason. Empty when the case is not decided or holds no such address.
std::optional<Change> article_changed(const model::Case& before, const std::string& url,
                                      const std::string& what, Time now);

/// What the clock does to a case: a lease that ran out, a snooze that is over. Empty when there is nothing to
/// do. To be called by a timer; acts call it for themselves.
std::optional<Change> wake(const model::Case& before, Time now);

}  // namespace qw::cases
