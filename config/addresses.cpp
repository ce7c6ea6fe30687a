#include "config/addresses.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <libpsl.h>
#include <utility>

namespace qw::config {
namespace {

bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return is_lower(c) || (c >= 'A' && c <= 'Z'); }

bool is_label(std::string_view label) {
  return !label.empty() && label.size() <= 63 && !label.starts_with('-') && !label.ends_with('-') &&
         std::ranges::all_of(label,
                             [](char c) { return is_lower(c) || is_digit(c) || c == '-' || c == '_'; });
}

std::string lower(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return out;
}

/// Host and port of "host", "host:port", "[v6]:port".
std::optional<WebAddress> parse_authority(std::string_view authority, std::string scheme) {
  WebAddress out{std::move(scheme), {}, 0};
  std::string_view port;
  if (authority.starts_with('[')) {
    const std::size_t end = authority.find(']');
    if (end == std::string_view::npos || !is_literal_address(authority.substr(1, end - 1))) {
      return std::nullopt;
    }
    out.host = std::string(authority.substr(1, end - 1));
    port = authority.substr(end + 1);
  } else {
    const std::size_t colon = authority.find(':');
    out.host = lower(authority.substr(0, colon));
    port = colon == std::string_view::npos ? "" : authority.substr(colon);
    if (!is_host(out.host)) {
      return std::nullopt;
    }
  }
  if (port.empty()) {
    return out;
  }
  const auto [end, code] = std::from_chars(port.data() + 1, port.data() + port.size(), out.port);
  if (port.front() != ':' || code != std::errc{} || end != port.data() + port.size() || out.port == 0) {
    return std::nullopt;
  }
  return out;
}

using CountryZone = std::pair<std::string_view, std::string_view>;
constexpr auto zones = std::to_array<CountryZone>(
    {{"AM", "Asia/Yerevan"},    {"AZ", "Asia/Baku"},        {"BE", "Europe/Brussels"},
     {"BG", "Europe/Sofia"},    {"BY", "Europe/Minsk"},     {"CZ", "Europe/Prague"},
     {"DE", "Europe/Berlin"},   {"EE", "Europe/Tallinn"},   {"EU", "Europe/Brussels"},
     {"FR", "Europe/Paris"},    {"GB", "Europe/London"},    {"GE", "Asia/Tbilisi"},
     {"KG", "Asia/Bishkek"},    {"KZ", "Asia/Almaty"},      {"LT", "Europe/Vilnius"},
     {"LV", "Europe/Riga"},     {"MD", "Europe/Chisinau"},  {"NL", "Europe/Amsterdam"},
     {"PL", "Europe/Warsaw"},   {"RO", "Europe/Bucharest"}, {"RU", "Europe/Moscow"},
     {"TR", "Europe/Istanbul"}, {"UA", "Europe/Kyiv"},      {"US", "America/New_York"}});

}  // namespace

bool is_host(std::string_view text) {
  if (text.empty() || text.size() > 253) {
    return false;
  }
  while (true) {
    const std::size_t dot = text.find('.');
    if (!is_label(text.substr(0, dot))) {
      return false;
    }
    if (dot == std::string_view::npos) {
      return true;
    }
    text.remove_prefix(dot + 1);
  }
}

bool is_literal_address(std::string_view text) {
  const std::string copy(text);
  std::array<unsigned char, sizeof(in6_addr)> out{};
  return inet_pton(AF_INET, copy.c_str(), out.data()) == 1 ||
         inet_pton(AF_INET6, copy.c_str(), out.data()) == 1;
}

std::optional<WebAddress> parse_web_address(std::string_view text) {
  const std::size_t colon = text.find("://");
  if (colon == std::string_view::npos || text.size() > 2048) {
    return std::nullopt;
  }
  const std::string scheme = lower(text.substr(0, colon));
  if (scheme != "http" && scheme != "https") {
    return std::nullopt;
  }
  const std::string_view rest = text.substr(colon + 3);
  if (rest.contains('#') || std::ranges::any_of(rest, [](char c) {
        return static_cast<unsigned char>(c) <= ' ' || c == '"' || c == '<' || c == '>' || c == '\\';
      })) {
    return std::nullopt;
  }
  return parse_authority(rest.substr(0, rest.find_first_of("/?")), scheme);
}

std::optional<WebAddress> parse_relay(std::string_view text) {
  const std::size_t colon = text.find("://");
  const std::string scheme = lower(text.substr(0, std::min(colon, text.size())));
  if (colon == std::string_view::npos || text.size() > 300 || (scheme != "smtp" && scheme != "smtps")) {
    return std::nullopt;
  }
  auto out = parse_authority(text.substr(colon + 3), scheme);
  if (out && out->port == 0) {
    out->port = scheme == "smtps" ? 465 : 587;
  }
  return out;
}

bool is_email(std::string_view text) {
  const std::size_t at = text.find('@');
  if (at == std::string_view::npos || at == 0 || at > 64) {
    return false;
  }
  const std::string host = lower(text.substr(at + 1));
  const bool local = std::ranges::all_of(text.substr(0, at), [](char c) {
    return is_letter(c) || is_digit(c) || std::string_view(".!#$%&'*+/=?^_`{|}~-").contains(c);
  });
  return local && is_host(host) && host.contains('.');
}

bool is_id(std::string_view text) {
  return !text.empty() && text.size() <= 64 && !text.starts_with('-') && !text.ends_with('-') &&
         std::ranges::all_of(text, [](char c) { return is_lower(c) || is_digit(c) || c == '-'; });
}

bool is_channel(std::string_view text) {
  return text.size() >= 4 && text.size() <= 32 && is_letter(text.front()) &&
         std::ranges::all_of(text, [](char c) { return is_letter(c) || is_digit(c) || c == '_'; });
}

bool same_site(const std::string& a, const std::string& b) {
  if (a == b) {
    return true;
  }
  if (is_literal_address(a) || is_literal_address(b)) {
    return false;
  }
  const char* of_a = psl_registrable_domain(psl_builtin(), a.c_str());
  const char* of_b = psl_registrable_domain(psl_builtin(), b.c_str());
  return of_a != nullptr && of_b != nullptr && std::string_view(of_a) == of_b;
}

bool is_zone(const std::string& name) {
  const bool formed =
      !name.empty() && name.size() <= 64 && is_letter(name.front()) && std::ranges::all_of(name, [](char c) {
        return is_letter(c) || is_digit(c) || c == '/' || c == '_' || c == '-' || c == '+';
      });
  if (!formed) {
    return false;
  }
  std::ifstream in("/usr/share/zoneinfo/" + name, std::ios::binary);
  std::array<char, 4> magic{};
  return in.read(magic.data(), magic.size()) && std::string_view(magic.data(), magic.size()) == "TZif";
}

std::string_view zone_of_country(std::string_view country) {
  const auto found = std::ranges::find(zones, country, &CountryZone::first);
  return found == zones.end() ? "" : found->second;
}

}  // namespace qw::config
