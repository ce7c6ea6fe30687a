#pragma once

#include "base/clock.hpp"
#include "base/ids.hpp"
#include "base/result.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// Time stamps of an authority over the head of the chain of audit records (RFC 3161), by OpenSSL's
/// implementation. The stamped digest is the head's own SHA-256, so `openssl ts -verify -digest HEAD` checks
/// a token without us. Pure; any thread.
namespace qw::evidence {

/// A query in DER: SHA-256, with nonce, certificates wanted.
struct StampQuery {
  std::string der;
  std::uint64_t nonce = 0;
};
Result<StampQuery> stamp_query(const Sha256& digest, std::uint64_t nonce);

struct Stamp {
  std::string token;  ///< DER of the signed token, certificates included
  Time at{};          ///< what the authority says
};
/// Reads an authority's answer and holds it against the query: status, digest, nonce, signature, and a chain
/// of certificates that ends in one of `ca_file` (PEM) and may stamp times (EKU). Errc::refused when the
/// authority said no, Errc::malformed for anything that does not fit.
Result<Stamp> read_stamp(std::string_view answer, const Sha256& digest, std::uint64_t nonce,
                         const std::string& ca_file);
/// A kept token, checked in the same way (without a nonce); its time.
Result<Time> check_stamp(std::string_view token, const Sha256& digest, const std::string& ca_file);

/// One stamp of the chain as a setting keeps it: "stamp/SEQ" with the number in 20 digits.
struct KeptStamp {
  std::uint64_t seq = 0;
  std::string head;  ///< hex: hash of that audit record
  Time at{};         ///< of the authority
  std::string token;
};
inline constexpr std::string_view stamp_room = "stamp/";
std::string stamp_key(std::uint64_t seq);
std::string stamp_text(const KeptStamp& of);
Result<KeptStamp> read_kept_stamp(std::string_view text);
/// "a1b2…" as bytes; nothing unless it is 64 hexadecimal digits.
std::optional<Sha256> digest_of_hex(std::string_view hex);

}  // namespace qw::evidence
