#include "daemon/pipeline/schedule.hpp"

#include "crawler/article/zones.hpp"
#include "crawler/discover/poll_schedule.hpp"

#include <algorithm>
#include <array>
#include <chrono>

namespace qw::pipeline {
namespace {

using namespace std::chrono_literals;

Millis times(Millis wait, double factor) {
  return Millis(static_cast<Millis::rep>(static_cast<double>(wait.count()) * factor));
}
Millis jittered(Millis wait, double chance) { return times(wait, 0.9 + 0.2 * chance); }

constexpr Millis most_failure_wait = 6h;
constexpr Millis usual_poll = 10min;
constexpr auto day = 24h;

void add_ages_of_a_case(std::vector<Millis>& ages) {
  ages.insert(ages.end(), {5min, 10min, 20min, 40min, 1h, 2h, 4h, 8h, 16h, 30 * day});
  for (int days = 1; days <= 14; ++days) {
    ages.emplace_back(days * day);
  }
  for (int weeks = 3; weeks <= 13; ++weeks) {
    ages.emplace_back(weeks * 7 * day);
  }
}

/// The first of the sorted ages that is still to come, a little late so that a host's pages do not come at
/// once.
std::optional<Time> first_ahead(const std::vector<Millis>& ages, Time from, Time now, double chance) {
  const auto ahead = std::ranges::find_if(ages, [&](Millis age) { return from + age > now; });
  return ahead == ages.end()
             ? std::nullopt
             : std::optional(from + *ahead + times(std::min<Millis>(*ahead / 10, 10min), chance));
}

}  // namespace

Millis next_poll_after(const config::Crawl& crawl, const model::Outlet& outlet, std::string& schedule,
                       const PollResult& result, Time now, double chance) {
  discover::PollRules rules;
  rules.least = crawl.poll_least;
  rules.most = outlet.tier == 1 ? std::min<Millis>(crawl.poll_most, 30min) : crawl.poll_most;
  rules.most = std::max(rules.most, rules.least);
  rules.weight = outlet.tier == 1 ? 2 : outlet.tier == 2 ? 1 : 0.5;
  rules.kappa = discover::kappa_for(crawl.poll_every, rules.prior_per_hour);
  const Millis offset = article::to_local(now, outlet.zone).time_since_epoch() - now.time_since_epoch();
  const discover::PollResult seen{
      now, static_cast<std::uint32_t>(result.entries),
      static_cast<std::uint32_t>(result.entries - std::min(result.entries, result.known))};
  const discover::PollMemory memory =
      discover::after_poll(discover::poll_memory(schedule), rules, seen, offset);
  schedule = discover::encoded(memory);
  if (outlet.poll_every) {
    return jittered(*outlet.poll_every, chance);
  }
  return discover::next_poll_after(memory, rules, now, offset, chance);
}

Millis retry_poll_after(const config::Crawl& crawl, int failures, std::optional<Millis> retry_after,
                        double chance) {
  const int doublings = std::clamp(failures - 1, 0, 12);
  const Millis wait = std::min<Millis>(Millis(crawl.poll_every * (1LL << doublings)),
                                       std::max(crawl.poll_every, most_failure_wait));
  return std::max(jittered(wait, chance), std::min<Millis>(retry_after.value_or(0ms), 24h));
}

std::optional<Time> next_visit(const config::Crawl& crawl, Interest interest, Time first_seen, Time now,
                               double chance, std::optional<Time> joined) {
  std::vector<Millis> ages = crawl.revisit_after;
  const bool as_configured = !ages.empty() && ages.front() < 1min;
  if (interest == Interest::official && !as_configured) {
    ages.insert(ages.end(), {10min, 1h, 14 * 24h});
  } else if (interest == Interest::in_case && !as_configured) {
    add_ages_of_a_case(ages);
  }
  std::ranges::sort(ages);
  const std::optional<Time> planned = first_ahead(ages, first_seen, now, chance);
  const std::optional<Time> again = joined ? first_ahead(ages, *joined, now, chance) : std::nullopt;
  return planned && again ? std::min(planned, again) : planned ? planned : again;
}

std::optional<Millis> retry_article_after(const config::Crawl& crawl, int failures, double chance) {
  constexpr auto waits = std::to_array<Millis>({10s, 60s, 300s, 1800s, 7200s});
  if (failures < 1 || static_cast<std::size_t>(failures) > waits.size()) {
    return std::nullopt;
  }
  const double scale =
      std::min(1.0, static_cast<double>(crawl.poll_every.count()) / static_cast<double>(usual_poll.count()));
  return std::max<Millis>(jittered(times(waits.at(static_cast<std::size_t>(failures) - 1), scale), chance),
                          200ms);
}

}  // namespace qw::pipeline
