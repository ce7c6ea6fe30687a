#include "base/url.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <vector>

namespace qw {
namespace {

constexpr std::size_t most_bytes = 8192;

constexpr std::string_view hex = "0123456789ABCDEF";

/// Percent-encodes controls, bytes outside ASCII and those of `also`; what is encoded already stays.
std::string encoded(std::string_view text, std::string_view also) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte <= 0x20 || byte >= 0x7F || also.contains(c)) {
      out.push_back('%');
      out.push_back(hex[byte >> 4U]);
      out.push_back(hex[byte & 15U]);
    } else {
      out.push_back(c);
    }
  }
  return out;
}

/// Without the white space and controls around it, and without tabs and line ends inside.
std::string trimmed(std::string_view text) {
  while (!text.empty() && static_cast<unsigned char>(text.front()) <= 0x20) {
    text.remove_prefix(1);
  }
  while (!text.empty() && static_cast<unsigned char>(text.back()) <= 0x20) {
    text.remove_suffix(1);
  }
  std::string out;
  out.reserve(text.size());
  std::ranges::copy_if(text, std::back_inserter(out),
                       [](char c) { return c != '\t' && c != '\n' && c != '\r'; });
  return out;
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

std::string lower_case(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), lower);
  return out;
}

/// "scheme" when the text begins with one, "" otherwise.
std::string_view scheme_of(std::string_view text) {
  if (text.empty() || lower(text.front()) < 'a' || lower(text.front()) > 'z') {
    return {};
  }
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = lower(text[i]);
    if (c == ':') {
      return text.substr(0, i);
    }
    if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.')) {
      return {};
    }
  }
  return {};
}

bool is_slash(char c) { return c == '/' || c == '\\'; }

bool is_single_dot(std::string_view segment) { return segment == "." || lower_case(segment) == "%2e"; }
bool is_double_dot(std::string_view segment) {
  const std::string s = lower_case(segment);
  return s == ".." || s == ".%2e" || s == "%2e." || s == "%2e%2e";
}

/// `path` with '/' and '\' as separators → absolute path without dot segments.
std::string without_dots(std::string_view path) {
  std::vector<std::string_view> kept;
  bool ends_with_slash = false;
  std::size_t at = 0;
  while (at <= path.size()) {
    std::size_t end = at;
    while (end < path.size() && !is_slash(path[end])) {
      ++end;
    }
    const std::string_view segment = path.substr(at, end - at);
    const bool last = end >= path.size();
    if (is_double_dot(segment)) {
      if (!kept.empty()) {
        kept.pop_back();
      }
      ends_with_slash = last;
    } else if (is_single_dot(segment)) {
      ends_with_slash = last;
    } else {
      kept.push_back(segment);
      ends_with_slash = false;
    }
    at = end + 1;
  }
  std::string out;
  for (const std::string_view segment : kept) {
    out += '/';
    out += segment;
  }
  if (ends_with_slash || out.empty()) {
    out += '/';
  }
  return out;
}

void set_query(Url& url, std::string_view query) {
  url.query = encoded(query, "\"#<>'");
  url.has_query = true;
}

/// `rest` is path, '?' query; no fragment any more.
void set_path_and_query(Url& url, std::string_view rest) {
  const std::size_t mark = rest.find('?');
  std::string_view path = rest.substr(0, mark);
  if (!path.empty() && is_slash(path.front())) {
    path.remove_prefix(1);
  }
  url.path = encoded(without_dots(path), "\"#<>?`{}^|");
  url.has_query = false;
  url.query.clear();
  if (mark != std::string_view::npos) {
    set_query(url, rest.substr(mark + 1));
  }
}

std::uint16_t default_port_of(std::string_view scheme) { return scheme == "https" ? 443 : 80; }

