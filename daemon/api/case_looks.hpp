#pragma once

#include "daemon/api/api.hpp"
#include "daemon/api/json_in.hpp"
#include "daemon/looks/looks.hpp"

#include <chrono>
#include <vector>

/// Before a case leaves the house its pages are looked at once more, so that the file does not speak of
/// pages that were mended or taken down since.
namespace qw::api {

/// A look of the last ten minutes is not repeated, unless that is asked for.
inline constexpr Millis look_is_fresh{600'000};
/// Nobody waits longer for the crawl; what comes later is in the next export.
inline constexpr Millis longest_wait_for_looks{30'000};

/// Brings the visits forward, waits for them at most 30 s, and gives every page of the case with its last
/// look and, where it was not looked at, why. One export at a time waits; another one takes what is there.
/// What the visits show changes the case: load it again afterwards. Blocks; the answers come in politeness
/// order.
Result<std::vector<looks::CasePage>> look_before_export(Call& call, const model::Case& of, LookWish wish);

}  // namespace qw::api
