#pragma once

#include "base/result.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace qw::fetch {

/// A v4 or v6 address; v4 stands in the first four bytes.
struct Address {
  bool v6 = false;
  std::array<std::uint8_t, 16> bytes{};

  std::string text() const;
  bool operator==(const Address&) const = default;
};

/// A literal address, brackets allowed. No names, no numeric spellings, no zone.
std::optional<Address> parse_address(std::string_view text);

/// Why the guard keeps away from an address: "loopback", "private", "carrier-grade NAT", …; nullopt for a
/// public one. In v6 only 2000::/3 without its special blocks is public, so what is not listed is refused.
/// Pure; any thread. Source: IANA special-purpose address registries, RFC 6890 and its updates.
std::optional<std::string_view> why_not_public(const Address& address);

/// The addresses of this machine's own interfaces: never crawled, public or not.
std::vector<Address> own_addresses();

/// What one request may be connected to: public addresses that are not our own, and `allowed`, the literal
/// exceptions of the configuration for exactly this host and port.
struct Guard {
  std::vector<Address> own;
  std::vector<Address> allowed;

  /// "" = may be connected to; else the reason.
  std::string why_not(const Address& address) const;
};

}  // namespace qw::fetch