/// `rest` stands behind "scheme:" and any number of slashes.
Result<Url> with_authority(std::string scheme, std::string_view rest) {
  Url url;
  url.scheme = std::move(scheme);
  std::size_t end = 0;
  while (end < rest.size() && !is_slash(rest[end]) && rest[end] != '?') {
    ++end;
  }
  std::string_view authority = rest.substr(0, end);
  if (const std::size_t at = authority.rfind('@'); at != std::string_view::npos) {
    url.had_credentials = true;
    authority.remove_prefix(at + 1);
  }
  std::string_view port;
  const std::size_t bracket = authority.rfind(']');
  const std::size_t colon = authority.rfind(':');
  if (colon != std::string_view::npos && (bracket == std::string_view::npos || colon > bracket)) {
    port = authority.substr(colon + 1);
    authority = authority.substr(0, colon);
  }
  TRY(url.host, normal_host(authority));
  url.port = default_port_of(url.scheme);
  if (!port.empty()) {
    unsigned value = 0;
    const auto read = std::from_chars(port.data(), port.data() + port.size(), value);
    if (read.ec != std::errc() || read.ptr != port.data() + port.size() || value == 0 || value > 65535) {
      return fail(Errc::malformed, "the port is no number from 1 to 65535");
    }
    url.port = static_cast<std::uint16_t>(value);
  }
  set_path_and_query(url, rest.substr(end));
  return url;
}

std::string_view without_slashes(std::string_view text) {
  while (!text.empty() && is_slash(text.front())) {
    text.remove_prefix(1);
  }
  return text;
}

Result<Url> parse_trimmed(std::string_view text) {
  const std::string_view scheme = scheme_of(text);
  if (scheme.empty()) {
    return fail(Errc::malformed, "the address has no scheme; write http:// or https:// in front");
  }
  std::string name = lower_case(scheme);
  if (name != "http" && name != "https") {
    return fail(Errc::refused, "the scheme is neither http nor https");
  }
  return with_authority(std::move(name), without_slashes(text.substr(scheme.size() + 1)));
}

}  // namespace

bool Url::default_port() const { return port == default_port_of(scheme); }

bool Url::host_is_address() const {
  return host.starts_with('[') ||
         (!host.empty() && host.back() >= '0' && host.back() <= '9' && std::ranges::count(host, '.') == 3 &&
          std::ranges::all_of(host, [](char c) { return c == '.' || (c >= '0' && c <= '9'); }));
}

std::string Url::target() const { return has_query ? path + "?" + query : path; }

std::string Url::text() const {
  std::string out = scheme + "://" + host;
  if (!default_port()) {
    out += ":" + std::to_string(port);
  }
  return out + target();
}

std::string Url::authority() const { return scheme + "://" + host + ":" + std::to_string(port); }

Result<Url> parse_url(std::string_view text) {
  if (text.size() > most_bytes) {
    return fail(Errc::too_big, "the address is longer than 8192 bytes");
  }
  const std::string clean = trimmed(text);
  return parse_trimmed(std::string_view(clean).substr(0, clean.find('#')));
}

Result<Url> resolve_url(const Url& base, std::string_view reference) {
  if (reference.size() > most_bytes) {
    return fail(Errc::too_big, "the address is longer than 8192 bytes");
  }
  const std::string clean = trimmed(reference);
  std::string_view text = std::string_view(clean).substr(0, clean.find('#'));
  const std::string_view scheme = scheme_of(text);
  if (!scheme.empty()) {
    // "https:path" without slashes is relative to a base of the same scheme.
    const std::string_view rest = text.substr(scheme.size() + 1);
    if (lower_case(scheme) != base.scheme || (!rest.empty() && is_slash(rest.front()))) {
      return parse_trimmed(text);
    }
    text = rest;
  }
  if (text.size() >= 2 && is_slash(text[0]) && is_slash(text[1])) {
    return with_authority(base.scheme, without_slashes(text));
  }
  Url url = base;
  url.had_credentials = false;
  if (text.empty()) {
    return url;
  }
  if (text.front() == '?') {
    set_query(url, text.substr(1));
  } else if (is_slash(text.front())) {
    set_path_and_query(url, text);
  } else {
    set_path_and_query(url, base.path.substr(0, base.path.rfind('/') + 1) + std::string(text));
  }
  return url;
}

}  // namespace qw
