#include "daemon/api/case_acts.hpp"
#include "daemon/api/case_filter.hpp"
#include "daemon/api/cursor.hpp"
#include "daemon/api/handlers.hpp"
#include "daemon/api/json_in.hpp"
#include "daemon/api/problem.hpp"
#include "daemon/cases/spread.hpp"

#include <algorithm>

namespace qw::api {
namespace {

namespace json = boost::json;

std::string case_etag(const model::Case& of) { return "\"" + of.id + "." + std::to_string(of.rev) + "\""; }

Response case_response(const Call& call, const model::Case& of) {
  return with_etag(json_response(200, case_json(of, view_of(call))), case_etag(of), call.request);
}

std::string filter_text(const Request& request) {
  std::string out = request.target.path;
  for (const auto& [name, value] : request.target.query) {
    if (name != "cursor" && name != "limit") {
      out += "\n" + name + "=" + value;
    }
  }
  return out;
}

/// The case of the route, or the problem that it is not there.
std::variant<model::Case, Response> the_case(const Call& call) {
  auto loaded = call.services.store.find_case(call.ids[0]);
  if (!loaded) {
    return problem(loaded.error(), call.request.id);
  }
  std::optional<model::Case> found = *std::move(loaded);
  if (!found) {
    return problem(404, "not-found", "there is no case '" + call.ids[0] + "'", call.request.id);
  }
  return *std::move(found);
}

Response stale(const Call& call, const model::Case& fresh) {
  Response out = problem(
      412, "stale-write",
      "the case changed since you loaded it; it is " + std::string(model::name_of(fresh.state)) + " by now",
      call.request.id);
  json::object body = json::parse(out.body).as_object();
  body["case"] = case_json(fresh, view_of(call));
  out.body = json::serialize(body);
  out.headers.emplace_back("ETag", case_etag(fresh));
  return out;
}

/// The rev that If-Match names for this case; 428 without, 412 when it names another case or another form.
std::variant<std::uint64_t, Response> rev_seen(const Call& call) {
  const std::string_view seen = call.request.header("if-match");
  if (seen.empty()) {
    return problem(428, "precondition-required", "send If-Match with the ETag of the case that you saw",
                   call.request.id);
  }
  const std::string prefix = "\"" + call.ids[0] + ".";
  if (seen.starts_with(prefix) && seen.ends_with('"') && seen.size() > prefix.size() + 1) {
    const std::string digits(seen.substr(prefix.size(), seen.size() - prefix.size() - 1));
    if (digits.size() < 20 && std::ranges::all_of(digits, [](char c) { return c >= '0' && c <= '9'; })) {
      return static_cast<std::uint64_t>(std::stoull(digits));
    }
  }
  auto found = the_case(call);
  if (auto* missing = std::get_if<Response>(&found)) {
    return std::move(*missing);
  }
  return stale(call, std::get<model::Case>(found));
}

Response acted(Call& call, const Wish& wish) {
  auto seen = rev_seen(call);
  if (auto* refused = std::get_if<Response>(&seen)) {
    return std::move(*refused);
  }
  Acted done =
      act_on_case(call.services, call.ids[0], std::get<std::uint64_t>(seen), wish, call.caller.actor);
  if (done.end == Acted::End::stale) {
    return stale(call, done.fresh);
  }
  if (done.end == Acted::End::failed) {
    return problem(done.error, call.request.id);
  }
  return case_response(call, done.fresh);
}

template <class Read>
Response acted_with(Call& call, Read read) {
  auto wish = read(call.request.body);
  if (!wish) {
    return problem(wish.error(), call.request.id);
  }
  return acted(call, cases::Act(*std::move(wish)));
}

Response acted_without_body(Call& call, const Wish& wish) {
  if (auto empty = read_nothing(call.request.body); !empty) {
    return problem(empty.error(), call.request.id);
  }
  return acted(call, wish);
}

}  // namespace

Response list_cases(Call& call) {
  auto filter = case_filter(call.request.target.query, *call.config);
  auto limit = limit_of(call.request);
  const std::string text = filter_text(call.request);
  auto cursor = opened_cursor(call.request.query("cursor"), text, call.api.cursor_key());
  if (!filter || !limit) {
    return problem(!filter ? filter.error() : limit.error(), call.request.id);
  }
  if (!cursor) {
    return problem(400, "malformed", cursor.error().what, call.request.id);
  }
  auto page = call.services.store.cases(*filter, *limit, *cursor);
  if (!page) {
    return problem(page.error(), call.request.id);
  }
  const View view = view_of(call);
  json::array rows;
  for (const model::Case& each : page->rows) {
    rows.push_back(case_summary_json(each, view));
  }
  return page_response(std::move(rows), sealed_cursor(page->cursor, text, call.api.cursor_key()));
}

Response show_case(Call& call) {
  auto found = the_case(call);
  if (auto* missing = std::get_if<Response>(&found)) {
    return std::move(*missing);
  }
  return case_response(call, std::get<model::Case>(found));
}

Response case_history(Call& call) {
  auto records = call.services.store.audit_of("case:" + call.ids[0]);
  if (!records) {
    return problem(records.error(), call.request.id);
  }
  if (records->empty()) {
    return problem(404, "not-found", "there is no case '" + call.ids[0] + "'", call.request.id);
  }
  json::array rows;
  for (const model::AuditRecord& each : *records) {
    rows.push_back(audit_json(each));
  }
  return page_response(std::move(rows), "");
}

Response list_occurrences(Call& call) {
  auto found = the_case(call);
  if (auto* missing = std::get_if<Response>(&found)) {
    return std::move(*missing);
  }
  const View view = view_of(call);
  json::array rows;
  for (const model::Occurrence& each : std::get<model::Case>(found).occurrences) {
    rows.push_back(occurrence_json(each, view));
  }
  return page_response(std::move(rows), "");
}

Response show_occurrence(Call& call) {
  auto found = the_case(call);
  if (auto* missing = std::get_if<Response>(&found)) {
    return std::move(*missing);
  }
  const model::Occurrence* occurrence = cases::find_occurrence(std::get<model::Case>(found), call.ids[1]);
  if (occurrence == nullptr) {
    return problem(404, "not-found", "the case has no occurrence '" + call.ids[1] + "'", call.request.id);
  }
  json::object body = occurrence_json(*occurrence, view_of(call));
  if (!occurrence->revision.empty()) {
    const auto loaded = call.services.store.find_revision(occurrence->revision);
    if (!loaded) {
      return problem(loaded.error(), call.request.id);
    }
    if (const std::optional<model::Revision>& revision = *loaded) {
      body["title"] = revision->title;
      body["text"] = revision->text;
      body["authors"] = texts_json(revision->authors);
    }
  }
  return json_response(200, body);
}

Response claim_case(Call& call) { return acted_without_body(call, cases::Act(cases::Claim{})); }
Response release_case(Call& call) { return acted_without_body(call, cases::Act(cases::Release{})); }
Response wake_case(Call& call) { return acted_without_body(call, cases::Act(cases::Wake{})); }
Response undo_case(Call& call) { return acted_without_body(call, Undo{}); }
Response decide_case(Call& call) { return acted_with(call, read_decide); }
Response dispute_case(Call& call) { return acted_with(call, read_dispute); }
Response note_case(Call& call) { return acted_with(call, read_note); }
Response snooze_case(Call& call) {
  return acted_with(call, [&](std::string_view body) { return read_snooze(body, call.now); });
}

}  // namespace qw::api
