#include "daemon/api/sources.hpp"

#include <algorithm>
#include <set>

namespace qw::api {
namespace {

constexpr std::size_t most_latest = 5;
constexpr std::chrono::days shown_as_latest(7);

}  // namespace

Result<std::map<std::string, std::vector<model::OutletState>>> states_by_outlet(store::Store& store) {
  TRY(const auto all, store.outlet_states());
  std::map<std::string, std::vector<model::OutletState>> out;
  for (const model::OutletState& state : all) {
    out[state.outlet].push_back(state);
  }
  return out;
}

Result<std::string> paused_by(store::Store& store, const std::string& outlet) {
  TRY(const auto value, store.setting(pause_setting(outlet)));
  return value.value_or("");
}

Result<> pause_source_now(Services& services, const std::string& outlet, const std::string& who, bool pause) {
  TRY(const std::string before, paused_by(services.store, outlet));
  store::ActBatch batch;
  batch.settings.emplace_back(pause_setting(outlet), pause ? who : "");
  model::AuditRecord record;
  record.at = services.clock.now();
  record.who = who;
  record.act = pause ? "outlet.pause" : "outlet.resume";
  record.subject = "outlet:" + outlet;
  record.before = before.empty() ? "" : "paused by " + before;
  record.after = pause ? "paused by " + who : "";
  batch.audit.push_back(std::move(record));
  TRY_OK(services.store.commit(std::move(batch)));
  if (services.outlet_changed) {
    services.outlet_changed(outlet);
  }
  return {};
}

Result<Reading> reading_of(Services& services) {
  const auto config = services.config();
  const Time now = services.clock.now();
  Reading out;
  out.outlets = config->outlets.size();
  TRY(const auto found_good, services.store.settings("verified/"));
  std::set<std::string> good;
  for (const auto& [key, at] : found_good) {
    good.insert(key.substr(std::string_view("verified/").size()));
  }
  for (const model::Outlet& outlet : config->outlets) {
    out.verified += outlet.verified == model::Verified::fetched || good.contains(outlet.id) ? 1U : 0U;
  }
  TRY(const auto states, states_by_outlet(services.store));
  for (const auto& [outlet, addresses] : states) {
    if (config->find_outlet(outlet) == nullptr) {
      continue;  // it was watched once; "of N outlets" counts those of now
    }
    const bool polled = std::ranges::any_of(addresses, [&](const model::OutletState& s) {
      return s.last_success && *s.last_success + std::chrono::hours(24) > now;
    });
    const bool well =
        std::ranges::any_of(addresses, [](const model::OutletState& s) { return s.state == "ok"; });
    out.polled += polled ? 1U : 0U;
    out.troubled += well ? 0U : 1U;
  }
  TRY(const auto today, services.store.quotes_by_outlet(day_of(now), day_of(now)));
  for (const auto& [outlet, quotes] : today) {
    out.quotes_today += quotes;
  }
  TRY(auto latest,
      services.store.quotes_of("", now - shown_as_latest, now + std::chrono::hours(1), most_latest, ""));
  out.latest = std::move(latest.rows);
  return out;
}

Result<std::map<std::string, std::uint64_t>> quotes_this_week(Services& services) {
  const Day today = day_of(services.clock.now());
  return services.store.quotes_by_outlet(today - std::chrono::days(6), today);
}

}  // namespace qw::api
