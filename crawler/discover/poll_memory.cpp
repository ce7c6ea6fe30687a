#include "crawler/discover/poll_schedule.hpp"

#include <bit>
#include <chrono>

namespace qw::discover {
namespace {

constexpr char version = 3;
constexpr std::size_t length_2 =
    1 + 2 * 168 * 4 + 8 + 8 + 4 + 4 + 8 + 4 + 1 + 8 + 8;  // hours of the week alone
constexpr std::size_t length = length_2 + 2 * 60 * 4 + 2 * distance_bins * 4 + 8;
constexpr Millis believe_a_304_for = std::chrono::hours(6);
constexpr Millis disbelieve_for = std::chrono::days(7);

void put(std::string& out, std::uint64_t value, unsigned bytes) {
  for (unsigned i = 0; i < bytes; ++i) {
    out += static_cast<char>((value >> (8 * i)) & 0xFFU);
  }
}

void put(std::string& out, float value) { put(out, std::bit_cast<std::uint32_t>(value), 4); }
void put(std::string& out, Time value) {
  put(out, static_cast<std::uint64_t>(value.time_since_epoch().count()), 8);
}

/// Takes numbers off the front; the length was checked before.
class Reader {
 public:
  explicit Reader(std::string_view bytes) : bytes_(bytes) {}
  std::uint64_t number(unsigned bytes) {
    std::uint64_t value = 0;
    for (unsigned i = 0; i < bytes; ++i) {
      value |= static_cast<std::uint64_t>(static_cast<unsigned char>(bytes_[i])) << (8 * i);
    }
    bytes_.remove_prefix(bytes);
    return value;
  }
  /// Counts that are no numbers of ours become zero.
  float count() {
    const auto value = std::bit_cast<float>(static_cast<std::uint32_t>(number(4)));
    return value >= 0 && value < 1e9F ? value : 0;
  }
  Time time() { return Time(Millis(static_cast<std::int64_t>(number(8)))); }

 private:
  std::string_view bytes_;
};

}  // namespace

std::string encoded(const PollMemory& memory) {
  std::string out(1, version);
  out.reserve(length);
  const auto all = [&out](const auto& values) {
    for (const float value : values) {
      put(out, value);
    }
  };
  all(memory.items);
  all(memory.watched);
  all(memory.minute_items);
  all(memory.minute_expected);
  all(memory.distance_items);
  all(memory.distance_expected);
  put(out, memory.last_item);
  put(out, memory.forgotten_until);
  put(out, memory.last_good.value_or(Time{}));
  put(out, memory.recent_items);
  put(out, memory.recent_expected);
  put(out, memory.recent_at);
  put(out, memory.window, 4);
  put(out, memory.gap ? 1 : 0, 1);
  put(out, memory.whole_at);
  put(out, memory.lied_until);
  return out;
}

PollMemory poll_memory(std::string_view bytes) {
  PollMemory memory;
  const bool of_now = bytes.size() == length && bytes.front() == version;
  if (!of_now && (bytes.size() != length_2 || bytes.front() != 2)) {
    return memory;
  }
  Reader reader(bytes.substr(1));
  const auto all = [&reader](auto& values) {
    for (float& value : values) {
      value = reader.count();
    }
  };
  all(memory.items);
  all(memory.watched);
  if (of_now) {
    all(memory.minute_items);
    all(memory.minute_expected);
    all(memory.distance_items);
    all(memory.distance_expected);
    memory.last_item = reader.time();
  }
  memory.forgotten_until = reader.time();
  const Time last = reader.time();
  memory.last_good = last == Time{} ? std::nullopt : std::optional(last);
  memory.recent_items = reader.count();
  memory.recent_expected = reader.count();
  memory.recent_at = reader.time();
  memory.window = static_cast<std::uint32_t>(reader.number(4));
  memory.gap = reader.number(1) != 0;
  memory.whole_at = reader.time();
  memory.lied_until = reader.time();
  return memory;
}

bool may_ask_conditionally(const PollMemory& memory, Time now) {
  return now >= memory.lied_until && now - memory.whole_at < believe_a_304_for;
}

bool note_whole_list(PollMemory& memory, bool changed, bool same_validators, Time now) {
  memory.whole_at = now;
  const bool lie = changed && same_validators;
  if (lie) {
    memory.lied_until = now + disbelieve_for;
  }
  return lie;
}

}  // namespace qw::discover
