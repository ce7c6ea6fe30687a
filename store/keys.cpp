#include "store/keys.hpp"

namespace qw::store {
namespace {

constexpr std::uint64_t top_bit = std::uint64_t{1} << 63U;

std::uint64_t ordered(Time time) {
  return static_cast<std::uint64_t>(time.time_since_epoch().count()) ^ top_bit;
}
Time from_ordered(std::uint64_t bits) { return Time(Millis(static_cast<std::int64_t>(bits ^ top_bit))); }

}  // namespace

Key& Key::text(std::string_view part) & {
  for (const char c : part) {
    bytes_ += c;
    if (c == '\0') {
      bytes_ += '\xFF';
    }
  }
  bytes_.append(2, '\0');
  return *this;
}

Key& Key::number(std::uint64_t part) & {
  for (unsigned shift = 64; shift != 0;) {
    shift -= 8;
    bytes_ += static_cast<char>(static_cast<std::uint8_t>(part >> shift));
  }
  return *this;
}

Key& Key::byte(std::uint8_t part) & {
  bytes_ += static_cast<char>(part);
  return *this;
}

Key& Key::time(Time part) & { return number(ordered(part)); }
Key& Key::newest_first(Time part) & { return number(~ordered(part)); }

std::optional<std::string> KeyParts::text() {
  std::string out;
  for (std::size_t i = 0; i < rest_.size(); ++i) {
    if (rest_[i] != '\0') {
      out += rest_[i];
      continue;
    }
    if (i + 1 == rest_.size()) {
      return std::nullopt;
    }
    if (rest_[i + 1] == '\0') {
      rest_.remove_prefix(i + 2);
      return out;
    }
    if (rest_[i + 1] != '\xFF') {
      return std::nullopt;
    }
    out += '\0';
    ++i;
  }
  return std::nullopt;
}

std::optional<std::uint64_t> KeyParts::number() {
  if (rest_.size() < 8) {
    return std::nullopt;
  }
  std::uint64_t out = 0;
  for (const char c : rest_.substr(0, 8)) {
    out = (out << 8U) | static_cast<std::uint8_t>(c);
  }
  rest_.remove_prefix(8);
  return out;
}

std::optional<std::uint8_t> KeyParts::byte() {
  if (rest_.empty()) {
    return std::nullopt;
  }
  const auto out = static_cast<std::uint8_t>(rest_.front());
  rest_.remove_prefix(1);
  return out;
}

std::optional<Time> KeyParts::time() {
  const auto bits = number();
  return bits ? std::optional(from_ordered(*bits)) : std::nullopt;
}

std::optional<Time> KeyParts::newest_first() {
  const auto bits = number();
  return bits ? std::optional(from_ordered(~*bits)) : std::nullopt;
}

std::string behind(std::string_view prefix) {
  std::string out(prefix);
  while (!out.empty() && out.back() == '\xFF') {
    out.pop_back();
  }
  if (!out.empty()) {
    out.back() = static_cast<char>(static_cast<std::uint8_t>(out.back()) + 1U);
  }
  return out;
}

}  // namespace qw::store
