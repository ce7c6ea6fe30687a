#pragma once

#include "base/clock.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

/// Ids that are short, sortable and safe in a URL. Threads: any.
namespace qw {

using Sha256 = std::array<std::uint8_t, 32>;
Sha256 sha256(std::string_view bytes);
std::string to_hex(const Sha256& digest);
/// The digest as "sha256:" and hex, the form that records and pages show.
std::string digest_text(std::string_view bytes);

/// Content id: the first 80 bits of SHA-256 in Crockford base 32, 16 characters, lower case. The same
/// content gives the same id on every node.
std::string content_id(std::string_view content);

/// Time id: 45 bits of milliseconds and 35 random bits in Crockford base 32, 16 characters, lower case; sorts
/// by time.
std::string time_id(Time now);

/// Bytes from the operating system's generator, for tokens and secrets.
std::string random_bytes(std::size_t n);

}  // namespace qw
