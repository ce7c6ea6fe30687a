#pragma once

#include "daemon/api/services.hpp"
#include "daemon/cases/acts.hpp"

#include <optional>
#include <string>
#include <variant>

/// Acts on stored cases, shared by the JSON API and the desk.
namespace qw::api {

struct Undo {};
using Wish = std::variant<cases::Act, Undo>;

struct Acted {
  enum class End : std::uint8_t { done, stale, failed };
  End end = End::failed;
  model::Case fresh;  ///< done: after the act; stale: as it stands now
  Error error;        ///< failed
};

/// Loads, judges and commits in one batch: the case, its audit record, its outbox entries. `expected_rev` is
/// what the caller saw. Another writer between load and commit makes it stale.
Acted act_on_case(Services& services, const std::string& id, std::uint64_t expected_rev, const Wish& wish,
                  const cases::Actor& actor);

}  // namespace qw::api
