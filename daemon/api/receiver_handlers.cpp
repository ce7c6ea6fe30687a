// Who is told of what: the receivers of the configuration, and whether a case goes to them.
#include "base/ids.hpp"
#include "base/url.hpp"
#include "daemon/alerts/channel.hpp"
#include "daemon/alerts/forms.hpp"
#include "daemon/alerts/routes.hpp"
#include "daemon/alerts/store_outbox.hpp"
#include "daemon/api/alert_acts.hpp"
#include "daemon/api/handlers.hpp"
#include "daemon/api/problem.hpp"
#include "daemon/api/start_handlers.hpp"
#include "daemon/api/tokens.hpp"
#include "daemon/cases/messages.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace qw::api {
namespace {

namespace json = boost::json;

constexpr std::size_t rows_a_page = 200;
constexpr std::size_t most_looked_at = 4'000;  // deliveries of all receivers, for one feed
constexpr std::size_t items_a_feed = 50;

json::object receiver_json(const config::Receiver& of, const std::string& disabled) {
  json::object out;
  out["id"] = of.id;
  out["kind"] = of.kind;
  out["host"] = place_of(of);
  out["language"] = of.language;
  out["disabled"] = disabled;
  out["officials"] = json::array(of.officials.begin(), of.officials.end());
  out["patterns"] = json::array(of.patterns.begin(), of.patterns.end());
  out["languages"] = json::array(of.languages.begin(), of.languages.end());
  out["least_severity"] = model::name_of(of.least_severity);
  return out;
}

json::value route_json(const alerts::Route& of) {
  json::object out;
  out["way"] = model::name_of(of.way);
  out["why"] = of.why;
  out["until"] = of.until ? json::value(to_iso(*of.until)) : json::value(nullptr);
  return out;
}

const config::Receiver* the_receiver(const Call& call) {
  const auto& all = call.config->receivers;
  const auto found = std::ranges::find(all, call.ids[0], &config::Receiver::id);
  return found == all.end() ? nullptr : &*found;
}

Response no_receiver(const Call& call) {
  return problem(404, "not-found", "there is no receiver '" + call.ids[0] + "' in the configuration",
                 call.request.id);
}

/// The feed whose key this is; its file is read each time, so that a changed key holds at once.
const config::Receiver* feed_of_key(const Call& call) {
  for (const config::Receiver& each : call.config->receivers) {
    if (each.kind == "json_feed") {
      const auto key = alerts::load_secret_line(each.secret_file);
      if (key && same_secret(*key, call.ids[0])) {
        return &each;
      }
    }
  }
  return nullptr;
}

Result<json::array> items_of(store::Store& store, const config::Receiver& feed) {
  json::array out;
  std::string cursor;
  std::size_t looked_at = 0;
  do {
    TRY(const auto page, store.deliveries(model::DeliveryState::sent, rows_a_page, cursor));
    looked_at += page.rows.size();
    for (const model::Delivery& each : page.rows) {
      if (each.entry.receiver != feed.id || out.size() == items_a_feed) {
        continue;
      }
      if (const auto story = alerts::story_of(each.entry.payload, feed, {})) {
        out.push_back(json::parse(alerts::feed_item(*story, each.entry.id, each.entry.made, feed.language)));
      }
    }
    cursor = page.cursor;
  } while (!cursor.empty() && out.size() < items_a_feed && looked_at < most_looked_at);
  return out;
}

}  // namespace

std::string place_of(const config::Receiver& of) {
  if (of.kind == "email") {
    return of.to;
  }
  if (of.kind == "json_feed") {
    return "/feeds/receivers/…";
  }
  const auto url = parse_url(of.url);
  return url ? url->authority() : "";  // that of a hook is secret as a whole
}

