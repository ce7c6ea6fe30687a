#include "daemon/api/handlers.hpp"
#include "daemon/api/problem.hpp"
#include "daemon/api/sources.hpp"

namespace qw::api {
namespace {

namespace json = boost::json;

Response source_response(Call& call, const model::Outlet& outlet) {
  auto states = states_by_outlet(call.services.store);
  if (!states) {
    return problem(states.error(), call.request.id);
  }
  auto paused = paused_by(call.services.store, outlet.id);
  if (!paused) {
    return problem(paused.error(), call.request.id);
  }
  return json_response(200, source_json(outlet, (*states)[outlet.id], *paused));
}

Response switched(Call& call, bool pause) {
  const model::Outlet* outlet = call.config->find_outlet(call.ids[0]);
  if (outlet == nullptr) {
    return problem(404, "not-found", "there is no outlet '" + call.ids[0] + "'", call.request.id);
  }
  Response before = source_response(call, *outlet);
  if (before.status != 200) {
    return before;
  }
  if (auto refused = precondition(call, etag_of(json::parse(before.body)), Star::accepted)) {
    return *std::move(refused);
  }
  if (auto done = pause_source_now(call.services, outlet->id, call.caller.actor.id, pause); !done) {
    return problem(done.error(), call.request.id);
  }
  Response after = source_response(call, *outlet);
  return with_etag(after, etag_of(json::parse(after.body)), call.request);
}

}  // namespace

Response list_sources(Call& call) {
  auto states = states_by_outlet(call.services.store);
  if (!states) {
    return problem(states.error(), call.request.id);
  }
  const std::string wanted = call.request.query("state");
  json::array rows;
  for (const model::Outlet& outlet : call.config->outlets) {
    auto paused = paused_by(call.services.store, outlet.id);
    if (!paused) {
      return problem(paused.error(), call.request.id);
    }
    json::object row = source_json(outlet, (*states)[outlet.id], *paused);
    if (wanted.empty() || wanted == std::string_view(row["state"].as_string())) {
      rows.push_back(std::move(row));
    }
  }
  return page_response(std::move(rows), "");
}

Response show_source(Call& call) {
  const model::Outlet* outlet = call.config->find_outlet(call.ids[0]);
  if (outlet == nullptr) {
    return problem(404, "not-found", "there is no outlet '" + call.ids[0] + "'", call.request.id);
  }
  Response out = source_response(call, *outlet);
  return out.status == 200 ? with_etag(out, etag_of(json::parse(out.body)), call.request) : out;
}

Response pause_source(Call& call) { return switched(call, true); }
Response resume_source(Call& call) { return switched(call, false); }

}  // namespace qw::api
