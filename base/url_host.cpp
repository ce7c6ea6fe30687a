#include "base/url.hpp"

#include <unicode/uidna.h>

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <cctype>
#include <optional>
#include <vector>

namespace qw {
namespace {

std::string percent_decoded(std::string_view text) {
  const auto value = [](char c) -> int {
    if (c >= '0' && c <= '9') {
      return c - '0';
    }
    if (c >= 'a' && c <= 'f') {
      return c - 'a' + 10;
    }
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
  };
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size() && value(text[i + 1]) >= 0 && value(text[i + 2]) >= 0) {
      out.push_back(static_cast<char>(value(text[i + 1]) * 16 + value(text[i + 2])));
      i += 2;
    } else {
      out.push_back(text[i]);
    }
  }
  return out;
}

bool is_forbidden(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte <= 0x20 || byte == 0x7F || std::string_view("#/:<>?@[\\]^|%\"`{}").contains(c);
}

/// A label of a v4 address: decimal, 0 octal or 0x hexadecimal.
std::optional<std::uint64_t> v4_number(std::string_view label) {
  std::uint64_t base = 10;
  if (label.starts_with("0x") || label.starts_with("0X")) {
    base = 16;
    label.remove_prefix(2);
  } else if (label.size() > 1 && label.front() == '0') {
    base = 8;
    label.remove_prefix(1);
  }
  std::uint64_t value = 0;
  for (const char c : label) {
    std::uint64_t digit = 99;
    if (c >= '0' && c <= '9') {
      digit = static_cast<std::uint64_t>(c - '0');
    } else if (c >= 'a' && c <= 'f') {
      digit = static_cast<std::uint64_t>(c - 'a' + 10);
    }
    if (digit >= base) {
      return std::nullopt;
    }
    value = value * base + digit;
    if (value > 0xFFFFFFFFU) {
      return std::nullopt;
    }
  }
  return value;
}

std::vector<std::string_view> labels_of(std::string_view host) {
  std::vector<std::string_view> labels;
  while (true) {
    const std::size_t dot = host.find('.');
    labels.push_back(host.substr(0, dot));
    if (dot == std::string_view::npos) {
      return labels;
    }
    host.remove_prefix(dot + 1);
  }
}

bool ends_in_number(std::string_view host) {
  const std::string_view last = labels_of(host).back();
  const bool digits = !last.empty() && std::ranges::all_of(last, [](char c) { return c >= '0' && c <= '9'; });
  return digits || (last.starts_with("0x") && v4_number(last));
}

Result<std::string> dotted_quad(std::string_view host) {
  const auto labels = labels_of(host);
  const auto bad = [] { return fail(Errc::malformed, "the host ends in a number and is no v4 address"); };
  if (labels.size() > 4) {
    return bad();
  }
  std::uint64_t address = 0;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const auto number = labels[i].empty() ? std::nullopt : v4_number(labels[i]);
    const bool last = i + 1 == labels.size();
    const std::uint64_t limit = last ? 1ULL << (8 * (4 - i)) : 256;
    if (!number || *number >= limit) {
      return bad();
    }
    address |= last ? *number : *number << (8 * (3 - i));
  }
  std::string out;
  for (int shift = 24; shift >= 0; shift -= 8) {
    out += std::to_string((address >> static_cast<unsigned>(shift)) & 0xFFU);
    out += shift > 0 ? "." : "";
  }
  return out;
}

Result<std::string> bracketed(std::string_view host) {
  in6_addr address{};
  const std::string inner(host.substr(1, host.size() - 2));
  if (host.size() < 4 || host.back() != ']' || inet_pton(AF_INET6, inner.c_str(), &address) != 1) {
    return fail(Errc::malformed, "the host in brackets is no v6 address");
  }
  std::array<char, INET6_ADDRSTRLEN> text{};
  inet_ntop(AF_INET6, &address, text.data(), text.size());
  return "[" + std::string(text.data()) + "]";
}

const UIDNA* idna() {
  static const UIDNA* const made = [] {
    UErrorCode status = U_ZERO_ERROR;
    return uidna_openUTS46(UIDNA_NONTRANSITIONAL_TO_ASCII | UIDNA_CHECK_BIDI | UIDNA_CHECK_CONTEXTJ, &status);
  }();
  return made;
}

Result<std::string> to_ascii(const std::string& host) {
  // Hyphens in odd places are no fault here: real names have them ("r3---sn.example").
  constexpr std::uint32_t harmless =
      UIDNA_ERROR_LEADING_HYPHEN | UIDNA_ERROR_TRAILING_HYPHEN | UIDNA_ERROR_HYPHEN_3_4;
  UIDNAInfo info = UIDNA_INFO_INITIALIZER;
  UErrorCode status = U_ZERO_ERROR;
  std::array<char, 512> out{};
  const auto length =
      uidna_nameToASCII_UTF8(idna(), host.data(), static_cast<std::int32_t>(host.size()), out.data(),
                             static_cast<std::int32_t>(out.size()), &info, &status);
  if (U_FAILURE(status) != 0 || (info.errors & ~harmless) != 0 || length <= 0 ||
      static_cast<std::size_t>(length) > out.size()) {
    return fail(Errc::malformed, "the host is no valid international name");
  }
  return std::string(out.data(), static_cast<std::size_t>(length));
}

}  // namespace

Result<std::string> normal_host(std::string_view text) {
  if (text.size() > 1024) {
    return fail(Errc::malformed, "the host is longer than a name can be");
  }
  if (text.starts_with('[')) {
    return bracketed(text);
  }
  std::string host = percent_decoded(text);
  const bool ascii = std::ranges::all_of(host, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  if (ascii) {
    std::ranges::transform(host, host.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  }
  if (!ascii || host.starts_with("xn--") || host.contains(".xn--")) {
    TRY(host, to_ascii(host));
  }
  if (host.ends_with('.')) {
    host.pop_back();
  }
  if (host.empty()) {
    return fail(Errc::malformed, "the host is missing");
  }
  if (std::ranges::any_of(host, is_forbidden)) {
    return fail(Errc::malformed, "the host holds a character that no host can have");
  }
  if (ends_in_number(host)) {
    return dotted_quad(host);
  }
  const auto labels = labels_of(host);
  const bool bad_label = std::ranges::any_of(labels, [](auto l) { return l.empty() || l.size() > 63; });
  if (host.size() > 253 || bad_label) {
    return fail(Errc::malformed, "the host has an empty or overlong label");
  }
  return host;
}

}  // namespace qw
