#pragma once

#include "base/clock.hpp"
#include "config/config.hpp"
#include "store/store.hpp"

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

/// What the clock does without anybody asking. Each blocks on the store: call it on the pool for disk work.
namespace qw::program {

/// Ends leases that ran out and snoozes that are over. Gives how many cases changed.
Result<std::size_t> wake_cases(store::Store& store, const config::Config& config, Time now);

/// Tells of alerted cases that nobody took: cases::escalate. Gives the number of messages. Looks at nothing
/// when no receiver waits for that.
Result<std::size_t> escalate_cases(store::Store& store, const config::Config& config, Time now);

/// Everything that receivers are told by the clock: escalations, digests, the state of the service.
struct Told {
  std::size_t messages = 0;
  std::vector<model::OutboxEntry> unrecorded;  ///< alerts::OpsRound
};
Result<Told> tell_by_the_clock(store::Store& store, const config::Config& config,
                               const std::string& backup_directory, Time now);

/// Drops what is older than store.keep_days and belongs to no case.
Result<> keep_to_retention(store::Store& store, const config::Config& config, Time now);

/// Writes the head of the audit chain to the log, outside the store's reach: a chain alone does not show that
/// its tail was cut.
/// Reads every table of the database and compares checksums, so that damage is found before somebody needs
/// what it hit; what was met stands in health() from then on. Minutes for gigabytes.
void look_for_damage(store::Store& store);
void anchor_audit(store::Store& store);

}  // namespace qw::program
