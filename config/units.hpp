#pragma once

#include "base/clock.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// Durations and sizes as people write them in the configuration. Pure; any thread.
namespace qw::config {

/// "250 ms", "90 s", "10 min", "48 h", "90 d": a whole number and one unit. Empty for anything else and for
/// more than 100 years.
std::optional<Millis> parse_duration(std::string_view text);
/// "512 B", "64 KiB", "8 MiB", "2 GiB", "1 TiB". Empty for anything else.
std::optional<std::uint64_t> parse_size(std::string_view text);

/// In the largest unit that divides it: "90 s", "10 min".
std::string duration_text(Millis duration);
std::string size_text(std::uint64_t bytes);

}  // namespace qw::config
