#pragma once

#include "base/result.hpp"
#include "daemon/cases/rules.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// What people and the clock can change of a case, as canonical JSON (keys sorted, no spaces): the `before`
/// and `after` of its audit records, and what an undo restores.
namespace qw::cases {

std::string snapshot(const model::Case& of);

/// Puts the snapshot's fields back; occurrences, notes and copy groups that came since stay.
/// Errc::corrupt when it is not a snapshot.
Result<model::Case> restored(model::Case now, std::string_view snapshot);

/// What a snapshot says beside the fields that restored() puts back.
struct Recorded {
  std::uint64_t rev = 0;
  std::vector<std::string> groups;  ///< ids
};
/// Errc::corrupt when it is not a snapshot.
Result<Recorded> recorded(std::string_view snapshot);

/// A change of `before` into `after` (rev + 1) with its audit record.
Change change(const model::Case& before, model::Case after, const std::string& who, const std::string& act,
              const std::string& reason, Time now);

}  // namespace qw::cases
