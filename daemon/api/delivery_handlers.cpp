#include "daemon/api/alert_acts.hpp"
#include "daemon/api/cursor.hpp"
#include "daemon/api/handlers.hpp"
#include "daemon/api/problem.hpp"

namespace qw::api {
namespace {

namespace json = boost::json;

std::variant<model::Delivery, Response> the_delivery(const Call& call) {
  auto loaded = call.services.store.find_delivery(call.ids[0]);
  if (!loaded) {
    return problem(loaded.error(), call.request.id);
  }
  std::optional<model::Delivery> found = *std::move(loaded);
  if (!found) {
    return problem(404, "not-found", "there is no delivery '" + call.ids[0] + "'", call.request.id);
  }
  return *std::move(found);
}

Result<> audited(Call& call, const std::string& act, const std::string& before) {
  store::ActBatch batch;
  batch.audit.push_back(audit_record(call, act, "delivery:" + (call.ids.empty() ? "all" : call.ids[0]), ""));
  batch.audit.back().before = before;
  return call.services.store.commit(std::move(batch));
}

}  // namespace

Response list_deliveries(Call& call) {
  const std::string name = call.request.query("state");
  const auto state = model::from_name<model::DeliveryState>(name);
  if (!name.empty() && !state) {
    return problem(422, "validation", "'state' is one of pending, sent, dead, held, silenced",
                   call.request.id);
  }
  auto limit = limit_of(call.request);
  if (!limit) {
    return problem(limit.error(), call.request.id);
  }
  const std::string filter = "deliveries\n" + name;
  auto cursor = opened_cursor(call.request.query("cursor"), filter, call.api.cursor_key());
  if (!cursor) {
    return problem(400, "malformed", cursor.error().what, call.request.id);
  }
  auto page = call.services.store.deliveries(state, *limit, *cursor);
  if (!page) {
    return problem(page.error(), call.request.id);
  }
  json::array rows;
  for (const model::Delivery& each : page->rows) {
    rows.push_back(delivery_json(each));
  }
  return page_response(std::move(rows), sealed_cursor(page->cursor, filter, call.api.cursor_key()));
}

Response show_delivery(Call& call) {
  auto found = the_delivery(call);
  if (auto* missing = std::get_if<Response>(&found)) {
    return std::move(*missing);
  }
  json::object body = delivery_json(std::get<model::Delivery>(found));
  const std::string etag = etag_of(body);
  body["payload"] = std::get<model::Delivery>(found).entry.payload;
  return with_etag(json_response(200, body), etag, call.request);
}

Response retry_delivery(Call& call) {
  auto found = the_delivery(call);
  if (auto* missing = std::get_if<Response>(&found)) {
    return std::move(*missing);
  }
  const model::Delivery& delivery = std::get<model::Delivery>(found);
  if (auto refused = precondition(call, etag_of(delivery_json(delivery)), Star::accepted)) {
    return *std::move(refused);
  }
  const auto again = send_again(call.services, delivery, call.caller.actor.id);
  if (!again) {
    return problem(again.error(), call.request.id);
  }
  const json::object body = delivery_json(*again);
  return with_etag(json_response(200, body), etag_of(body), call.request);
}

Response drop_delivery(Call& call) {
  auto found = the_delivery(call);
  if (auto* missing = std::get_if<Response>(&found)) {
    return std::move(*missing);
  }
  const model::Delivery& delivery = std::get<model::Delivery>(found);
  if (auto refused = precondition(call, etag_of(delivery_json(delivery)), Star::accepted)) {
    return *std::move(refused);
  }
  if (delivery.state == model::DeliveryState::sent) {
    return problem(409, "held", "it was delivered already", call.request.id);
  }
  store::ActBatch batch;
  batch.dropped_outbox.push_back(delivery.entry.id);
  batch.audit.push_back(audit_record(call, "delivery.drop", "delivery:" + delivery.entry.id, ""));
  batch.audit.back().before = model::name_of(delivery.state);
  if (auto done = call.services.store.commit(std::move(batch)); !done) {
    return problem(done.error(), call.request.id);
  }
  Response out;
  out.status = 204;
  return out;
}

Response resume_deliveries(Call& call) {
  auto done = call.services.store.resume_deliveries();
  if (done) {
    done = audited(call, "deliveries.resume", "held");
  }
  if (!done) {
    return problem(done.error(), call.request.id);
  }
  if (call.services.outbox_grew) {
    call.services.outbox_grew();
  }
  return json_response(200, json::object{{"resumed", true}});
}

}  // namespace qw::api
