#pragma once

#include "base/clock.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// When to look at a list again, by what was learned of its outlet's hours, and when to look at an article
/// again. Pure: state in, state out; the caller stores it. Threads: any. Numbers: crawling.md 5.1 and 5.2.
namespace qw::discover {

/// How many classes of distance between two items are told apart (poll_rates.cpp).
inline constexpr std::size_t distance_bins = 14;

/// What polls have taught of one list. Time is cut into the 168 hours of the week in the outlet's zone.
struct PollMemory {
  std::array<float, 168> items{};    ///< first seen in that hour, forgotten with a half-life of four weeks
  std::array<float, 168> watched{};  ///< hours of watching, forgotten likewise
  std::array<float, 60> minute_items{};                  ///< by the minute of the hour, and
  std::array<float, 60> minute_expected{};               ///< what the hours alone would have it
  std::array<float, distance_bins> distance_items{};     ///< by the time since the item before, and
  std::array<float, distance_bins> distance_expected{};  ///< what hours and minutes alone would have it
  Time last_item{};               ///< when the newest item probably came; the epoch = not known
  Time forgotten_until{};         ///< how far forgetting was applied
  std::optional<Time> last_good;  ///< last poll that brought the list
  float recent_items = 0;         ///< that came of late, and
  float recent_expected = 0;      ///< that were expected of late; both with a half-life of an hour
  Time recent_at{};               ///< how far the two were brought
  std::uint32_t window = 0;       ///< items that the list holds
  bool gap = false;               ///< the last poll probably missed items
  Time whole_at{};                ///< the last answer that was a whole list and no 304
  Time lied_until{};              ///< until then its ETag and Last-Modified are not believed
};

/// May the list be asked for with the validators of the last time? They lie, both ways: so not within a week
/// of a lie, and every six hours the whole list is asked for.
bool may_ask_conditionally(const PollMemory& memory, Time now);
/// A whole list came. `changed`: its body differs from the last one, `same_validators`: though ETag (or
/// Last-Modified where there is none) is the same. True = they lied.
bool note_whole_list(PollMemory& memory, bool changed, bool same_validators, Time now);

/// The memory as bytes for the store, with a version in front; poll_memory() gives an empty memory for "" and
/// for bytes of another version or length: the list is then learned anew.
std::string encoded(const PollMemory& memory);
PollMemory poll_memory(std::string_view bytes);

/// What one good poll brought.
struct PollResult {
  Time at{};
  std::uint32_t items = 0;      ///< in the list; 0 also for "not changed" (304)
  std::uint32_t new_items = 0;  ///< first seen now
};

struct PollRules {
  Millis least{120'000};        ///< floor
  Millis most{10'800'000};      ///< ceiling; the caller gives 30 min for tier 1
  double weight = 1;            ///< value of the outlet: 4 while it carried a case of the last hour
  double prior_per_hour = 0.5;  ///< rate of an outlet of this kind of which nothing is known
  double kappa = 0.02;          ///< price of delay; the fleet's controller sets it (next_kappa)
};

/// Items per hour that are expected at `at`, the surge included; never below 0.02.
double expected_rate(const PollMemory& memory, const PollRules& rules, Time at, Millis zone_offset);

/// Learns from a good poll: spreads the new items over the time since the last good one, notes how what comes
/// of late compares with what was expected (a surge, up to 8 times; a lull, down to a quarter), and a gap
/// (fewer than a third of the list was known).
PollMemory after_poll(PollMemory memory, const PollRules& rules, const PollResult& result,
                      Millis zone_offset);

/// The wait until the next poll after a good one at `at`: the first t with weight · ∫ rate(s)(t−s) ds ≥ κ,
/// kept between floor and ceiling and below half of the time in which the list's window could slide past
/// everything; ±10 % by `chance` in [0, 1). O(hours until then).
Millis next_poll_after(const PollMemory& memory, const PollRules& rules, Time at, Millis zone_offset,
                       double chance);

/// After failed polls: doubles from the floor to an hour, and slower up to a day; an outlet is never given
/// up.
Millis retry_poll_after(const PollRules& rules, int failures, double chance);

/// The price at which a list of `per_hour` items is polled every `wait`.
double kappa_for(Millis wait, double per_hour);
/// One step of the controller that keeps the fleet at `wanted` polls an hour.
double next_kappa(double kappa, double polls_an_hour, double wanted);

}  // namespace qw::discover
