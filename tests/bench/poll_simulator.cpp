#include "crawler/discover/poll_schedule.hpp"
#include "tests/bench/posting_timelines.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <deque>
#include <functional>
#include <memory>
#include <random>
#include <string>
#include <string_view>
#include <vector>

// Replays posting timelines and prints how late each rule of polling finds new items at the same number of
// polls. Deterministic: no clock, one seed. Every rule gets one factor on its intervals, searched until all
// ask equally often. Arguments: the seed, a file of recorded posts (posting_timelines.hpp).

namespace {

using namespace qw;
using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;

constexpr std::size_t window = 30;

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
    last_new_ = fresh.empty() && last_new_ != Time{} ? last_new_ : at;
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
  Time last_new_{};
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

Outcome simulate(const bench::Fleet& fleet, const Maker& maker, double factor) {
  std::vector<double> delays;
  std::uint64_t polls = 0;
  for (std::size_t s = 0; s < fleet.sources.size(); ++s) {
    const auto rule = maker();
    const std::vector<Time>& posts = fleet.sources[s];
    std::size_t next = 0;
    std::vector<Time> fresh;
    // First polls are spread over ten minutes.
    const Time first = std::max(fleet.start, posts.empty() ? fleet.start : posts.front() - hours(1));
    for (Time at = first + Millis(static_cast<int>(s) * 2000); at < fleet.end;) {
      fresh.clear();
      for (; next < posts.size() && posts[next] <= at; ++next) {
        fresh.push_back(posts[next]);
        if (posts[next] >= fleet.measured_from) {
          delays.push_back(static_cast<double>((at - posts[next]).count()) / 60'000.0);
        }
      }
      polls += at >= fleet.measured_from ? 1 : 0;
      at += rule->after(at, fresh, factor);
    }
  }
  Outcome out;
  out.polls_an_hour =
      static_cast<double>(polls) / (static_cast<double>((fleet.end - fleet.measured_from) / minutes(1)) / 60);
  std::ranges::sort(delays);
  for (const double each : delays) {
    out.mean_minutes += each / static_cast<double>(delays.size());
  }
  out.p95_minutes = delays.at(delays.size() * 95 / 100);
  return out;
}

/// The rule at the budget: more factor, fewer polls. Starts from the factor that the last two tries point to
/// and halves the range when they mislead.
Outcome at_budget(const bench::Fleet& fleet, const Maker& maker, double wanted) {
  double low = 1e-4, high = 1e3, factor = 1, before = 0, polls_before = 0, slope = -1;
  Outcome best;
  for (int step = 0; step < 24; ++step) {
    best = simulate(fleet, maker, factor);
    const double ratio = best.polls_an_hour / wanted;
    if (std::abs(ratio - 1) < 0.005) {
      break;
    }
    (ratio > 1 ? low : high) = factor;
    if (polls_before > 0 && before != factor) {
      slope = std::clamp(std::log(best.polls_an_hour / polls_before) / std::log(factor / before), -2.0, -0.3);
    }
    before = factor;
    polls_before = best.polls_an_hour;
    const double guess = factor * std::pow(1 / ratio, 1 / slope);
    factor = step < 8 && guess > low && guess < high ? guess : std::sqrt(low * high);
  }
  return best;
}

struct Row {
  const char* name;
  Maker maker;
};

void compare(const bench::Fleet& fleet, std::uint32_t seed) {
  std::mt19937 random(seed);
  const std::array<Row, 5> rows = {
      Row{"fixed interval", [] { return std::make_unique<Fixed>(); }},
      Row{"StormCrawler adaptive", [] { return std::make_unique<StormCrawler>(); }},
      Row{"Miniflux entry frequency", [] { return std::make_unique<Miniflux>(); }},
      Row{"Media Cloud rss-fetcher", [] { return std::make_unique<MediaCloud>(); }},
      Row{"quotewatch", [&] { return std::make_unique<Ours>(random); }}};
  // What a fixed interval of 10 minutes asks.
  const double budget = static_cast<double>(fleet.sources.size()) * 6;
  fmt::print("{}: {} sources, seed {}, the last {} days measured, {} polls an hour\n\n", fleet.name,
             fleet.sources.size(), seed, (fleet.end - fleet.measured_from) / days(1), budget);
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
  fmt::print("\nthe best other rule is {:.2f} times as late\n\n", best / ours);
}

}  // namespace

int main(int argc, char** argv) {
  const std::uint32_t seed = argc > 1 ? static_cast<std::uint32_t>(std::stoul(argv[1])) : 7;
  if (argc > 2) {
    const auto recorded = bench::recorded_posts(argv[2]);
    if (!recorded) {
      fmt::print(stderr, "{}\n", recorded.error().what);
      return 65;
    }
    compare(*recorded, seed);
  }
  compare(bench::lifelike_posts(seed), seed);
  compare(bench::independent_posts(seed), seed);
  return 0;
}
