#include "daemon/api/tokens.hpp"

#include "base/ids.hpp"

#include <sodium.h>

#include <algorithm>

namespace qw::api {
namespace {

constexpr std::string_view alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
constexpr std::size_t secret_length = 43;
constexpr std::size_t checksum_length = 6;

std::string base62_of(std::string_view random, std::size_t length) {
  std::string out;
  for (std::size_t i = 0; i < random.size() && out.size() < length; ++i) {
    const auto byte = static_cast<unsigned char>(random[i]);
    if (byte < 62 * 4) {  // larger bytes would favour the first letters
      out += alphabet[byte % 62];
    }
  }
  return out;
}

std::string checksum(std::string_view text) {
  const Sha256 digest = sha256(text);
  std::string out;
  for (std::size_t i = 0; i < checksum_length; ++i) {
    out += alphabet[digest[i] % 62];
  }
  return out;
}

}  // namespace

std::string random_secret() {
  std::string out;
  while (out.size() < secret_length) {
    out += base62_of(random_bytes(64), secret_length - out.size());
  }
  return out;
}

std::string secret_hash(std::string_view secret) { return to_hex(sha256(secret)); }

bool same_secret(std::string_view a, std::string_view b) {
  return a.size() == b.size() && !a.empty() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

NewToken make_token(std::string name, std::string owner, std::vector<std::string> scopes,
                    std::optional<Time> expires, Time now) {
  NewToken out;
  out.record.id = time_id(now);
  out.record.name = std::move(name);
  out.record.owner = std::move(owner);
  out.record.scopes = std::move(scopes);
  out.record.created = now;
  out.record.expires = expires;
  const std::string secret = random_secret();
  out.record.secret_hash = secret_hash(secret);
  out.text = "qw_" + out.record.id + "_" + secret;
  out.text += checksum(out.text);
  return out;
}

std::optional<TokenText> read_token(std::string_view text) {
  constexpr std::size_t id_length = 16;
  if (text.size() != 3 + id_length + 1 + secret_length + checksum_length || !text.starts_with("qw_") ||
      text[3 + id_length] != '_') {
    return std::nullopt;
  }
  const std::string_view signed_part = text.substr(0, text.size() - checksum_length);
  if (checksum(signed_part) != text.substr(signed_part.size())) {
    return std::nullopt;
  }
  return TokenText{std::string(text.substr(3, id_length)),
                   std::string(signed_part.substr(3 + id_length + 1))};
}

bool token_fits(const model::Token& record, const TokenText& text, Time now) {
  return same_secret(record.secret_hash, secret_hash(text.secret)) && !record.revoked &&
         (!record.expires || now < *record.expires);
}

}  // namespace qw::api
