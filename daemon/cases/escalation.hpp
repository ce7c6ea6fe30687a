#pragma once

#include "daemon/cases/rules.hpp"

#include <optional>

namespace qw::cases {

/// A case that was alerted and that nobody has taken since: case.unclaimed for the receivers whose
/// escalate_after is over and that were not told yet, noted in it. Taken, decided, snoozed, disputed and
/// trial cases escalate to nobody. Empty when there is nobody to tell. The audit record is `case.escalate` by
/// "daemon". Pure.
std::optional<Change> escalate(const model::Case& before, const config::Config& config, Time now);

}  // namespace qw::cases
