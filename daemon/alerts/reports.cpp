#include "daemon/alerts/reports.hpp"

#include "base/ids.hpp"
#include "daemon/alerts/hours.hpp"
#include "daemon/cases/spread.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <chrono>

namespace qw::alerts {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;

constexpr std::size_t rows_a_page = 200;
constexpr std::size_t most_looked_at = 20'000;
constexpr std::size_t most_listed = 10;

json::object case_json(const model::Case& of, const config::Config& config) {
  const model::Pattern* pattern = config.find_pattern(of.pattern);
  const model::Official* official = config.find_official(of.official);
  json::object out;
  out["id"] = of.id;
  out["official"] = of.official;
  json::object names;
  if (official != nullptr) {
    names["en"] = official->name;
    names["ru"] = official->ru;
    names["uk"] = official->uk;
  }
  out["official_names"] = std::move(names);
  out["title"] = pattern == nullptr || pattern->title.empty() ? of.pattern : pattern->title;
  for (const char* language : {"uk", "ru"}) {
    if (pattern != nullptr && !pattern->title_in(language).empty()) {
      out[std::string("title_") + language] = pattern->title_in(language);
    }
  }
  out["severity"] = model::name_of(of.severity);
  out["publishers"] = cases::spread_of(of).publishers;
  out["opened"] = to_iso(of.opened);
  out["page"] = config.api.public_url.empty() ? "" : config.api.public_url + "/cases/" + of.id;
  return out;
}

/// What a digest says beside what is its receiver's own.
struct Day {
  std::vector<model::Case> opened;  ///< since the last digest's hour
  std::optional<model::Case> oldest_unclaimed;
  std::vector<SourceHealth> sources;
  std::size_t dead = 0, silenced = 0;
};

Result<std::size_t> count_of(store::Store& store, model::DeliveryState state, Time since) {
  std::size_t out = 0;
  std::string cursor;
  do {
    TRY(const auto page, store.deliveries(state, rows_a_page, cursor));
    for (const model::Delivery& each : page.rows) {
      if (each.entry.made < since) {
        return out;  // newest first
      }
      ++out;
    }
    cursor = page.cursor;
  } while (!cursor.empty() && out < most_looked_at);
  return out;
}

Result<> look_at_cases(store::Store& store, Time since, Day& day) {
  store::CaseFilter fresh;
  fresh.since = since;
  std::string cursor;
  std::size_t looked_at = 0;
  do {
    TRY(auto page, store.cases(fresh, rows_a_page, cursor));
    for (model::Case& each : page.rows) {
      if (each.opened >= since) {
        day.opened.push_back(std::move(each));
      }
    }
    looked_at += rows_a_page;
    cursor = page.cursor;
  } while (!cursor.empty() && looked_at < most_looked_at);
  for (const model::CaseState state : {model::CaseState::new_, model::CaseState::reopened}) {
    store::CaseFilter waiting;
    waiting.state = state;
    looked_at = 0;
    do {
      TRY(auto page, store.cases(waiting, rows_a_page, cursor));
      for (model::Case& each : page.rows) {
        if (!each.trial && (!day.oldest_unclaimed || each.opened < day.oldest_unclaimed->opened)) {
          day.oldest_unclaimed = std::move(each);
        }
      }
      looked_at += rows_a_page;
      cursor = page.cursor;
    } while (!cursor.empty() && looked_at < most_looked_at);
  }
  return {};
}

Result<Day> look_at_day(store::Store& store, const config::Config& config, Time now) {
  Day day;
  const Time since = now - 24h;
  TRY_OK(look_at_cases(store, since, day));
  TRY(day.sources, source_health(store, config, now));
  TRY(day.dead, count_of(store, model::DeliveryState::dead, Time{}));
  TRY(day.silenced, count_of(store, model::DeliveryState::silenced, since));
  return day;
}

std::string digest_body(const Day& day, const config::Config& config, Time now) {
  json::array opened;
  for (const model::Case& each : day.opened) {
    if (opened.size() < most_listed) {
      opened.push_back(case_json(each, config));
    }
  }
  json::array troubled;
  std::size_t healthy = 0;
  for (const SourceHealth& each : day.sources) {
    if (each.state == "ok") {
      ++healthy;
    } else if (troubled.size() < most_listed) {
      const model::Outlet* outlet = config.find_outlet(each.outlet);
      troubled.push_back(json::object{{"outlet", each.outlet},
                                      {"name", outlet == nullptr ? "" : outlet->name},
                                      {"state", each.state},
                                      {"since", each.since ? to_iso(*each.since) : ""}});
    }
  }
  json::object digest;
  digest["new_cases"] = day.opened.size();
  digest["cases"] = std::move(opened);
  digest["oldest_unclaimed"] =
      day.oldest_unclaimed ? json::value(case_json(*day.oldest_unclaimed, config)) : json::value(nullptr);
  digest["outlets"] = day.sources.size();
  digest["healthy"] = healthy;
  digest["troubled"] = std::move(troubled);
  digest["dead_letters"] = day.dead;
  digest["silenced"] = day.silenced;
  digest["desk"] = config.api.public_url;
  json::object body;
  body["type"] = "digest.daily";
  body["timestamp"] = to_iso(now);
  body["data"] = json::object{{"digest", std::move(digest)}};
  return json::serialize(body);
}

std::string digest_setting(const std::string& receiver) { return "digest/" + receiver; }

}  // namespace

Result<std::size_t> make_digests(store::Store& store, const config::Config& config, Time now) {
  std::optional<Day> day;
  store::ActBatch batch;
  for (const config::Receiver& each : config.receivers) {
    if (!each.digest) {
      continue;
    }
    const Time hour = last_time_of_day(*each.digest, each.zone, now);
    TRY(const auto last, store.setting(digest_setting(each.id)));
    if (last && *last >= to_iso(hour)) {
      continue;
    }
    batch.settings.emplace_back(digest_setting(each.id), to_iso(hour));
    if (!last) {
      continue;  // the first one comes at its hour, not when the receiver is configured
    }
    if (!day) {
      TRY(day, look_at_day(store, config, now));
    }
    model::OutboxEntry entry;
    entry.id = content_id("digest.daily\n" + each.id + "\n" + to_iso(hour));
    entry.receiver = each.id;
    entry.event = "digest.daily";
    entry.payload = digest_body(*day, config, now);
    entry.made = entry.due = now;
    batch.outbox.push_back(std::move(entry));
  }
  const std::size_t made = batch.outbox.size();
  if (!batch.settings.empty()) {
    TRY_OK(store.commit(std::move(batch)));
  }
  return made;
}

}  // namespace qw::alerts
