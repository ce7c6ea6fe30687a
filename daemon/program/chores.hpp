#pragma once

#include "base/clock.hpp"
#include "config/config.hpp"
#include "store/store.hpp"

#include <cstddef>
#include <memory>

/// What the clock does without anybody asking. Each blocks on the store: call it on the pool for disk work.
namespace qw::program {

/// Ends leases that ran out and snoozes that are over. Gives how many cases changed.
Result<std::size_t> wake_cases(store::Store& store, const config::Config& config, Time now);

/// Drops what is older than store.keep_days and belongs to no case.
Result<> keep_to_retention(store::Store& store, const config::Config& config, Time now);

/// Writes the head of the audit chain to the log, outside the store's reach: a chain alone does not show that
/// its tail was cut.
void anchor_audit(store::Store& store);

}  // namespace qw::program
