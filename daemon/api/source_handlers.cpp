#include "daemon/api/handlers.hpp"
#include "daemon/api/problem.hpp"
#include "daemon/api/sources.hpp"

#include <map>
#include <string>

namespace qw::api {
namespace {

namespace json = boost::json;

/// What the checks of outlets left in the store (daemon/pipeline/checks.cpp), by outlet.
struct Checks {
  std::map<std::string, std::string> reports, wishes, good;
};

/// Of one outlet, or of all when `outlet` is empty.
Result<Checks> checks_of(store::Store& store, const std::string& outlet) {
  Checks out;
  const auto read = [&](std::string_view room, std::map<std::string, std::string>& into) -> Result<> {
    TRY(const auto rows, store.settings(std::string(room) + outlet));
    for (const auto& [key, value] : rows) {
      into.emplace(key.substr(room.size()), value);
    }
    return {};
  };
  TRY_OK(read("checked/", out.reports));
  TRY_OK(read("check/", out.wishes));
  TRY_OK(read("verified/", out.good));
  return out;
}

void add_check(json::object& row, const std::string& outlet, const Checks& checks) {
  const auto report = checks.reports.find(outlet);
  row["checked"] = report == checks.reports.end() ? json::value(nullptr) : json::parse(report->second);
  row["check_wanted"] = checks.wishes.contains(outlet);
  if (checks.good.contains(outlet)) {
    row["verified"] = model::name_of(model::Verified::fetched);
  }
}

Response source_response(Call& call, const model::Outlet& outlet) {
  auto states = states_by_outlet(call.services.store);
  if (!states) {
    return problem(states.error(), call.request.id);
  }
  auto paused = paused_by(call.services.store, outlet.id);
  if (!paused) {
    return problem(paused.error(), call.request.id);
  }
  auto checks = checks_of(call.services.store, outlet.id);
  if (!checks) {
    return problem(checks.error(), call.request.id);
  }
  json::object row = source_json(outlet, (*states)[outlet.id], *paused, call.now);
  add_check(row, outlet.id, *checks);
  return json_response(200, row);
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
  auto checks = checks_of(call.services.store, "");
  if (!checks) {
    return problem(checks.error(), call.request.id);
  }
  const std::string wanted = call.request.query("state");
  json::array rows;
  for (const model::Outlet& outlet : call.config->outlets) {
    auto paused = paused_by(call.services.store, outlet.id);
    if (!paused) {
      return problem(paused.error(), call.request.id);
    }
    json::object row = source_json(outlet, (*states)[outlet.id], *paused, call.now);
    add_check(row, outlet.id, *checks);
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

/// Notes the wish; the pipeline tries the outlet and leaves its report, which GET shows as `checked`.
Response check_source(Call& call) {
  const model::Outlet* outlet = call.config->find_outlet(call.ids[0]);
  if (outlet == nullptr) {
    return problem(404, "not-found", "there is no outlet '" + call.ids[0] + "'", call.request.id);
  }
  if (call.services.crawl && call.services.crawl().paused) {
    return problem(409, "conflict", call.services.crawl().why, call.request.id);
  }
  store::ActBatch batch;
  batch.settings.emplace_back("check/" + outlet->id, call.caller.actor.id);
  if (auto done = call.services.store.commit(std::move(batch)); !done) {
    return problem(done.error(), call.request.id);
  }
  if (call.services.outlet_changed) {
    call.services.outlet_changed(outlet->id);
  }
  Response out = source_response(call, *outlet);
  out.status = out.status == 200 ? 202 : out.status;
  return out;
}

Response pause_source(Call& call) { return switched(call, true); }
Response resume_source(Call& call) { return switched(call, false); }

}  // namespace qw::api
