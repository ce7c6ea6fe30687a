#include "crawler/discover/poll_schedule.hpp"

#include <algorithm>
#include <cmath>
#include <span>

namespace qw::discover {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;

constexpr double half_life_weeks = 4;
constexpr double prior_hours = 3;  // weight of the prior against what the list has shown
constexpr double least_rate = 0.02;
constexpr double prior_items = 3;
constexpr double surge_items = 3;  // chance alone must not look like news
constexpr double surge_least = 0.25;
constexpr double surge_most = 8;
constexpr double surge_half_life_hours = 1;
constexpr std::size_t bins = 168;

double in_hours(Millis span) { return static_cast<double>(span.count()) / 3'600'000.0; }

/// Hour of the week of a local moment; 0 is Thursday midnight, the day the epoch began with.
std::size_t bin_of(Time at, Millis zone_offset) {
  const auto hour = std::chrono::floor<hours>((at + zone_offset).time_since_epoch()).count();
  return static_cast<std::size_t>(((hour % 168) + 168) % 168);
}

/// The moment at which the hour of the week changes next.
Time next_hour(Time at, Millis zone_offset) {
  return std::chrono::floor<hours>(at + zone_offset) + hours(1) - zone_offset;
}

double mean_rate(const PollMemory& memory, double prior) {
  double items = prior * prior_hours, watched = prior_hours;
  for (std::size_t i = 0; i < bins; ++i) {
    items += static_cast<double>(memory.items.at(i));
    watched += static_cast<double>(memory.watched.at(i));
  }
  return items / watched;
}

/// What was counted, drawn to `prior` as if `prior_items` more had been seen at that rate. Counted in items
/// and not in hours, the pull fits slow lists and busy ones alike.
double drawn(double items, double watched, double prior) {
  return (items + prior_items) / (watched + prior_items / prior);
}

/// Rate of one hour of the week: smoothed with its neighbours, drawn to the same hour of all days, and that
/// to the mean. The days of a week resemble each other long before each of its hours has been seen often.
double bin_rate(const PollMemory& memory, std::size_t bin, double mean) {
  const auto smooth = [](const std::array<float, bins>& values, std::size_t at) {
    return 0.25 * static_cast<double>(values.at((at + bins - 1) % bins)) +
           0.5 * static_cast<double>(values.at(at)) + 0.25 * static_cast<double>(values.at((at + 1) % bins));
  };
  double day_items = 0, day_watched = 0;
  for (std::size_t at = bin % 24; at < bins; at += 24) {
    day_items += smooth(memory.items, at);
    day_watched += smooth(memory.watched, at);
  }
  const double of_day = drawn(day_items, day_watched, std::max(mean, least_rate));
  return drawn(smooth(memory.items, bin), smooth(memory.watched, bin), of_day);
}

/// How much more than usual comes now: what came of late against what was expected of late.
double surge_at(const PollMemory& memory, Time at) {
  const double age = std::max(0.0, in_hours(at - memory.recent_at));
  const double left = std::exp2(-age / surge_half_life_hours);
  return std::clamp((surge_items + left * static_cast<double>(memory.recent_items)) /
                        (surge_items + left * static_cast<double>(memory.recent_expected)),
                    surge_least, surge_most);
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
  for (std::size_t i = 0; i < bins; ++i) {
    memory.items.at(i) *= factor;
    memory.watched.at(i) *= factor;
  }
  memory.forgotten_until = now;
}

/// Puts the watched time and the new items into the hours between two polls; at most a week back.
void spread(PollMemory& memory, Time from, Time until, double items, Millis zone_offset) {
  from = std::max(from, until - days(7));
  const double whole = in_hours(until - from);
  for (Time at = from; at < until;) {
    const Time end = std::min(until, next_hour(at, zone_offset));
    const double part = in_hours(end - at);
    const std::size_t bin = bin_of(at, zone_offset);
    memory.watched.at(bin) += static_cast<float>(part);
    memory.items.at(bin) += static_cast<float>(items * part / whole);
    at = end;
  }
}

double expected_items(const PollMemory& memory, const PollRules& rules, Time from, Time until,
                      Millis zone_offset) {
  from = std::max(from, until - days(7));
  const double mean = mean_rate(memory, rules.prior_per_hour);
  double sum = 0;
  for (Time at = from; at < until;) {
    const Time end = std::min(until, next_hour(at, zone_offset));
    sum += std::max(least_rate, bin_rate(memory, bin_of(at, zone_offset), mean)) * in_hours(end - at);
    at = end;
  }
  return sum;
}

Millis jittered(Millis span, double chance) {
  return Millis(static_cast<std::int64_t>(static_cast<double>(span.count()) * (0.9 + 0.2 * chance)));
}

/// The first t hours after `at` at which the price of waiting reaches kappa.
double hours_until_worth(const PollMemory& memory, const PollRules& rules, Time at, Millis zone_offset) {
  double passed = 0, expected = 0, price = 0;  // hours, items until now, weighted item-hours until now
  const double limit = in_hours(rules.most);
  while (passed < limit) {
    const Time here = at + Millis(static_cast<std::int64_t>(passed * 3'600'000.0));
    const double step = std::max(1e-3, in_hours(next_hour(here, zone_offset) - here));
    const double rate = rules.weight * expected_rate(memory, rules, here, zone_offset);
    // Within the hour: price(t) = price + expected·t + rate·t²/2.
    const double at_end = price + expected * step + rate * step * step / 2;
    if (at_end >= rules.kappa) {
      const double left = rules.kappa - price;
      const double t = (-expected + std::sqrt(expected * expected + 2 * rate * left)) / rate;
      return passed + std::max(0.0, t);
    }
    price = at_end;
    expected += rate * step;
    passed += step;
  }
  return limit;
}

}  // namespace

