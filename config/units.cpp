#include "config/units.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <iterator>
#include <utility>

namespace qw::config {
namespace {

using Unit = std::pair<std::string_view, std::uint64_t>;
constexpr auto durations =
    std::to_array<Unit>({{"ms", 1}, {"s", 1000}, {"min", 60'000}, {"h", 3'600'000}, {"d", 86'400'000}});
constexpr auto sizes = std::to_array<Unit>(
    {{"B", 1}, {"KiB", 1ULL << 10U}, {"MiB", 1ULL << 20U}, {"GiB", 1ULL << 30U}, {"TiB", 1ULL << 40U}});
constexpr std::uint64_t most_millis = 100ULL * 366 * 86'400'000;
constexpr std::uint64_t most_bytes = 1ULL << 50U;

template <std::size_t N>
std::optional<std::uint64_t> parse(std::string_view text, const std::array<Unit, N>& units,
                                   std::uint64_t most) {
  std::uint64_t number = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (code != std::errc{}) {
    return std::nullopt;
  }
  std::string_view name = text.substr(static_cast<std::size_t>(end - text.data()));
  if (name.starts_with(' ')) {
    name.remove_prefix(1);
  }
  const auto unit = std::ranges::find(units, name, &Unit::first);
  if (unit == units.end() || number > most / unit->second) {
    return std::nullopt;
  }
  return number * unit->second;
}

template <std::size_t N>
std::string text_of(std::uint64_t value, const std::array<Unit, N>& units) {
  auto unit = std::ranges::find_if(units.rbegin(), units.rend(),
                                   [&](const Unit& each) { return value != 0 && value % each.second == 0; });
  if (unit == units.rend()) {
    unit = std::prev(units.rend());
  }
  return std::to_string(value / unit->second) + " " + std::string(unit->first);
}

}  // namespace

std::optional<Millis> parse_duration(std::string_view text) {
  const auto millis = parse(text, durations, most_millis);
  return millis ? std::optional(Millis(static_cast<Millis::rep>(*millis))) : std::nullopt;
}

std::optional<std::uint64_t> parse_size(std::string_view text) { return parse(text, sizes, most_bytes); }

std::string duration_text(Millis duration) {
  return duration.count() == 0 ? "0 s" : text_of(static_cast<std::uint64_t>(duration.count()), durations);
}

std::string size_text(std::uint64_t bytes) { return text_of(bytes, sizes); }

}  // namespace qw::config
