#pragma once

#include "base/clock.hpp"
#include "config/config.hpp"
#include "model/case.hpp"
#include "model/work.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

/// The rules of cases: pure functions of a case, an act, a time and these numbers. No store, no clock.
namespace qw::cases {

struct Rules {
  Millis outbreak_gap = std::chrono::days(14);  ///< without a new occurrence, by first seen
  Millis copy_window = std::chrono::hours(72);  ///< copies of one text appear within this time
  Millis lease{900'000};
  Millis hold{10'000};  ///< what a person does takes effect outward after this time
  Millis alert_max_age{172'800'000};
  Millis most_snooze = std::chrono::days(30);
  std::size_t most_groups_an_hour = 20;  ///< more fresh copy groups than this lower a case
  bool second_reader = false;
};
Rules rules_of(const config::Config& config);

/// Who acts. `id` stands in the audit record: a user id, "local:<uid>", "token:<id>" or "daemon".
struct Actor {
  std::string id;
  model::UserRole role = model::UserRole::viewer;
};

/// The daemon's own reason for an event, so that it can be said in any language; a person's reason has no
/// key.
struct Reason {
  std::string key;  ///< first review group publishers language severity live rematch flood changed unclaimed
  std::string argument;  ///< a language, a severity, an address
  std::size_t count = 0;
  std::size_t alerts = 0, reviews = 0;  ///< of a rematch; its count is that of the articles
};

/// What the world is told; daemon/cases/messages.hpp makes one outbox entry a receiver of it.
struct Event {
  std::string type;        ///< match.new, case.grew, case.decided, case.corrected, case.reopened
  std::string occurrence;  ///< the one that caused it, "" for an act of a person
  std::string why;         ///< "second alert group", "10 publishers", "first in uk", a person's reason …
  Time due{};
  Reason reason = {};
};

/// A case after an act, with what belongs into the same batch. `changed.rev` is `expected_rev` + 1.
struct Change {
  std::uint64_t expected_rev = 0;  ///< 0 = the case is new
  model::Case changed;
  std::vector<model::AuditRecord> audit;  ///< seq and hashes are filled in by the store
  std::vector<Event> events;
  std::vector<std::pair<std::string, std::uint64_t>>
      withdrawn;  ///< event and case rev that an undo takes back
};

}  // namespace qw::cases
