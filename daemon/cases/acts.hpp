#pragma once

#include "base/result.hpp"
#include "daemon/cases/rules.hpp"

#include <array>
#include <optional>
#include <string>
#include <variant>
#include <vector>

/// What people do to a case: the table of docs/monitoring.md, "States".
namespace qw::cases {

struct Claim {};
struct Release {};
/// A verdict on one copy group. From new, reopened or snoozed it claims first; in awaiting_second it is the
/// second reading; on a disputed or decided case it is for a lead.
struct Decide {
  std::string group;
  model::Verdict verdict = model::Verdict::unclear;
  std::string reason;
};
struct Dispute {
  std::string reason;
};
struct Snooze {
  Time until{};
};
struct Wake {};
struct AddNote {
  std::string text;
};
using Act = std::variant<Claim, Release, Decide, Dispute, Snooze, Wake, AddNote>;

inline constexpr std::size_t most_note_bytes = 8000;
inline constexpr std::size_t most_reason_bytes = 2000;

/// The case after the act, with its audit record and events; events are due after rules.hold.
/// Errc::conflict when the state or the holder forbids it (the text says who holds it and until when),
/// Errc::refused when the role may not, Errc::usage for wrong contents, Errc::not_found for an unknown group.
/// A lease or snooze that ran out is treated as over. Pure.
Result<Change> apply(const model::Case& before, const Act& act, const Actor& actor, Time now,
                     const Rules& rules);

/// Names of the acts that apply() would accept now: claim release decide dispute snooze wake note.
/// Sent with every case, so that no page has to guess.
std::vector<std::string> allowed_acts(const model::Case& of, const Actor& actor, Time now,
                                      const Rules& rules);

}  // namespace qw::cases
