#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "model/work.hpp"

#include <array>
#include <string>
#include <string_view>

/// Bearer tokens: "qw_" + id + "_" + 32 random bytes in base 62 + 6 characters of checksum. The store keeps
/// the SHA-256 of the secret alone.
namespace qw::api {

/// What a token may do; docs/api.md lists which route wants which.
inline constexpr auto all_scopes =
    std::to_array<std::string_view>({"admin", "alerts:admin", "audit:read", "cases:read", "cases:write",
                                     "metrics:read", "patterns:write", "sources:write"});

struct NewToken {
  model::Token record;
  std::string text;  ///< shown once
};
NewToken make_token(std::string name, std::string owner, std::vector<std::string> scopes,
                    std::optional<Time> expires, Time now);

struct TokenText {
  std::string id, secret;
};
/// Empty when it is no token of ours (form or checksum): no look-up is made for those.
std::optional<TokenText> read_token(std::string_view text);
/// Constant time in the secret.
bool token_fits(const model::Token& record, const TokenText& text, Time now);

/// 32 random bytes in base 62, 43 characters: cookies, form tokens, the set-up link.
std::string random_secret();
std::string secret_hash(std::string_view secret);
bool same_secret(std::string_view a, std::string_view b);  ///< constant time for equal lengths

}  // namespace qw::api