double expected_rate(const PollMemory& memory, const PollRules& rules, Time at, Millis zone_offset) {
  const double mean = mean_rate(memory, rules.prior_per_hour);
  return std::max(least_rate, bin_rate(memory, bin_of(at, zone_offset), mean) * surge_at(memory, at));
}

PollMemory after_poll(PollMemory memory, const PollRules& rules, const PollResult& result,
                      Millis zone_offset) {
  forget(memory, result.at);
  const bool first = !memory.last_good;
  if (!first && result.at > *memory.last_good) {
    const double expected = expected_items(memory, rules, *memory.last_good, result.at, zone_offset);
    const double passed = in_hours(result.at - memory.recent_at);
    const auto left = static_cast<float>(std::exp2(-passed / surge_half_life_hours));
    memory.recent_items = memory.recent_items * left + static_cast<float>(result.new_items);
    memory.recent_expected = memory.recent_expected * left + static_cast<float>(expected);
    memory.recent_at = result.at;
    spread(memory, *memory.last_good, result.at, result.new_items, zone_offset);
  }
  if (result.items > 0) {
    memory.window = result.items;
    const std::uint32_t known = result.items - std::min(result.items, result.new_items);
    memory.gap = !first && result.items >= 3 && known * 3 < result.items;
  }
  memory.last_good = result.at;
  return memory;
}

Millis next_poll_after(const PollMemory& memory, const PollRules& rules, Time at, Millis zone_offset,
                       double chance) {
  double wait = hours_until_worth(memory, rules, at, zone_offset);
  if (memory.window > 0) {
    double peak = 0;
    const double mean = mean_rate(memory, rules.prior_per_hour);
    for (std::size_t i = 0; i < bins; ++i) {
      peak = std::max(peak, bin_rate(memory, i, mean));
    }
    wait = std::min(wait, 0.5 * memory.window / std::max(peak * surge_at(memory, at), least_rate));
  }
  if (memory.gap && memory.last_good) {
    wait /= 2;
  }
  const Millis span = jittered(Millis(static_cast<std::int64_t>(wait * 3'600'000.0)), chance);
  return std::clamp(span, rules.least, std::max(rules.least, rules.most));
}

Millis retry_poll_after(const PollRules& rules, int failures, double chance) {
  Millis wait = std::max<Millis>(rules.least, minutes(2));
  const int doublings = std::clamp(failures - 1, 0, 30);
  for (int i = 0; i < doublings && wait < days(1); ++i) {
    // Live feeds are known to answer 404 for weeks and to come back: beyond an hour the step is smaller.
    wait = wait < hours(1) ? wait * 2 : wait + hours(1);
  }
  return jittered(std::min<Millis>(wait, days(1)), chance);
}

double kappa_for(Millis wait, double per_hour) { return per_hour * in_hours(wait) * in_hours(wait) / 2; }

double next_kappa(double kappa, double polls_an_hour, double wanted) {
  if (wanted <= 0 || polls_an_hour <= 0) {
    return kappa;
  }
  // The interval grows with the root of kappa; a fifth of the way each step keeps the fleet steady.
  const double ratio = std::clamp(polls_an_hour / wanted, 0.25, 4.0);
  return std::clamp(kappa * std::pow(ratio, 0.4), 1e-6, 100.0);
}

}  // namespace qw::discover
