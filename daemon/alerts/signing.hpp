#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Signatures of Standard Webhooks 1.0.0 (symmetric, `v1`). Pure but for load_secrets; any thread.
namespace qw::alerts {

/// The bytes behind "whsec_…". While a secret is changed both stand in the file, the new one first, and each
/// message carries a signature by each.
using Secrets = std::vector<std::string>;

/// One "whsec_" + base64 a line; blank lines and lines with # are skipped. Errc::config with file and line
/// when a line is something else or has fewer than 24 or more than 64 bytes.
Result<Secrets> parse_secrets(std::string_view text, const std::string& file);
/// Reads the file; "${CREDENTIALS_DIRECTORY}" in the name is expanded.
Result<Secrets> load_secrets(const std::string& file);

/// "v1,BASE64" for each secret, separated by spaces: HMAC-SHA256 over "id.seconds.body".
std::string signature_of(std::string_view id, Time at, std::string_view body, const Secrets& secrets);

/// webhook-id, webhook-timestamp, webhook-signature. `id` has no dot in it.
std::vector<std::pair<std::string, std::string>> signed_headers(std::string_view id, Time at,
                                                                std::string_view body,
                                                                const Secrets& secrets);

}  // namespace qw::alerts
