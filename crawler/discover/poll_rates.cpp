#include "crawler/discover/poll_rates.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

namespace qw::discover {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;

constexpr std::size_t bins = 168;
constexpr double half_life_weeks = 4;
constexpr double prior_hours = 3;  // weight of the prior against what the list has shown
constexpr double prior_items = 3;
constexpr double prior_items_of_day = 6;  // a day of the week against all days
constexpr double surge_items = 3;         // chance alone must not look like news
constexpr double surge_least = 0.25;
constexpr double surge_most = 8;
constexpr double surge_half_life_hours = 1;
constexpr double minute_items = 8;  // each factor is 1 until so many items have spoken
constexpr double distance_items = 8;
constexpr Millis finest_gap = hours(4);  // longer gaps say nothing of minutes

/// Ends of the distances between two items, in minutes; the last one is open.
constexpr std::array<int, distance_bins - 1> distance_ends = {3,  6,  10, 14, 18,  22, 27,
                                                              33, 45, 60, 90, 120, 180};

double in_hours(Millis span) { return static_cast<double>(span.count()) / 3'600'000.0; }

std::size_t distance_bin(Millis since) {
  const auto passed = std::chrono::floor<minutes>(since).count();
  return static_cast<std::size_t>(std::ranges::upper_bound(distance_ends, passed) - distance_ends.begin());
}

/// What was counted, drawn to `prior` as if `weight` more items had been seen at that rate. Counted in items
/// and not in hours, the pull fits slow lists and busy ones alike.
double drawn(double items, double watched, double prior, double weight) {
  return (items + weight) / (watched + weight / prior);
}

double smooth(const std::array<float, bins>& values, std::size_t at) {
  return 0.25 * static_cast<double>(values.at((at + bins - 1) % bins)) +
         0.5 * static_cast<double>(values.at(at)) + 0.25 * static_cast<double>(values.at((at + 1) % bins));
}

/// A piece of the gap between two polls within which every factor is one number.
struct Cell {
  Time from{};
  double length = 0;  ///< hours
  std::size_t hour = 0, minute = 60;
  double usual = 0;    ///< items expected by the hour of the week
  double minutes = 1;  ///< factor
};

std::vector<Cell> cells_of(const Rates& rates, Time from, Time until, Millis zone_offset) {
  const bool fine = until - from <= finest_gap;
  std::vector<Cell> cells;
  for (Time at = from; at < until;) {
    const Time end =
        std::min(until, fine ? Time(std::chrono::floor<minutes>(at + zone_offset) + minutes(1) - zone_offset)
                             : end_of_hour(at, zone_offset));
    Cell cell{at, in_hours(end - at), hour_of_week(at, zone_offset)};
    cell.usual = std::max(least_rate, rates.of_hour(cell.hour)) * cell.length;
    if (fine) {
      cell.minute = minute_of_hour(at, zone_offset);
      cell.minutes = rates.minute_factor(cell.minute);
    }
    cells.push_back(cell);
    at = end;
  }
  return cells;
}

/// In [0, 1), the same for the same number: splitmix64.
double chance_of(std::uint64_t number) {
  number += 0x9E3779B97F4A7C15U;
  number = (number ^ (number >> 30)) * 0xBF58476D1CE4E5B9U;
  number = (number ^ (number >> 27)) * 0x94D049BB133111EBU;
  return static_cast<double>((number ^ (number >> 31)) >> 11) * 0x1p-53;
}

/// Where the items of the gap probably stand in time: one in the middle of what was expected, several by
/// chance, since even distances between them would look like a habit.
std::vector<Time> places_of(const std::vector<Cell>& cells, const std::vector<double>& weights, double whole,
                            std::size_t items) {
  std::vector<double> shares(items, 0.5);
  for (std::size_t k = 0; items > 1 && k < items; ++k) {
    const auto moment = static_cast<std::uint64_t>(cells.back().from.time_since_epoch().count());
    shares[k] = chance_of(moment * 4096 + k);
  }
  std::ranges::sort(shares);
  std::vector<Time> places;
  double sum = 0;
  for (std::size_t i = 0; i < cells.size() && places.size() < items; ++i) {
    sum += weights[i];
    while (places.size() < items && sum >= whole * shares[places.size()]) {
      places.push_back(cells[i].from);
    }
  }
  return places;
}

}  // namespace

std::size_t hour_of_week(Time at, Millis zone_offset) {
  const auto hour = std::chrono::floor<hours>((at + zone_offset).time_since_epoch()).count();
  return static_cast<std::size_t>(((hour % 168) + 168) % 168);
}

std::size_t minute_of_hour(Time at, Millis zone_offset) {
  const auto minute = std::chrono::floor<minutes>((at + zone_offset).time_since_epoch()).count();
  return static_cast<std::size_t>(((minute % 60) + 60) % 60);
}

Time end_of_hour(Time at, Millis zone_offset) {
  return std::chrono::floor<hours>(at + zone_offset) + hours(1) - zone_offset;
}

