// What became of a copy: the states of its article side by side, and the outcome that a person confirms.
#include "daemon/api/copy_revisions.hpp"
#include "daemon/api/desk_case.hpp"
#include "daemon/api/desk_handlers.hpp"
#include "daemon/api/handlers.hpp"
#include "daemon/api/json_in.hpp"
#include "daemon/api/problem.hpp"
#include "daemon/desk/revisions_page.hpp"

#include <boost/json.hpp>

namespace qw::api {
namespace {

namespace json = boost::json;

json::array sentences_json(const std::vector<cases::SentenceChange>& changes) {
  json::array out;
  for (const cases::SentenceChange& each : changes) {
    json::object one;
    one["kind"] = model::name_of(each.kind);
    one["before"] = each.before;
    one["after"] = each.after;
    out.push_back(std::move(one));
  }
  return out;
}

json::object revisions_json(const CopyRevisions& of) {
  json::array states;
  json::array changes;
  for (std::size_t i = 0; i < of.states.size(); ++i) {
    const model::Revision& state = of.states[i];
    json::object one;
    one["number"] = state.number;
    one["fetched"] = to_iso(state.fetched);
    one["title"] = state.title;
    one["digest"] = of.digests[i];
    states.push_back(std::move(one));
    if (i > 0) {
      const model::Revision& before = of.states[i - 1];
      json::object change;
      change["from"] = before.number;
      change["to"] = state.number;
      change["title_changed"] = before.title != state.title;
      change["sentences"] = sentences_json(cases::sentence_diff(before.text, state.text));
      changes.push_back(std::move(change));
    }
  }
  json::object out;
  out["revisions"] = std::move(states);
  out["changes"] = std::move(changes);
  out["gone"] = of.gone;
  out["likely"] = model::name_of(of.likely);
  out["outcome"] = nullptr;
  if (const std::optional<ConfirmedOutcome>& confirmed = of.confirmed) {
    out["outcome"] = json::object{{"outcome", model::name_of(confirmed->outcome)},
                                  {"who", confirmed->who},
                                  {"at", to_iso(confirmed->at)}};
  }
  return out;
}

Response show_page(Call& call, const LoggedIn& who) {
  const auto of = load_case(call.services.store, call.ids[0]);
  auto found = of ? revisions_of_copy(call.services, *of, call.ids[1]) : std::unexpected(of.error());
  if (!found) {
    return error_page(call, &who, 404, found.error());
  }
  desk::RevisionsView view;
  view.case_id = of->id;
  view.copy = found->copy;
  view.states = std::move(found->states);
  view.digests = std::move(found->digests);
  view.likely = found->likely;
  view.may_confirm = who.user.role >= model::UserRole::reviewer;
  if (const std::optional<ConfirmedOutcome>& confirmed = found->confirmed) {
    const auto names = user_names(call.services.store);
    const auto name = names.find(confirmed->who);
    view.outcome = confirmed->outcome;
    view.who = name == names.end() ? confirmed->who : name->second;
    view.at = confirmed->at;
  }
  return html_response(200, desk::revisions_page(frame_of(call, &who), view));
}

Response confirm_form(Call& call, const LoggedIn& who, const Form& form) {
  const auto outcome = model::from_name<cases::CopyOutcome>(value_of(form, "outcome"));
  const auto of = load_case(call.services.store, call.ids[0]);
  if (!of || !outcome) {
    return error_page(call, &who, of ? 422 : 404,
                      of ? Error{Errc::usage, "the form does not say what to do", {}} : of.error());
  }
  const auto done = confirm_outcome(call.services, *of, call.ids[1], *outcome, actor_of(who));
  return done ? redirect("/cases/" + of->id + "/copies/" + call.ids[1] + "/revisions")
              : error_page(call, &who, 409, done.error());
}

}  // namespace

Response list_revisions(Call& call) {
  const auto of = load_case(call.services.store, call.ids[0]);
  const auto found = of ? revisions_of_copy(call.services, *of, call.ids[1]) : std::unexpected(of.error());
  return found ? json_response(200, revisions_json(*found)) : problem(found.error(), call.request.id);
}

Response put_outcome(Call& call) {
  const auto outcome = read_outcome(call.request.body);
  if (!outcome) {
    return problem(outcome.error(), call.request.id);
  }
  const auto of = load_case(call.services.store, call.ids[0]);
  if (!of) {
    return problem(of.error(), call.request.id);
  }
  const auto done = confirm_outcome(call.services, *of, call.ids[1], *outcome, call.caller.actor);
  if (!done) {
    return problem(done.error(), call.request.id);
  }
  return json_response(200, json::object{{"outcome", model::name_of(*outcome)}});
}

Response desk_revisions(Call& call) { return with_login(call, show_page); }
Response desk_outcome_post(Call& call) { return with_form(call, confirm_form); }

}  // namespace qw::api
