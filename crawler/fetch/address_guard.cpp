#include "crawler/fetch/address_guard.hpp"

#include "base/check.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <cstring>
#include <ifaddrs.h>
#include <netinet/in.h>

namespace qw::fetch {
namespace {

struct Block {
  std::string_view first;
  unsigned bits;
  std::string_view why;
};

constexpr auto v4_blocks = std::to_array<Block>({
    {"0.0.0.0", 8, "this network"},
    {"10.0.0.0", 8, "private"},
    {"100.64.0.0", 10, "carrier-grade NAT"},
    {"127.0.0.0", 8, "loopback"},
    {"169.254.0.0", 16, "link-local"},
    {"172.16.0.0", 12, "private"},
    {"192.0.0.0", 24, "protocol assignments"},
    {"192.0.2.0", 24, "documentation"},
    {"192.31.196.0", 24, "AS112 sink"},
    {"192.52.193.0", 24, "multicast tunnel"},
    {"192.88.99.0", 24, "6to4 relay"},
    {"192.168.0.0", 16, "private"},
    {"192.175.48.0", 24, "AS112 sink"},
    {"198.18.0.0", 15, "benchmarks"},
    {"198.51.100.0", 24, "documentation"},
    {"203.0.113.0", 24, "documentation"},
    {"224.0.0.0", 4, "multicast"},
    {"240.0.0.0", 4, "reserved"},
});

// The narrower block stands first where one lies in another: its reason says more.
constexpr auto v6_blocks = std::to_array<Block>({
    {"::", 128, "unspecified"},
    {"::1", 128, "loopback"},
    {"::ffff:0:0", 96, "v4-mapped"},
    {"::", 96, "v4-compatible"},
    {"::ffff:0:0:0", 96, "v4-translated"},
    {"64:ff9b::", 96, "NAT64"},
    {"64:ff9b:1::", 48, "NAT64"},
    {"100::", 64, "discard"},
    {"100:0:0:1::", 64, "dummy"},
    {"2001::", 32, "Teredo"},
    {"2001:2::", 48, "benchmarks"},
    {"2001:10::", 28, "ORCHID"},
    {"2001:20::", 28, "ORCHID"},
    {"2001::", 23, "protocol assignments"},
    {"2001:db8::", 32, "documentation"},
    {"2002::", 16, "6to4"},
    {"2620:4f:8000::", 48, "AS112 sink"},
    {"3fff::", 20, "documentation"},
    {"5f00::", 16, "segment routing"},
    {"fc00::", 7, "unique local"},
    {"fe80::", 10, "link-local"},
    {"fec0::", 10, "site-local"},
    {"ff00::", 8, "multicast"},
});

bool lies_in(const Address& address, const Address& first, unsigned bits) {
  for (std::size_t i = 0; bits > 0; ++i) {
    const unsigned here = std::min(bits, 8U);
    const unsigned mask = (0xFF00U >> here) & 0xFFU;
    if (((address.bytes.at(i) ^ first.bytes.at(i)) & mask) != 0) {
      return false;
    }
    bits -= here;
  }
  return true;
}

struct ParsedBlock {
  Address first;
  unsigned bits;
  std::string_view why;
};

template <std::size_t n>
std::vector<ParsedBlock> parsed(const std::array<Block, n>& blocks) {
  std::vector<ParsedBlock> out;
  for (const Block& block : blocks) {
    const std::optional<Address> first = parse_address(block.first);
    QW_CHECK(first, "the blocks are written in this file");
    out.push_back({*first, block.bits, block.why});
  }
  return out;
}

std::optional<std::string_view> why_in(const std::vector<ParsedBlock>& blocks, const Address& address) {
  const auto found = std::ranges::find_if(
      blocks, [&](const ParsedBlock& block) { return lies_in(address, block.first, block.bits); });
  return found == blocks.end() ? std::nullopt : std::optional(found->why);
}

}  // namespace

std::string Address::text() const {
  std::array<char, INET6_ADDRSTRLEN> out{};
  inet_ntop(v6 ? AF_INET6 : AF_INET, bytes.data(), out.data(), out.size());
  return out.data();
}

std::optional<Address> parse_address(std::string_view text) {
  if (text.size() > 2 && text.front() == '[' && text.back() == ']') {
    text = text.substr(1, text.size() - 2);
  }
  Address out;
  const std::string copy(text);
  if (inet_pton(AF_INET, copy.c_str(), out.bytes.data()) == 1) {
    return out;
  }
  out.v6 = true;
  if (inet_pton(AF_INET6, copy.c_str(), out.bytes.data()) == 1) {
    return out;
  }
  return std::nullopt;
}

std::optional<std::string_view> why_not_public(const Address& address) {
  static const auto v4 = parsed(v4_blocks);
  static const auto v6 = parsed(v6_blocks);
  if (!address.v6) {
    return why_in(v4, address);
  }
  if (const auto why = why_in(v6, address)) {
    return why;
  }
  const bool global = (address.bytes[0] & 0xE0U) == 0x20U;
  return global ? std::nullopt : std::optional<std::string_view>("reserved");
}

std::vector<Address> own_addresses() {
  std::vector<Address> out;
  ifaddrs* list = nullptr;
  if (getifaddrs(&list) != 0) {
    return out;
  }
  for (const ifaddrs* each = list; each != nullptr; each = each->ifa_next) {
    Address address;
    if (each->ifa_addr == nullptr) {
      continue;
    }
    if (each->ifa_addr->sa_family == AF_INET) {
      sockaddr_in v4{};
      std::memcpy(&v4, each->ifa_addr, sizeof v4);
      std::memcpy(address.bytes.data(), &v4.sin_addr, sizeof v4.sin_addr);
    } else if (each->ifa_addr->sa_family == AF_INET6) {
      sockaddr_in6 v6{};
      std::memcpy(&v6, each->ifa_addr, sizeof v6);
      address.v6 = true;
      std::memcpy(address.bytes.data(), &v6.sin6_addr, sizeof v6.sin6_addr);
    } else {
      continue;
    }
    out.push_back(address);
  }
  freeifaddrs(list);
  return out;
}

std::string Guard::why_not(const Address& address) const {
  if (std::ranges::find(allowed, address) != allowed.end()) {
    return "";
  }
  if (const auto why = why_not_public(address)) {
    return std::string(*why);
  }
  return std::ranges::find(own, address) != own.end() ? "an address of this machine" : "";
}

}  // namespace qw::fetch