Result<std::string> send_test(Services& services, const config::Receiver& receiver, const std::string& who) {
  const Time now = services.clock.now();
  json::object body;
  body["type"] = "receiver.test";
  body["timestamp"] = to_iso(now);
  body["data"] = json::object{{"receiver", receiver.id}, {"who", who}};
  model::OutboxEntry entry;
  entry.id = content_id("receiver.test\n" + receiver.id + "\n" + time_id(now));
  entry.receiver = receiver.id;
  entry.event = "receiver.test";
  entry.payload = json::serialize(body);
  entry.made = entry.due = now;
  model::AuditRecord record;
  record.at = now;
  record.who = who;
  record.act = "receiver.test";
  record.subject = "receiver:" + receiver.id;
  store::ActBatch batch;
  batch.audit.push_back(std::move(record));
  batch.outbox.push_back(entry);
  TRY_OK(services.store.commit(std::move(batch)));
  if (services.outbox_grew) {
    services.outbox_grew();
  }
  return entry.id;
}

/// Open to whoever has the key: feed readers send no cookie.
Response receiver_feed(Call& call) {
  const config::Receiver* feed = feed_of_key(call);
  if (feed == nullptr) {
    return problem(404, "not-found", "there is no such feed", call.request.id);
  }
  auto items = items_of(call.services.store, *feed);
  if (!items) {
    return problem(items.error(), call.request.id);
  }
  json::object body;
  body["version"] = "https://jsonfeed.org/version/1.1";
  body["title"] = "quotewatch: " + feed->id;
  body["language"] = feed->language;
  body["items"] = *std::move(items);
  Response out = with_etag(json_response(200, body), etag_of(body), call.request);
  out.content_type = "application/feed+json";
  return out;
}

/// What a receiver that was ended by its own answer waits for.
Response enable_receiver(Call& call) {
  const config::Receiver* receiver = the_receiver(call);
  if (receiver == nullptr) {
    return no_receiver(call);
  }
  if (auto done = enable_receiver_now(call.services, receiver->id, call.caller.actor.id); !done) {
    return problem(done.error(), call.request.id);
  }
  return json_response(200, receiver_json(*receiver, ""));
}

/// A message that says that it is one, by the same way as all others.
Response test_receiver(Call& call) {
  const config::Receiver* receiver = the_receiver(call);
  if (receiver == nullptr) {
    return no_receiver(call);
  }
  const auto sent = send_test(call.services, *receiver, call.caller.actor.id);
  if (!sent) {
    return problem(sent.error(), call.request.id);
  }
  return json_response(202, json::object{{"delivery", *sent}});
}

Response list_receivers(Call& call) {
  const std::string id = call.request.query("case");
  std::optional<model::Case> asked;
  if (!id.empty()) {
    auto found = call.services.store.find_case(id);
    if (!found) {
      return problem(found.error(), call.request.id);
    }
    asked = *std::move(found);
    if (!asked) {
      return problem(404, "not-found", "there is no case '" + id + "'", call.request.id);
    }
  }
  Time at = call.now;
  if (const std::string when = call.request.query("at"); !when.empty()) {
    const auto given = parse_time(when);
    if (!given) {
      return problem(422, "validation", "'at' is a time such as 2026-11-25T22:30Z", call.request.id);
    }
    at = *given;
  }
  const auto silences = alerts::silences_of(call.services.store, call.now);
  if (!silences) {
    return problem(silences.error(), call.request.id);
  }
  json::array rows;
  for (const config::Receiver& each : call.config->receivers) {
    auto disabled = call.services.store.setting(alerts::disabled_setting(each.id));
    if (!disabled) {
      return problem(disabled.error(), call.request.id);
    }
    json::object row = receiver_json(each, disabled->value_or(""));
    row["routed"] = asked ? json::value(cases::routed(each, *asked)) : json::value(nullptr);
    row["route"] = asked ? route_json(alerts::route_of(each, *asked, *silences, at)) : json::value(nullptr);
    rows.push_back(std::move(row));
  }
  return page_response(std::move(rows), "");
}

}  // namespace qw::api
