#include "crawler/discover/poll_schedule.hpp"

#include "crawler/discover/poll_rates.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace qw::discover {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;

constexpr std::size_t steps_of_a_wait = 12;  // of the plan; it looks three waits ahead
constexpr Millis most_jitter = std::chrono::seconds(20);
constexpr std::size_t steps_ahead = 3 * steps_of_a_wait;

double in_hours(Millis span) { return static_cast<double>(span.count()) / 3'600'000.0; }
Millis of_hours(double span) { return Millis(static_cast<std::int64_t>(span * 3'600'000.0)); }

/// The first t hours after `at` at which the price of waiting reaches kappa, by the hours of the week alone.
double hours_until_worth(const Rates& rates, const PollRules& rules, Time at, Millis zone_offset) {
  double passed = 0, expected = 0, price = 0;  // hours, items until now, weighted item-hours until now
  const double limit = in_hours(rules.most);
  while (passed < limit) {
    const Time here = at + of_hours(passed);
    const double step = std::max(1e-3, in_hours(end_of_hour(here, zone_offset) - here));
    const double rate = rules.weight * std::max(least_rate, rates.usual(here) * rates.surge(here));
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

/// The items that are expected from one end of the plan's steps to the next.
std::array<double, steps_ahead> expected_steps(const PollMemory& memory, const Rates& rates,
                                               const PollRules& rules, Time at, double step,
                                               Millis zone_offset) {
  std::array<double, steps_ahead> items{};
  for (std::size_t i = 0; i < steps_ahead; ++i) {
    const Time begin = at + of_hours(step * static_cast<double>(i));
    const Time end = at + of_hours(step * static_cast<double>(i + 1));
    const double usual = std::max(least_rate, rates.usual(begin) * rates.surge(at));
    // A step may be a part of a minute or many of them.
    const Millis piece = std::clamp<Millis>((end - begin) / 4, Millis(1000), minutes(1));
    for (Time here = begin; here < end; here += piece) {
      const double distance = memory.last_item == Time{} ? 1 : rates.distance_factor(here - memory.last_item);
      items.at(i) += rules.weight * usual * distance *
                     rates.minute_factor(minute_of_hour(here, zone_offset)) *
                     in_hours(std::min(piece, end - here));
    }
  }
  return items;
}

/// Hours until the first poll of the cheapest plan: each poll costs kappa, each item-hour of delay its
/// weight. Where posts come by the clock or keep their distance, a poll just after the likely moment is worth
/// several before it. Backward over the steps; what lies behind the last one costs as much a step as the
/// steps cost on the whole.
double hours_by_plan(const PollMemory& memory, const Rates& rates, const PollRules& rules, Time at,
                     double usual_wait, Millis zone_offset) {
  const double step = usual_wait / static_cast<double>(steps_of_a_wait);
  const auto items = expected_steps(memory, rates, rules, at, step, zone_offset);
  double all = 0;
  for (const double each : items) {
    all += each;
  }
  const double span = step * static_cast<double>(steps_ahead);
  // The price of an hour at the best steady pace: √(2 κ rate).
  const double price_of_step = std::sqrt(2 * rules.kappa * all / span) * step;
  std::array<double, steps_ahead + 1> cost{};
  std::array<std::size_t, steps_ahead + 1> next{};
  for (std::size_t i = steps_ahead; i-- > 0;) {
    cost.at(i) = i > steps_ahead / 2 ? price_of_step * static_cast<double>(steps_ahead - i) : 1e300;
    double waiting = 0, delay = 0;  // items that wait, item-hours
    for (std::size_t j = i + 1; j <= steps_ahead; ++j) {
      delay += waiting * step + items.at(j - 1) * step / 2;
      waiting += items.at(j - 1);
      const double sum = delay + rules.kappa + cost.at(j);
      if (i <= steps_ahead / 2 && sum < cost.at(i)) {
        cost.at(i) = sum;
        next.at(i) = j;
      }
    }
  }
  return step * static_cast<double>(next.at(0));
}

}  // namespace

double expected_rate(const PollMemory& memory, const PollRules& rules, Time at, Millis zone_offset) {
  const Rates rates(memory, rules.prior_per_hour, zone_offset);
  return std::max(least_rate, rates.usual(at) * rates.surge(at));
}

PollMemory after_poll(PollMemory memory, const PollRules& rules, const PollResult& result,
                      Millis zone_offset) {
  forget(memory, result.at);
  const bool first = !memory.last_good;
  if (!first && result.at > *memory.last_good) {
    learn(memory, rules.prior_per_hour, *memory.last_good, result.at, result.new_items, zone_offset);
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
  const Rates rates(memory, rules.prior_per_hour, zone_offset);
  double wait = hours_until_worth(rates, rules, at, zone_offset);
  wait = hours_by_plan(memory, rates, rules, at, wait, zone_offset);
  if (memory.window > 0) {
    wait = std::min(wait, 0.5 * memory.window / std::max(rates.peak() * rates.surge(at), least_rate));
  }
  if (memory.gap && memory.last_good) {
    wait /= 2;
  }
  // A tenth of the wait keeps a fleet from asking in step; more than seconds of it would miss the minute.
  const Millis span = of_hours(wait);
  const Millis jitter = std::min<Millis>(span / 10, most_jitter);
  const Millis moved =
      span + Millis(static_cast<std::int64_t>(static_cast<double>(jitter.count()) * (2 * chance - 1)));
  return std::clamp(moved, rules.least, std::max(rules.least, rules.most));
}

Millis retry_poll_after(const PollRules& rules, int failures, double chance) {
  Millis wait = std::max<Millis>(rules.least, minutes(2));
  const int doublings = std::clamp(failures - 1, 0, 30);
  for (int i = 0; i < doublings && wait < days(1); ++i) {
    // Live feeds are known to answer 404 for weeks and to come back: beyond an hour the step is smaller.
    wait = wait < hours(1) ? wait * 2 : wait + hours(1);
  }
  return of_hours(in_hours(std::min<Millis>(wait, days(1))) * (0.9 + 0.2 * chance));
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
