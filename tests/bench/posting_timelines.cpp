#include "tests/bench/posting_timelines.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <map>
#include <random>

namespace qw::bench {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

const Time monday = parse_time("2026-10-05T00:00:00Z").value();

/// A weekday of news: quiet nights, a morning and an evening peak, weekends at 60 %.
double shape(Time at) {
  constexpr std::array<double, 24> hour_of_day = {0.25, 0.15, 0.1, 0.1, 0.15, 0.3, 0.7, 1.2,
                                                  1.6,  1.8,  1.8, 1.7, 1.6,  1.6, 1.6, 1.6,
                                                  1.6,  1.5,  1.4, 1.2, 1.0,  0.8, 0.6, 0.4};
  const auto hour = std::chrono::floor<hours>(at.time_since_epoch()).count();
  const auto day = (hour / 24 + 4) % 7;  // 0 = Sunday
  return hour_of_day.at(static_cast<std::size_t>(hour % 24)) * (day == 0 || day == 6 ? 0.6 : 1.15);
}

/// What sets one source apart from the others.
struct Habits {
  Millis shift{};     ///< of its day against the usual one
  Millis distance{};  ///< within it after a post, the rate is `within` times the usual
  double within = 1;
  double by_timer = 0;  ///< share of the posts that wait for the next of these minutes
  std::vector<int> timer;
};

class Maker {
 public:
  explicit Maker(std::uint32_t seed) : random_(seed) {}

  Habits habits(double per_hour) {
    Habits out;
    out.shift = hours(static_cast<int>(chance() * 7) - 3);
    const double kind = chance();
    if (kind < 0.5) {
      const double gap = 60 / (per_hour * 1.8);  // minutes between two posts at the peak
      out.distance =
          Millis(static_cast<std::int64_t>(std::clamp((0.2 + chance()) * gap, 1.0, 25.0) * 60'000));
      out.within = 0.1;
    } else if (kind < 0.6) {
      out.distance = minutes(15);
      out.within = 2;
    }
    if (chance() < 0.3) {
      out.by_timer = 0.2 + 0.4 * chance();
      const int every = chance() < 0.5 ? 10 : 30;
      const int first = static_cast<int>(chance() * every);
      for (int minute = first; minute < 60; minute += every) {
        out.timer.push_back(minute);
      }
    }
    return out;
  }

  /// Step by step, so that a post can depend on the one before; a story triples the rate for two hours, once
  /// in three days.
  std::vector<Time> posts(double per_hour, const Habits& habits, Time start, Time end, Millis step) {
    std::vector<Time> out;
    Time surge_until = start, last = start - days(1);
    const double steps_an_hour =
        static_cast<double>(Millis(hours(1)).count()) / static_cast<double>(step.count());
    for (Time at = start; at < end; at += step) {
      surge_until = chance() < 1.0 / (steps_an_hour * 24 * 3) ? at + hours(2) : surge_until;
      const double rate = per_hour / steps_an_hour * shape(at + habits.shift) * (at < surge_until ? 3 : 1) *
                          (at - last < habits.distance ? habits.within : 1);
      for (double left = rate; left > 0; --left) {
        if (chance() < std::min(1.0, left)) {
          last = timed(at + Millis(static_cast<std::int64_t>(chance() * static_cast<double>(step.count()))),
                       habits);
          out.push_back(last);
        }
      }
    }
    std::ranges::sort(out);
    return out;
  }

  double chance() { return std::uniform_real_distribution<double>(0, 1)(random_); }

 private:
  Time timed(Time at, const Habits& habits) {
    if (habits.timer.empty() || chance() >= habits.by_timer) {
      return at;
    }
    const Time hour = std::chrono::floor<hours>(at);
    const auto next = std::ranges::find_if(habits.timer, [&](int m) { return hour + minutes(m) >= at; });
    const Time minute =
        next != habits.timer.end() ? hour + minutes(*next) : hour + hours(1) + minutes(habits.timer.front());
    return minute + seconds(static_cast<int>(chance() * 30));
  }

  std::mt19937 random_;
};

Fleet made(std::string name, std::uint32_t seed, bool lifelike) {
  Fleet fleet{
      std::move(name), {}, monday, monday + days(warm_days), monday + days(warm_days + measured_days)};
  Maker maker(seed);
  const auto add = [&](int count, double per_hour) {
    for (int i = 0; i < count; ++i) {
      const double rate = per_hour * (0.5 + maker.chance());
      fleet.sources.push_back(lifelike
                                  ? maker.posts(rate, maker.habits(rate), fleet.start, fleet.end, seconds(20))
                                  : maker.posts(rate, {}, fleet.start, fleet.end, minutes(1)));
    }
  };
  add(30, 8);
  add(90, 1.5);
  add(180, 0.15);
  return fleet;
}

}  // namespace

Fleet independent_posts(std::uint32_t seed) { return made("independent posts", seed, false); }

Fleet lifelike_posts(std::uint32_t seed) { return made("lifelike posts", seed, true); }

Result<Fleet> recorded_posts(const std::string& path) {
  std::ifstream in(path);
  std::string line;
  if (!std::getline(in, line) || line != "source\tposted") {
    return std::unexpected(
        Error{Errc::malformed, path + ": its first line is not \"source<TAB>posted\"", {}});
  }
  std::map<std::string, std::vector<Time>> sources;
  Fleet fleet{path, {}, {}, {}, {}};
  while (std::getline(in, line)) {
    const std::size_t tab = line.find('\t');
    TRY(const Time at, parse_time(line.substr(tab == std::string::npos ? line.size() : tab + 1)));
    sources[line.substr(0, tab)].push_back(at);
    fleet.end = std::max(fleet.end, at);
  }
  fleet.measured_from = fleet.end - days(7);
  fleet.start = fleet.measured_from - days(42);
  for (auto& [name, posts] : sources) {
    std::erase_if(posts, [&](Time at) { return at < fleet.start; });
    std::ranges::sort(posts);
    if (!posts.empty()) {
      fleet.sources.push_back(std::move(posts));
    }
  }
  return fleet;
}

}  // namespace qw::bench
