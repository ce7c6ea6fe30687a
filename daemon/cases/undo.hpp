#pragma once

#include "daemon/cases/acts.hpp"

#include <span>

/// An act of a person is held for rules.hold before it takes effect outward; until then it can be taken back.
namespace qw::cases {

/// Takes back what this actor did last to the case, when no other person acted on it since and it is younger
/// than rules.hold. `history`: the audit records of the case, oldest first.
/// What the act changed is as it was before; what the daemon added since stays (copies, copy groups,
/// severity, receivers told), and what a new copy group or a changed article does to the older state is done.
/// The act's own messages are withdrawn (by the revision that it made); a note is taken away.
/// Errc::conflict when there is nothing to take back, when it is too late, or when somebody else acted since
/// (the text names who). Pure; O(history + groups).
Result<Change> undo(const model::Case& before, std::span<const model::AuditRecord> history,
                    const Actor& actor, Time now, const Rules& rules);

}  // namespace qw::cases
