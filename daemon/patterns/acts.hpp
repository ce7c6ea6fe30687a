#pragma once

#include "daemon/cases/rules.hpp"
#include "daemon/patterns/catalog.hpp"
#include "model/work.hpp"

#include <string>
#include <vector>

/// What people do to patterns: the state machine of docs/pattern-life.md. Pure; every act gives the record
/// and its audit records, to be committed as one batch.
namespace qw::patterns {

struct Change {
  Stored stored;
  std::vector<model::AuditRecord> audit;
};

/// A new pattern, always as a draft. Refused as a file would be (Errc::usage, one sentence a fault); an id
/// that is taken gets a number.
Result<Change> create(const Catalog& catalog, model::Pattern pattern, const cases::Actor& actor, Time now,
                      const std::vector<model::Official>& officials);

/// Another text for a pattern of the desk; id and state stay. Errc::refused for patterns of files (change the
/// file) and for roles that may not put a pattern into its state.
Result<Change> edit(const Entry& entry, model::Pattern pattern, const cases::Actor& actor, Time now,
                    const std::vector<model::Official>& officials);

/// draft → trial needs a backtest of the present text (`backtested`). Errc::conflict for a way that is not
/// there, Errc::refused for a role that may not go it.
Result<Change> set_state(const Entry& entry, model::PatternState to, bool backtested,
                         const std::string& reason, const cases::Actor& actor, Time now);

/// Of an id that stands in both.
enum class Keep : std::uint8_t { file, desk };
Result<Change> decide(const Entry& entry, Keep keep, const cases::Actor& actor, Time now);

/// One more sentence that must stay silent, taught by a verdict (`reason` names it).
Result<Change> teach(const Entry& entry, const std::string& sentence, const std::string& reason,
                     const cases::Actor& actor, Time now);

/// The states to which this role may bring it, in the order draft, trial, live, retired.
std::vector<model::PatternState> next_states(const Entry& entry, model::UserRole role);
bool may_edit(const Entry& entry, model::UserRole role);

/// The setting and the audit records.
store::ActBatch batch_of(const Change& change);

}  // namespace qw::patterns
