// What is stored about a person: found, and erased on request. Legal holds, which forbid it for a case.
#include "base/utf8.hpp"
#include "daemon/api/desk_case.hpp"
#include "daemon/api/handlers.hpp"
#include "daemon/api/json_in.hpp"
#include "daemon/api/problem.hpp"
#include "daemon/privacy/person.hpp"

#include <boost/json.hpp>

namespace qw::api {
namespace {

namespace json = boost::json;

constexpr std::string_view hold_room = "case.hold/";

json::object trace_json(const store::Trace& of) {
  json::object out;
  out["room"] = of.room;
  out["id"] = of.id;
  out["excerpt"] = of.excerpt;
  out["cases"] = json::array(of.cases.begin(), of.cases.end());
  return out;
}

Result<std::set<std::string>> held_cases(store::Store& store) {
  TRY(const auto rows, store.settings(hold_room));
  std::set<std::string> out;
  for (const auto& [key, value] : rows) {
    out.insert(key.substr(hold_room.size()));
  }
  return out;
}

Response put_hold(Call& call, const std::string& reason, const std::string& act) {
  if (call.caller.actor.role < model::UserRole::lead) {
    return problem(403, "forbidden", "a lead puts a case under legal hold, or ends it", call.request.id);
  }
  const auto of = load_case(call.services.store, call.ids[0]);
  if (!of) {
    return problem(of.error(), call.request.id);
  }
  json::object record;
  record["at"] = to_iso(call.now);
  record["reason"] = reason;
  record["who"] = call.caller.actor.id;
  store::ActBatch batch;
  batch.settings.emplace_back(std::string(hold_room) + of->id, reason.empty() ? "" : json::serialize(record));
  batch.audit.push_back(
      audit_record(call, act, "case:" + of->id, reason.empty() ? "" : json::serialize(record)));
  batch.audit.back().reason = reason;
  if (const Result<> done = call.services.store.commit(std::move(batch)); !done) {
    return problem(done.error(), call.request.id);
  }
  return json_response(200, record);
}

}  // namespace

Response find_person(Call& call) {
  const auto wish = read_privacy(call.request.body, PrivacyAsk::find);
  auto wanted = wish ? privacy::sought(wish->terms, wish->exact) : std::unexpected(wish.error());
  if (!wanted) {
    return problem(wanted.error(), call.request.id);
  }
  const auto found = call.services.store.find_traces(*wanted);
  if (!found) {
    return problem(found.error(), call.request.id);
  }
  json::array rows;
  for (const store::Trace& each : *found) {
    rows.push_back(trace_json(each));
  }
  return page_response(std::move(rows), "");
}

Response erase_person(Call& call) {
  const auto wish = read_privacy(call.request.body, PrivacyAsk::erase);
  auto wanted = wish ? privacy::sought(wish->terms, wish->exact) : std::unexpected(wish.error());
  const auto held = held_cases(call.services.store);
  if (!wanted || !held) {
    return problem(!wanted ? wanted.error() : held.error(), call.request.id);
  }
  if (!wanted->in_text(wish->reason).empty()) {
    return problem(422, "validation", "'reason' holds what is to be erased, and would stay in the record",
                   call.request.id);
  }
  model::AuditRecord act = audit_record(call, std::string(store::erase_act), "privacy", "");
  act.reason = wish->reason;
  const auto done = call.services.store.erase_traces(*wanted, {*held, std::move(act)});
  if (!done) {
    return problem(done.error(), call.request.id);
  }
  json::object body;
  body["pages"] = done->pages;
  body["texts"] = done->texts;
  body["records"] = done->records;
  body["files"] = done->files;
  json::array left;
  for (const store::Trace& each : done->left) {
    left.push_back(trace_json(each));
  }
  body["left"] = std::move(left);
  return json_response(200, body);
}

Response list_holds(Call& call) {
  const auto found = call.services.store.settings(hold_room);
  if (!found) {
    return problem(found.error(), call.request.id);
  }
  json::array rows;
  for (const auto& [key, value] : *found) {
    boost::system::error_code ec;
    json::value parsed = json::parse(value, ec);
    json::object row = ec || !parsed.is_object() ? json::object() : std::move(parsed.as_object());
    row["case"] = key.substr(hold_room.size());
    rows.push_back(std::move(row));
  }
  return page_response(std::move(rows), "");
}

Response hold_case(Call& call) {
  const auto wish = read_dispute(call.request.body);  // a reason and nothing else
  return wish ? put_hold(call, wish->reason, "case.hold") : problem(wish.error(), call.request.id);
}
Response end_hold(Call& call) { return put_hold(call, "", "case.hold_end"); }

}  // namespace qw::api
