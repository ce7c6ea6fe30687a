#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "config/config.hpp"
#include "daemon/alerts/silences.hpp"
#include "store/store.hpp"

#include <optional>
#include <string>
#include <vector>

/// What receivers are told beside cases: the daily digest, and the state of the service. Blocks on the store.
namespace qw::alerts {

/// Whether an outlet's lists bring what they used to bring.
struct SourceHealth {
  std::string outlet;
  std::string state;  ///< ok, silent, down; "" = not polled yet, or paused
  std::optional<Time> since;
  double expected = 0;  ///< items that its own hours of the week let expect since then
};

/// Silent: it answers, and brought nothing new for at least six hours in which eight new items were to be
/// expected by its own rate. Down: no good answer for six hours. Pure.
SourceHealth health_of(const model::Outlet& outlet, const std::vector<model::OutletState>& states, Time now);
/// One for each polled outlet of the configuration.
Result<std::vector<SourceHealth>> source_health(store::Store& store, const config::Config& config, Time now);

/// Digests whose hour has come and that were not made yet, one a receiver and day: also when nothing
/// happened, so that silence means something. An hour missed by a standstill is made up for within the day.
/// They are put into the outbox. Gives their number.
Result<std::size_t> make_digests(store::Store& store, const config::Config& config, Time now);

struct OpsFacts {
  std::optional<Time> last_backup;  ///< empty = none yet
};

/// What is wrong with the service and was not told, and what is well again: one message for each receiver
/// with `ops`, however much it is. The state lies in the settings, so that a restart repeats nothing.
struct OpsRound {
  std::size_t messages = 0;
  /// When the store takes no writes: what could not be put into the outbox.
  std::vector<model::OutboxEntry> unrecorded;
};
Result<OpsRound> watch_service(store::Store& store, const config::Config& config, const OpsFacts& facts,
                               Time now);

}  // namespace qw::alerts
