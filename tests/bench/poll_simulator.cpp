#include "crawler/discover/poll_schedule.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <deque>
#include <functional>
#include <memory>
#include <queue>
#include <random>
#include <string>
#include <vector>

// Replays made posting timelines and prints how late each rule of polling finds new items at the same number
// of polls. Deterministic: no clock, one seed. Every rule but the fixed one gets one factor on its intervals,
// found by bisection, so that all ask equally often.

namespace {

using namespace qw;
using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;

const Time start = parse_time("2026-10-05T00:00:00Z").value();
constexpr int warm_days = 35, measured_days = 14;
const Time measured_from = start + days(warm_days), end_time = measured_from + days(measured_days);
constexpr std::size_t window = 30;

struct Source {
  double per_hour = 0;
  std::vector<Time> items;  ///< ascending
};

/// A weekday of news: quiet nights, a morning and an evening peak, weekends at 60 %; now and then a story
/// that triples the rate for two hours.
double shape(Time at) {
  constexpr std::array<double, 24> hour_of_day = {0.25, 0.15, 0.1, 0.1, 0.15, 0.3, 0.7, 1.2,
                                                  1.6,  1.8,  1.8, 1.7, 1.6,  1.6, 1.6, 1.6,
                                                  1.6,  1.5,  1.4, 1.2, 1.0,  0.8, 0.6, 0.4};
  const auto hour = std::chrono::floor<hours>(at.time_since_epoch()).count();
  const auto day = (hour / 24 + 4) % 7;  // 0 = Sunday
  return hour_of_day.at(static_cast<std::size_t>(hour % 24)) * (day == 0 || day == 6 ? 0.6 : 1.15);
}

std::vector<Source> make_fleet(std::uint32_t seed) {
  std::mt19937 random(seed);
  std::uniform_real_distribution<double> chance(0, 1);
  std::vector<Source> fleet;
  const auto add = [&](int count, double per_hour) {
    for (int i = 0; i < count; ++i) {
      Source source;
      source.per_hour = per_hour * (0.5 + chance(random));
      Time surge_until = start;
      for (Time at = start; at < end_time; at += minutes(1)) {
        surge_until = chance(random) < 1.0 / (60 * 24 * 3) ? at + hours(2) : surge_until;
        const double rate = source.per_hour / 60 * shape(at) * (at < surge_until ? 3 : 1);
        for (double left = rate; left > 0; --left) {
          if (chance(random) < std::min(1.0, left)) {
            source.items.push_back(at + Millis(static_cast<int>(chance(random) * 60'000)));
          }
        }
      }
      std::ranges::sort(source.items);
      fleet.push_back(std::move(source));
    }
  };
  add(30, 8);
  add(90, 1.5);
  add(180, 0.15);
  return fleet;
}

/// One source under one rule: gives the wait after a poll that brought `fresh` new items.
class Rule {
 public:
  virtual ~Rule() = default;
  virtual Millis after(Time at, const std::vector<Time>& fresh, double factor) = 0;
};

Millis scaled(Millis span, double factor) {
  return std::max(Millis(1000),
                  Millis(static_cast<std::int64_t>(static_cast<double>(span.count()) * factor)));
}

class Fixed : public Rule {
 public:
  Millis after(Time /*at*/, const std::vector<Time>& /*fresh*/, double factor) override {
    return scaled(minutes(10), factor);
  }
};

/// Halfway to an hour when something changed, half as long again when not.
class StormCrawler : public Rule {
 public:
  Millis after(Time /*at*/, const std::vector<Time>& fresh, double factor) override {
    wait_ = fresh.empty() ? std::min<Millis>(wait_ * 3 / 2, days(14)) : wait_ / 2 + minutes(30);
    return scaled(wait_, factor);
  }

 private:
  Millis wait_ = hours(24);
};

/// A week over the entries of a week, between 5 minutes and a day.
class Miniflux : public Rule {
 public:
  Millis after(Time at, const std::vector<Time>& fresh, double factor) override {
    seen_.insert(seen_.end(), fresh.begin(), fresh.end());
    while (!seen_.empty() && (seen_.front() < at - days(7) || seen_.size() > window * 20)) {
      seen_.pop_front();
    }
    Millis wait = hours(24);
    if (seen_.size() > 1) {
      const Millis gap = (seen_.back() - seen_.front()) / static_cast<std::int64_t>(seen_.size() - 1);
      const double weekly = std::ceil(static_cast<double>(Millis(days(7)).count()) /
                                      std::max(1.0, static_cast<double>(gap.count())));
      wait = scaled(days(7), 1 / weekly);
    }
    return scaled(std::clamp<Millis>(wait, minutes(5), hours(24)), factor);
  }

 private:
  std::deque<Time> seen_;
};

/// By the share of known entries: 10 minutes longer, or an hour shorter.
class MediaCloud : public Rule {
 public:
  Millis after(Time at, const std::vector<Time>& fresh, double factor) override {
    last_new_ = fresh.empty() ? last_new_ : at;
    const double known =
        1 - static_cast<double>(std::min(fresh.size(), window)) / static_cast<double>(window);
    if (known >= 0.67) {
      wait_ += at - last_new_ > days(31) ? minutes(60) : minutes(10);
    } else if (known < 0.33) {
      wait_ = wait_ > hours(6) ? Millis(hours(6)) : wait_ - minutes(60);
    }
    wait_ = std::clamp<Millis>(wait_, minutes(10), hours(24));
    return scaled(wait_, factor);
  }

 private:
  Millis wait_ = hours(6);
  Time last_new_ = start;
};

class Ours : public Rule {
 public:
  explicit Ours(std::mt19937& random) : random_(random) {}
  Millis after(Time at, const std::vector<Time>& fresh, double factor) override {
    discover::PollRules rules;
    rules.kappa = 0.007 * factor;
    rules.least = minutes(1);
    memory_ = discover::after_poll(memory_, rules, {at, window, static_cast<std::uint32_t>(fresh.size())},
                                   Millis(0));
    return discover::next_poll_after(memory_, rules, at, Millis(0),
                                     std::uniform_real_distribution<double>(0, 1)(random_));
  }

 private:
  std::mt19937& random_;
  discover::PollMemory memory_;
};

struct Outcome {
  double polls_an_hour = 0, mean_minutes = 0, p95_minutes = 0;
};

using Maker = std::function<std::unique_ptr<Rule>()>;

Outcome simulate(const std::vector<Source>& fleet, const Maker& maker, double factor) {
  std::vector<double> delays;
  std::uint64_t polls = 0;
  for (std::size_t s = 0; s < fleet.size(); ++s) {
    const auto rule = maker();
    const Source& source = fleet[s];
    std::size_t next = 0;
    std::vector<Time> fresh;
    // First polls are spread over ten minutes.
    for (Time at = start + Millis(static_cast<int>(s) * 2000); at < end_time;) {
      fresh.clear();
      for (; next < source.items.size() && source.items[next] <= at; ++next) {
        fresh.push_back(source.items[next]);
        if (source.items[next] >= measured_from) {
          delays.push_back(static_cast<double>((at - source.items[next]).count()) / 60'000.0);
        }
      }
      polls += at >= measured_from ? 1 : 0;
      at += rule->after(at, fresh, factor);
    }
  }
  Outcome out;
  out.polls_an_hour = static_cast<double>(polls) / (24.0 * measured_days);
  std::ranges::sort(delays);
  for (const double each : delays) {
    out.mean_minutes += each / static_cast<double>(delays.size());
  }
  out.p95_minutes = delays.at(delays.size() * 95 / 100);
  return out;
}

/// The rule at the budget: more factor, fewer polls.
Outcome at_budget(const std::vector<Source>& fleet, const Maker& maker, double wanted) {
  double low = 1e-4, high = 1e3;
  Outcome best;
  for (int step = 0; step < 22; ++step) {
    const double factor = std::sqrt(low * high);
    best = simulate(fleet, maker, factor);
    if (std::abs(best.polls_an_hour / wanted - 1) < 0.005) {
      break;
    }
    (best.polls_an_hour > wanted ? low : high) = factor;
  }
  return best;
}

}  // namespace

int main(int argc, char** argv) {
  const std::uint32_t seed = argc > 1 ? static_cast<std::uint32_t>(std::stoul(argv[1])) : 7;
  const auto fleet = make_fleet(seed);
  std::mt19937 random(seed);
  struct Row {
    const char* name;
    Maker maker;
  };
  const std::array<Row, 5> rows = {
      Row{"fixed interval", [] { return std::make_unique<Fixed>(); }},
      Row{"StormCrawler adaptive", [] { return std::make_unique<StormCrawler>(); }},
      Row{"Miniflux entry frequency", [] { return std::make_unique<Miniflux>(); }},
      Row{"Media Cloud rss-fetcher", [] { return std::make_unique<MediaCloud>(); }},
      Row{"quotewatch", [&] { return std::make_unique<Ours>(random); }}};
  const double budget = static_cast<double>(fleet.size()) * 6;  // what a fixed interval of 10 minutes asks
  fmt::print("{} sources, seed {}, {} days after {} of learning, {} polls an hour\n\n", fleet.size(), seed,
             measured_days, warm_days, budget);
  fmt::print("{:<26} {:>8} {:>10} {:>10}\n", "rule", "polls/h", "mean min", "p95 min");
  double best = 1e9, ours = 0;
  for (const Row& row : rows) {
    const Outcome outcome = at_budget(fleet, row.maker, budget);
    fmt::print("{:<26} {:>8.0f} {:>10.2f} {:>10.2f}\n", row.name, outcome.polls_an_hour, outcome.mean_minutes,
               outcome.p95_minutes);
    std::fflush(stdout);
    if (std::string_view(row.name) == "quotewatch") {
      ours = outcome.mean_minutes;
    } else {
      best = std::min(best, outcome.mean_minutes);
    }
  }
  fmt::print("\nthe best other rule is {:.2f} times as late\n", best / ours);
  return 0;
}
