#include "base/ids.hpp"

#include "base/check.hpp"

#include <openssl/rand.h>
#include <openssl/sha.h>

namespace qw {
namespace {

constexpr std::string_view crockford = "0123456789abcdefghjkmnpqrstvwxyz";

/// 80 bits, most significant first.
std::string base32_of_80_bits(const std::array<std::uint8_t, 10>& bytes) {
  std::string out;
  std::uint32_t buffer = 0;
  unsigned bits = 0;
  for (const std::uint8_t byte : bytes) {
    buffer = (buffer << 8U) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      out += crockford[(buffer >> bits) & 31U];
    }
    buffer &= (1U << bits) - 1U;
  }
  return out;
}

}  // namespace

Sha256 sha256(std::string_view bytes) {
  Sha256 digest{};
  const auto* data = reinterpret_cast<const unsigned char*>(bytes.data());
  SHA256(data, bytes.size(), digest.data());
  return digest;
}

std::string to_hex(const Sha256& digest) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string out;
  for (const std::uint8_t byte : digest) {
    out += digits[byte >> 4U];
    out += digits[byte & 15U];
  }
  return out;
}

std::string digest_text(std::string_view bytes) { return "sha256:" + to_hex(sha256(bytes)); }

std::string content_id(std::string_view content) {
  const Sha256 digest = sha256(content);
  std::array<std::uint8_t, 10> head{};
  for (std::size_t i = 0; i < head.size(); ++i) {
    head[i] = digest[i];
  }
  return base32_of_80_bits(head);
}

std::string time_id(Time now) {
  const auto millis = static_cast<std::uint64_t>(now.time_since_epoch().count());
  const std::string noise = random_bytes(5);
  std::array<std::uint8_t, 10> bytes{};
  const std::uint64_t shifted = millis << 3U;  // 45 bits of time, then 35 of noise
  for (std::size_t i = 0; i < 6; ++i) {
    bytes[i] = static_cast<std::uint8_t>(shifted >> (8U * (5U - i)));
  }
  bytes[5] = static_cast<std::uint8_t>(bytes[5] | (static_cast<unsigned char>(noise[0]) & 7U));
  for (std::size_t i = 6; i < 10; ++i) {
    bytes[i] = static_cast<std::uint8_t>(noise[i - 5]);
  }
  return base32_of_80_bits(bytes);
}

std::string random_bytes(std::size_t n) {
  std::string out(n, '\0');
  const int ok = RAND_bytes(reinterpret_cast<unsigned char*>(out.data()), static_cast<int>(n));
  QW_CHECK(ok == 1, "the system's random generator answers");
  return out;
}

}  // namespace qw
