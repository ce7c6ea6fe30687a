#include "crawler/discover/poll_schedule.hpp"
#include "daemon/alerts/hours.hpp"
#include "daemon/alerts/reports.hpp"

#include <algorithm>
#include <chrono>
#include <map>

namespace qw::alerts {
namespace {

using namespace std::chrono_literals;

constexpr Millis least_silence = 6h;
constexpr Millis longest_look_back = 336h;  // a slower outlet cannot be told from a silent one
constexpr double enough_expected = 8;       // nothing by chance: e^-8 is one in three thousand

/// Items to be expected between two moments, by the hours of the week that polls taught.
double expected_between(const model::OutletState& state, const std::string& zone, Time from, Time until) {
  const Millis offset = zone_offset(zone, until);
  const discover::PollMemory memory = discover::poll_memory(state.schedule);
  double out = 0;
  for (Time at = from; at < until; at += 1h) {
    const double hours =
        std::chrono::duration<double, std::ratio<3600>>(std::min<Millis>(1h, until - at)).count();
    out += discover::expected_rate(memory, {}, at, offset) * hours;
  }
  return out;
}

}  // namespace

SourceHealth health_of(const model::Outlet& outlet, const std::vector<model::OutletState>& states, Time now) {
  SourceHealth out;
  out.outlet = outlet.id;
  std::optional<Time> answered;
  std::optional<Time> newest;
  bool polled = false;
  for (const model::OutletState& each : states) {
    if (each.paused || !each.first_complete_poll) {
      continue;
    }
    polled = true;
    answered = std::max(answered, each.last_success);
    newest = std::max(newest, std::max(each.last_new_article, each.first_complete_poll));
  }
  if (!polled) {
    return out;
  }
  out.state = "ok";
  if (!answered || *answered + least_silence <= now) {
    out.state = "down";
    out.since = answered;
    return out;
  }
  if (newest && *newest + least_silence <= now) {
    const Time from = std::max(*newest, now - longest_look_back);
    for (const model::OutletState& each : states) {
      out.expected +=
          each.paused || !each.first_complete_poll ? 0 : expected_between(each, outlet.zone, from, now);
    }
    if (out.expected >= enough_expected) {
      out.state = "silent";
      out.since = newest;
    }
  }
  return out;
}

Result<std::vector<SourceHealth>> source_health(store::Store& store, const config::Config& config, Time now) {
  TRY(auto all, store.outlet_states());
  std::map<std::string, std::vector<model::OutletState>> by_outlet;
  for (model::OutletState& each : all) {
    by_outlet[each.outlet].push_back(std::move(each));
  }
  std::vector<SourceHealth> out;
  for (const model::Outlet& outlet : config.outlets) {
    TRY(const auto paused, store.setting("paused/" + outlet.id));
    if (outlet.paused || paused.value_or("") != "" || !by_outlet.contains(outlet.id)) {
      continue;
    }
    SourceHealth health = health_of(outlet, by_outlet.at(outlet.id), now);
    if (!health.state.empty()) {
      out.push_back(std::move(health));
    }
  }
  return out;
}

}  // namespace qw::alerts
