#include "daemon/api/hand_ins.hpp"

#include "base/ids.hpp"
#include "base/url.hpp"
#include "base/utf8.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace qw::api {
namespace {

namespace json = boost::json;

constexpr std::size_t most_address = 2'048;
constexpr std::size_t most_text = 400'000;
constexpr std::size_t most_title = 2'000;
constexpr std::size_t most_waiting = 200;

std::string key_of(std::string_view room, const std::string& id) { return std::string(room) + id; }

Result<> check_wish(const hand_in::Wish& wish) {
  if (wish.url.empty() == (wish.text.empty() && wish.title.empty())) {
    return fail(Errc::usage, "hand in either an address ('url') or a text ('text')");
  }
  if (wish.url.size() > most_address || wish.text.size() > most_text || wish.title.size() > most_title) {
    return fail(Errc::too_big, "an address has at most 2,048 bytes, a headline 2,000, a text 400,000");
  }
  for (const std::string* each : {&wish.url, &wish.text, &wish.title}) {
    if (!utf8::is_valid(*each)) {
      return fail(Errc::malformed, "what is handed in is not UTF-8");
    }
  }
  if (!wish.url.empty()) {
    TRY_OK(parse_url(wish.url));
  }
  return {};
}

Result<> check_order(Services& services, const hand_in::Order& order) {
  if (!order.pattern.empty() && services.config()->find_pattern(order.pattern) == nullptr) {
    return fail(Errc::not_found, "there is no pattern '" + utf8::cut(order.pattern, 80) + "'");
  }
  return {};
}

Result<> put_order(Services& services, store::ActBatch batch, const std::string& id,
                   const hand_in::Order& order) {
  batch.settings.emplace_back(key_of(hand_in::order_room, id), hand_in::to_text(order));
  TRY_OK(services.store.commit(std::move(batch)));
  if (services.outlet_changed) {
    services.outlet_changed("");
  }
  return {};
}

}  // namespace

Result<std::string> hand_in_now(Services& services, hand_in::Wish wish, hand_in::Order order) {
  TRY_OK(check_wish(wish));
  TRY_OK(check_order(services, order));
  TRY(const auto waiting, services.store.settings(hand_in::order_room));
  if (waiting.size() >= most_waiting) {
    return fail(Errc::busy, "200 hand-ins wait already; try again in a minute");
  }
  wish.at = services.clock.now();
  wish.id = time_id(wish.at);
  order.who = wish.who;
  order.name = wish.name;
  store::ActBatch batch;
  batch.settings.emplace_back(key_of(hand_in::wish_room, wish.id), hand_in::to_text(wish));
  model::AuditRecord record;
  record.at = wish.at;
  record.who = wish.who;
  record.act = "hand_in.create";
  record.subject = "hand_in:" + wish.id;
  record.reason = wish.url.empty() ? "text" : wish.url;
  batch.audit.push_back(std::move(record));
  TRY_OK(put_order(services, std::move(batch), wish.id, order));
  return wish.id;
}

Result<std::optional<HandIn>> find_hand_in(store::Store& store, const std::string& id) {
  TRY(const auto wish, store.setting(key_of(hand_in::wish_room, id)));
  if (!wish) {
    return std::optional<HandIn>();
  }
  HandIn out;
  TRY(out.wish, hand_in::read_wish(*wish));
  // The order before the report: what is served in between shows as done, not as lost.
  TRY(const auto order, store.setting(key_of(hand_in::order_room, id)));
  out.waiting = order.has_value();
  TRY(const auto report, store.setting(key_of(hand_in::report_room, id)));
  if (report) {
    TRY(out.report, hand_in::read_report(*report));
  }
  return std::optional(std::move(out));
}

Result<> order_case(Services& services, const std::string& id, hand_in::Order order) {
  TRY_OK(check_order(services, order));
  TRY(const auto found, find_hand_in(services.store, id));
  if (!found) {
    return fail(Errc::not_found, "there is no hand-in '" + utf8::cut(id, 80) + "'");
  }
  if (found->waiting || !found->report) {
    return fail(Errc::conflict, "this hand-in is being read; wait for its report");
  }
  if (found->report->obstacle != hand_in::Obstacle::none) {
    return fail(Errc::conflict, "there is no text to put into a case: " + found->report->detail);
  }
  order.open_case = true;
  return put_order(services, {}, id, order);
}

json::object hand_in_json(const HandIn& of, const match::MatchEngine* match, std::string_view language) {
  json::object out;
  out["id"] = of.wish.id;
  out["state"] = of.waiting || !of.report ? "waiting" : "done";
  out["by"] = of.wish.who;
  out["at"] = to_iso(of.wish.at);
  out["url"] = of.wish.url;
  out["title"] = of.wish.title;
  out["text"] = of.wish.text;
  out["report"] = nullptr;
  if (of.report) {
    json::object report = json::parse(hand_in::to_text(*of.report)).as_object();
    json::array& decisions = report["decisions"].as_array();
    for (std::size_t i = 0; i < decisions.size(); ++i) {
      json::array why;
      if (match != nullptr) {
        for (const std::string& each : match->explain(of.report->decisions[i].decision, language)) {
          why.emplace_back(each);
        }
      }
      decisions[i].as_object()["why"] = std::move(why);
    }
    out["report"] = std::move(report);
  }
  return out;
}

std::string name_of_person(store::Store& store, const std::string& id) {
  const auto found = store.find_user(id);
  const std::optional<model::User> user = found ? *found : std::nullopt;
  return user ? user->name : id;
}

}  // namespace qw::api