Rates::Rates(const PollMemory& memory, double prior_per_hour, Millis zone_offset)
    : memory_(memory), zone_offset_(zone_offset) {
  double items = prior_per_hour * prior_hours, watched = prior_hours;
  std::array<double, 24> hour_items{}, hour_watched{};
  std::array<double, 7> day_items{}, day_watched{};
  std::array<double, bins> near_items{}, near_watched{};
  for (std::size_t i = 0; i < bins; ++i) {
    near_items.at(i) = smooth(memory.items, i);
    near_watched.at(i) = smooth(memory.watched, i);
    items += static_cast<double>(memory.items.at(i));
    watched += static_cast<double>(memory.watched.at(i));
    hour_items.at(i % 24) += near_items.at(i);
    hour_watched.at(i % 24) += near_watched.at(i);
    day_items.at(i / 24) += static_cast<double>(memory.items.at(i));
    day_watched.at(i / 24) += static_cast<double>(memory.watched.at(i));
  }
  const double mean = std::max(items / watched, least_rate);
  // The days of a week resemble each other long before each of its hours has been seen often.
  for (std::size_t i = 0; i < bins; ++i) {
    const double day = drawn(day_items.at(i / 24), day_watched.at(i / 24), mean, prior_items_of_day) / mean;
    const double of_day = drawn(hour_items.at(i % 24), hour_watched.at(i % 24), mean, prior_items);
    hours_.at(i) =
        drawn(near_items.at(i), near_watched.at(i), std::max(of_day * day, least_rate), prior_items);
    peak_ = std::max(peak_, hours_.at(i));
  }
}

double Rates::of_hour(std::size_t bin) const { return hours_.at(bin); }

double Rates::minute_factor(std::size_t minute) const {
  return (static_cast<double>(memory_.minute_items.at(minute)) + minute_items) /
         (static_cast<double>(memory_.minute_expected.at(minute)) + minute_items);
}

double Rates::distance_factor(Millis since_last) const {
  const std::size_t bin = distance_bin(since_last);
  return (static_cast<double>(memory_.distance_items.at(bin)) + distance_items) /
         (static_cast<double>(memory_.distance_expected.at(bin)) + distance_items);
}

double Rates::surge(Time at) const {
  const double age = std::max(0.0, in_hours(at - memory_.recent_at));
  const double left = std::exp2(-age / surge_half_life_hours);
  return std::clamp((surge_items + left * static_cast<double>(memory_.recent_items)) /
                        (surge_items + left * static_cast<double>(memory_.recent_expected)),
                    surge_least, surge_most);
}

void learn(PollMemory& memory, double prior_per_hour, Time from, Time until, double items,
           Millis zone_offset) {
  from = std::max(from, until - days(7));
  if (from >= until) {
    return;
  }
  if (memory.last_item == Time{}) {
    memory.last_item = from;
  }
  const Rates rates(memory, prior_per_hour, zone_offset);
  const std::vector<Cell> cells = cells_of(rates, from, until, zone_offset);
  const auto number = static_cast<std::size_t>(items);
  std::vector<double> weights(cells.size());
  double whole = 0;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const double distance = rates.distance_factor(cells[i].from - memory.last_item);
    // Of several items only the first knows its distance to the one before.
    weights[i] = cells[i].usual * cells[i].minutes * (number < 2 ? distance : 1);
    whole += weights[i];
  }
  const std::vector<Time> places = places_of(cells, weights, whole, number);
  PollMemory next = memory;
  std::size_t place = 0;
  double expected = 0;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const Cell& cell = cells[i];
    const auto mass = static_cast<float>(items * weights[i] / whole);
    next.items.at(cell.hour) += mass;
    next.watched.at(cell.hour) += static_cast<float>(cell.length);
    const double distance = rates.distance_factor(cell.from - next.last_item);
    expected += cell.usual * cell.minutes * distance;
    if (cell.minute < 60) {
      next.minute_items.at(cell.minute) += mass;
      next.minute_expected.at(cell.minute) += static_cast<float>(cell.usual * distance);
    }
    next.distance_expected.at(distance_bin(cell.from - next.last_item)) +=
        static_cast<float>(cell.usual * cell.minutes);
    if (number == 1) {
      next.distance_items.at(distance_bin(cell.from - memory.last_item)) += mass;
    }
    for (; place < places.size() && places[place] <= cell.from; ++place) {
      if (number > 1) {
        next.distance_items.at(distance_bin(cell.from - next.last_item)) += 1;
      }
      next.last_item = places[place];
    }
  }
  const double passed = in_hours(until - memory.recent_at);
  const auto left = static_cast<float>(std::exp2(-passed / surge_half_life_hours));
  next.recent_items = memory.recent_items * left + static_cast<float>(items);
  next.recent_expected = memory.recent_expected * left + static_cast<float>(expected);
  next.recent_at = until;
  memory = next;
}

void forget(PollMemory& memory, Time now) {
  if (memory.forgotten_until == Time{}) {
    memory.forgotten_until = now;
  }
  const double weeks = in_hours(now - memory.forgotten_until) / 168.0;
  if (weeks < 1.0 / 7) {
    return;  // once a day is often enough
  }
  const auto factor = static_cast<float>(std::exp2(-weeks / half_life_weeks));
  const auto fade = [factor](auto& values) {
    for (float& value : values) {
      value *= factor;
    }
  };
  fade(memory.items);
  fade(memory.watched);
  fade(memory.minute_items);
  fade(memory.minute_expected);
  fade(memory.distance_items);
  fade(memory.distance_expected);
  memory.forgotten_until = now;
}

}  // namespace qw::discover
