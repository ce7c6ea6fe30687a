#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// Form checks of what the configuration names on the network. Nothing is looked up. Pure; any thread.
namespace qw::config {

struct WebAddress {
  std::string scheme;      ///< "http" or "https"
  std::string host;        ///< lower case
  std::uint16_t port = 0;  ///< 0 = the scheme's own
};
/// An absolute http or https address without user, password and fragment. Empty for anything else.
std::optional<WebAddress> parse_web_address(std::string_view text);

/// "smtp://host:port" or "smtps://host:port" without anything behind; the port is 587 or 465 when none stands
/// there.
std::optional<WebAddress> parse_relay(std::string_view text);

/// Letters, digits, hyphens and dots as DNS wants them, lower case; "localhost" is one.
bool is_host(std::string_view text);
/// A v4 or v6 address in numbers.
bool is_literal_address(std::string_view text);
/// local@host.domain.
bool is_email(std::string_view text);
/// [a-z0-9-]+, at most 64 characters, no hyphen at its ends.
bool is_id(std::string_view text);
/// The name of a public Telegram channel without @.
bool is_channel(std::string_view text);

/// Whether both hosts belong to one registrable domain by the public suffix list ("feeds.bbci.co.uk" and
/// "www.bbci.co.uk").
bool same_site(const std::string& a, const std::string& b);

/// Whether tzdata knows the zone ("Europe/Kyiv").
bool is_zone(const std::string& name);
/// The zone of a country's capital for the countries that outlets come from, "" for others.
std::string_view zone_of_country(std::string_view country);

}  // namespace qw::config
