#include "base/ids.hpp"
#include "daemon/alerts/reports.hpp"
#include "daemon/alerts/store_outbox.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <chrono>
#include <map>
#include <set>

namespace qw::alerts {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;

constexpr std::string_view room = "ops/";
constexpr std::string_view told_again = "ops.told_again";
constexpr auto tell_again_every = 1h;
constexpr auto oldest_backup = std::chrono::days(2);
constexpr std::size_t most_dead = 1'000;
constexpr std::size_t most_rows = 40;  // of a message

/// Something that is wrong now. `key` tells it from all others; its state lies under it.
struct Trouble {
  std::string kind;     ///< source_silent source_down dead_letters receiver_disabled disk_low store_damaged
                        ///< store_read_only backup_old
  std::string subject;  ///< an outlet, a receiver
  std::string detail;   ///< a number, a sentence of the machine
  std::optional<Time> since;
};
using Troubles = std::map<std::string, Trouble>;

void put(Troubles& into, Trouble trouble) {
  into.emplace(trouble.kind + "/" + trouble.subject, std::move(trouble));
}

Result<> look_at_receivers(store::Store& store, const config::Config& config, Troubles& into) {
  std::map<std::string, std::size_t> dead;
  TRY(const auto page, store.deliveries(model::DeliveryState::dead, most_dead, ""));
  for (const model::Delivery& each : page.rows) {
    ++dead[each.entry.receiver];
  }
  for (const auto& [receiver, count] : dead) {
    put(into, {"dead_letters", receiver, std::to_string(count), {}});
  }
  for (const config::Receiver& each : config.receivers) {
    TRY(const auto why, store.setting(disabled_setting(each.id)));
    if (why && !why->empty()) {
      put(into, {"receiver_disabled", each.id, *why, {}});
    }
  }
  return {};
}

/// `known`: what was wrong before, since a mark is left behind further away than it is reached.
void look_at_machine(store::Store& store, const config::Config& config, const std::set<std::string>& known,
                     Troubles& into) {
  const store::Health health = store.health();
  if (health.read_only) {
    put(into, {"store_read_only", "", health.problem, {}});
  }
  if (!health.damage.empty()) {
    put(into, {"store_damaged", "", health.damage, {}});
  }
  const std::uint64_t mark = config.store.min_free * (known.contains("disk_low/") ? 3 : 2);
  if (health.free_bytes != 0 && health.free_bytes < mark) {
    put(into, {"disk_low", "", std::to_string(health.free_bytes >> 20U), {}});
  }
}

/// The store's own age, for one that never had a backup.
Result<std::optional<Time>> born(store::Store& store) {
  TRY(const auto first, store.audit(1, 1));
  return first.rows.empty() ? std::nullopt : std::optional(first.rows.front().at);
}

json::array rows_of(const Troubles& troubles, const config::Config& config) {
  json::array out;
  for (const auto& [key, each] : troubles) {
    if (out.size() == most_rows) {
      break;  // the desk shows all of them
    }
    const model::Outlet* outlet = config.find_outlet(each.subject);
    out.push_back(json::object{{"kind", each.kind},
                               {"subject", each.subject},
                               {"name", outlet == nullptr ? each.subject : outlet->name},
                               {"detail", each.detail},
                               {"since", each.since ? to_iso(*each.since) : ""}});
  }
  return out;
}

/// `again`: what is told once more to receivers that forget.
enum class Tell : std::uint8_t { news, again };

bool forgets(const config::Receiver& receiver) { return receiver.ops && receiver.kind == "alertmanager"; }

std::vector<model::OutboxEntry> entries_of(const Troubles& raised, const Troubles& cleared, Tell what,
                                           const config::Config& config, Time now) {
  json::object ops;
  ops["raised"] = rows_of(raised, config);
  ops["cleared"] = rows_of(cleared, config);
  ops["raised_in_all"] = raised.size();
  ops["cleared_in_all"] = cleared.size();
  ops["desk"] = config.api.public_url;
  json::object body;
  body["type"] = "ops.alert";
  body["timestamp"] = to_iso(now);
  body["data"] = json::object{{"ops", std::move(ops)}};
  const std::string payload = json::serialize(body);
  std::vector<model::OutboxEntry> out;
  for (const config::Receiver& each : config.receivers) {
    if (what == Tell::news ? each.ops : forgets(each)) {
      model::OutboxEntry entry;
      entry.id = content_id("ops.alert\n" + each.id + "\n" + payload);
      entry.receiver = each.id;
      entry.event = "ops.alert";
      entry.payload = payload;
      entry.made = entry.due = now;
      out.push_back(std::move(entry));
    }
  }
  return out;
}

/// An Alertmanager keeps nothing over a restart, and takes what is not told again for solved.
Result<> tell_again(store::Store& store, const config::Config& config, const Troubles& troubles, Time now,
                    store::ActBatch& batch) {
  const bool anybody = std::ranges::any_of(config.receivers, forgets);
  if (!anybody || troubles.empty()) {
    return {};
  }
  TRY(const auto last, store.setting(told_again));
  const auto at = parse_time(last.value_or(""));
  if (at && now < *at + tell_again_every) {
    return {};
  }
  batch.settings.emplace_back(told_again, to_iso(now));
  if (batch.outbox.empty()) {  // else they hear of some of it just now, and of all of it in an hour
    batch.outbox = entries_of(troubles, {}, Tell::again, config, now);
  }
  return {};
}

Result<OpsRound> look_and_tell(store::Store& store, const config::Config& config, const OpsFacts& facts,
                               Time now) {
  OpsRound out;
  TRY(const auto rows, store.settings(room));
  std::set<std::string> known;
  for (const auto& [key, value] : rows) {
    known.insert(key.substr(room.size()));
  }
  Troubles troubles;
  look_at_machine(store, config, known, troubles);
  TRY(const auto sources, source_health(store, config, now));
  for (const SourceHealth& each : sources) {
    if (each.state == "silent" || each.state == "down") {
      put(troubles, {"source_" + each.state, each.outlet,
                     std::to_string(static_cast<std::size_t>(each.expected)), each.since});
    }
  }
  TRY_OK(look_at_receivers(store, config, troubles));
  TRY(const auto birth, born(store));
  const std::optional<Time> backup = facts.last_backup ? facts.last_backup : birth;
  if (backup && *backup + oldest_backup < now) {
    put(troubles, {"backup_old", "", facts.last_backup ? "" : "none", backup});
  }

  Troubles raised;
  Troubles cleared;
  store::ActBatch batch;
  for (const auto& [key, trouble] : troubles) {
    if (!known.contains(key)) {
      raised.emplace(key, trouble);
      batch.settings.emplace_back(std::string(room) + key, to_iso(now));
    }
  }
  for (const std::string& key : known) {
    if (!troubles.contains(key)) {
      const std::size_t slash = key.find('/');
      cleared.emplace(key, Trouble{key.substr(0, slash), key.substr(slash + 1), "", {}});
      batch.settings.emplace_back(std::string(room) + key, "");
    }
  }
  if (!raised.empty() || !cleared.empty()) {
    batch.outbox = entries_of(raised, cleared, Tell::news, config, now);
  }
  TRY_OK(tell_again(store, config, troubles, now, batch));
  if (batch.settings.empty()) {
    return out;
  }
  std::vector<model::OutboxEntry> entries = batch.outbox;
  const Result<> done = store.commit(std::move(batch));
  if (!done && (raised.contains("store_damaged/") || raised.contains("store_read_only/"))) {
    out.unrecorded = std::move(entries);
    return out;
  }
  TRY_OK(done);
  out.messages = entries.size();
  return out;
}

}  // namespace

Result<OpsRound> watch_service(store::Store& store, const config::Config& config, const OpsFacts& facts,
                               Time now) {
  if (std::ranges::none_of(config.receivers, &config::Receiver::ops)) {
    return OpsRound{};
  }
  auto round = look_and_tell(store, config, facts, now);
  if (round || round.error().code != Errc::corrupt) {
    return round;
  }
  // Who was told of what cannot be read: then at least this is said, past the outbox.
  Troubles damage;
  put(damage, {"store_damaged", "", round.error().what, {}});
  OpsRound out;
  out.unrecorded = entries_of(damage, {}, Tell::news, config, now);
  return out;
}

}  // namespace qw::alerts
