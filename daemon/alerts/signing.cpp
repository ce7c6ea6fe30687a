#include "daemon/alerts/signing.hpp"

#include "base/base64.hpp"
#include "base/environment.hpp"

#include <sodium.h>

#include <chrono>
#include <cstdint>
#include <fstream>
#include <iterator>
#include <optional>

namespace qw::alerts {
namespace {

constexpr std::string_view prefix = "whsec_";
constexpr std::size_t least_bytes = 24;
constexpr std::size_t most_bytes = 64;

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

std::string hmac_sha256(std::string_view key, std::string_view message) {
  crypto_auth_hmacsha256_state state;
  crypto_auth_hmacsha256_init(&state, bytes_of(key), key.size());
  crypto_auth_hmacsha256_update(&state, bytes_of(message), message.size());
  std::string out(crypto_auth_hmacsha256_BYTES, '\0');
  crypto_auth_hmacsha256_final(&state, reinterpret_cast<unsigned char*>(out.data()));
  return out;
}

std::string seconds_of(Time at) {
  return std::to_string(std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count());
}

std::string_view trimmed(std::string_view line) {
  const auto first = line.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) {
    return {};
  }
  return line.substr(first, line.find_last_not_of(" \t\r") - first + 1);
}

}  // namespace

Result<Secrets> parse_secrets(std::string_view text, const std::string& file) {
  Secrets secrets;
  std::uint32_t number = 0;
  while (!text.empty()) {
    ++number;
    const auto end = std::min(text.find('\n'), text.size());
    const std::string_view line = trimmed(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.empty() || line.starts_with('#')) {
      continue;
    }
    const auto wrong = [&](std::string what) {
      return std::unexpected(Error{Errc::config, std::move(what), Where{file, number, 0}});
    };
    if (!line.starts_with(prefix)) {
      return wrong("a webhook secret begins with whsec_");  // the line itself must not get into a log
    }
    auto secret = from_base64(line.substr(prefix.size()));
    if (!secret) {
      return wrong("what follows whsec_ is no base64");
    }
    if (secret->size() < least_bytes || secret->size() > most_bytes) {
      return wrong("a webhook secret has 24 to 64 bytes; this one has " + std::to_string(secret->size()));
    }
    secrets.push_back(*std::move(secret));
  }
  if (secrets.empty()) {
    return std::unexpected(Error{Errc::config, "there is no whsec_ line in this file", Where{file, 0, 0}});
  }
  return secrets;
}

Result<Secrets> load_secrets(const std::string& file) {
  const std::string path = expand_environment(file);
  std::ifstream in(path, std::ios::binary);
  if (!in) {
    return std::unexpected(
        Error{Errc::config, "the file with the webhook secret cannot be read", Where{path, 0, 0}});
  }
  const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  return parse_secrets(text, path);
}

std::string signature_of(std::string_view id, Time at, std::string_view body, const Secrets& secrets) {
  std::string message(id);
  message += '.';
  message += seconds_of(at);
  message += '.';
  message += body;
  std::string out;
  for (const std::string& secret : secrets) {
    out += out.empty() ? "v1," : " v1,";
    out += to_base64(hmac_sha256(secret, message));
  }
  return out;
}

std::vector<std::pair<std::string, std::string>> signed_headers(std::string_view id, Time at,
                                                                std::string_view body,
                                                                const Secrets& secrets) {
  return {{"webhook-id", std::string(id)},
          {"webhook-timestamp", seconds_of(at)},
          {"webhook-signature", signature_of(id, at, body, secrets)}};
}

}  // namespace qw::alerts
