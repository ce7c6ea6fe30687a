#include "daemon/api/desk_case.hpp"

#include "base/utf8.hpp"
#include "daemon/api/case_acts.hpp"
#include "daemon/api/case_files.hpp"
#include "daemon/api/claim_review.hpp"
#include "daemon/api/desk_handlers.hpp"
#include "daemon/api/teach.hpp"
#include "daemon/cases/spread.hpp"
#include "daemon/cases/undo.hpp"

#include <charconv>

// The case page and its forms.
namespace qw::api {
namespace {

/// Files and fact-check; a page without them is better than none.
void add_evidence(desk::CaseView& view, store::Store& store, const model::Case& of) {
  if (const auto files = files_of_case(store, of.id)) {
    for (const CaseFile& each : *files) {
      view.files.push_back(
          {each.id, each.name, each.source, each.kind, each.digest, each.who, each.at, each.bytes});
    }
  }
  const auto found = fact_check_of(store, of.id);
  if (const auto check = found ? *found : std::nullopt) {
    view.fact_check = check->url;
    view.organisation = check->organisation;
  }
}

/// What an act that was refused leaves on the page.
struct Refused {
  int status = 409;
  std::string notice;
  desk::CaseView::Typed typed = {};
};

/// `since`: the head of the audit log before `of` was loaded, so that live updates leave no gap.
Response page_of(Call& call, const LoggedIn& who, model::Case of, std::uint64_t since,
                 Refused refused = {.status = 200, .notice = "", .typed = {}}) {
  const auto history = call.services.store.audit_of("case:" + of.id);
  if (!history) {
    return error_page(call, &who, 500, history.error());
  }
  const cases::Rules rules = cases::rules_of(*call.config);
  desk::CaseView view;
  view.typed = std::move(refused.typed);
  view.since = since;
  view.actor = actor_of(who);
  view.history = *history;
  view.allowed = cases::allowed_acts(of, view.actor, call.now, rules);
  view.can_undo = cases::undo(of, *history, view.actor, call.now, rules).has_value();
  view.names = user_names(call.services.store);
  view.why = reasons_in_words(call.services, of, who.user.language);
  add_evidence(view, call.services.store, of);
  view.may_add = who.user.role >= model::UserRole::reviewer;
  view.may_publish = who.user.role >= model::UserRole::lead && of.state == model::CaseState::decided;
  if (const auto proposals = proposals_for(call, of);
      proposals && who.user.role >= model::UserRole::reviewer) {
    for (const auto& [group, each] : *proposals) {
      view.proposals[group] = {each.sentence, each.taught};
    }
  }
  view.of = std::move(of);
  desk::Frame frame = frame_of(call, &who);
  frame.here = "/cases/" + view.of.id;
  frame.notice = std::move(refused.notice);
  return html_response(refused.status, desk::case_page(frame, view));
}

Response show(Call& call, const LoggedIn& who) {
  const std::uint64_t since = call.services.store.health().audit_seq;
  auto of = load_case(call.services.store, call.ids[0]);
  return of ? page_of(call, who, *std::move(of), since) : error_page(call, &who, 404, of.error());
}

Result<Wish> wish_of(const Form& form, Time now) {
  const std::string act = value_of(form, "act");
  if (act == "claim") {
    return cases::Act(cases::Claim{});
  }
  if (act == "release") {
    return cases::Act(cases::Release{});
  }
  if (act == "wake") {
    return cases::Act(cases::Wake{});
  }
  if (act == "undo") {
    return Undo{};
  }
  if (act == "note") {
    return cases::Act(cases::AddNote{value_of(form, "text")});
  }
  if (act == "dispute") {
    return cases::Act(cases::Dispute{value_of(form, "reason")});
  }
  if (act == "snooze") {
    const std::string text = value_of(form, "hours");
    int hours = 0;
    std::from_chars(text.data(), text.data() + text.size(), hours);
    return cases::Act(cases::Snooze{now + std::chrono::hours(std::clamp(hours, 0, 10'000))});
  }
  const auto verdict = model::from_name<model::Verdict>(value_of(form, "verdict"));
  if (act != "decide" || !verdict) {
    return fail(Errc::usage, "the form does not say what to do");
  }
  return cases::Act(cases::Decide{value_of(form, "group"), *verdict, value_of(form, "reason")});
}

Response act(Call& call, const LoggedIn& who, const Form& form) {
  const auto wish = wish_of(form, call.now);
  const std::string rev_text = value_of(form, "rev");
  std::uint64_t rev = 0;
  const auto [end, bad] = std::from_chars(rev_text.data(), rev_text.data() + rev_text.size(), rev);
  if (!wish || bad != std::errc() || end != rev_text.data() + rev_text.size()) {
    return error_page(call, &who, 422,
                      wish ? Error{Errc::usage, "the form does not name the state that it saw", std::nullopt}
                           : wish.error());
  }
  const bool is_note = std::holds_alternative<cases::Act>(*wish) &&
                       std::holds_alternative<cases::AddNote>(std::get<cases::Act>(*wish));
  if (is_note || std::holds_alternative<Undo>(*wish)) {
    // What is undone is fixed by who asks, and a note says the same whatever else happened: what joined the
    // case since the page was made does not stand in their way.
    if (const auto now = load_case(call.services.store, call.ids[0])) {
      rev = now->rev;
    }
  }
  const std::uint64_t since = call.services.store.health().audit_seq;
  Acted done = act_on_case(call.services, call.ids[0], rev, *wish, actor_of(who));
  if (done.end == Acted::End::done) {
    return redirect("/cases/" + call.ids[0]);
  }
  Refused refused{
      .status = 409,
      .notice = done.error.text(),
      .typed = {value_of(form, "act"), value_of(form, "group"), value_of(form, is_note ? "text" : "reason")}};
  if (done.end == Acted::End::stale) {
    refused.notice = frame_of(call, &who).texts("error.stale");
    return page_of(call, who, std::move(done.fresh), since, std::move(refused));
  }
  auto fresh = load_case(call.services.store, call.ids[0]);
  return fresh ? page_of(call, who, *std::move(fresh), since, std::move(refused))
               : error_page(call, &who, 404, fresh.error());
}

/// Between the desk and an outlet's own page: whose it is, and that the outlet sees who comes.
Response leave(Call& call, const LoggedIn& who) {
  const auto of = load_case(call.services.store, call.ids[0]);
  if (!of) {
    return error_page(call, &who, 404, of.error());
  }
  const model::Occurrence* occurrence = cases::find_occurrence(*of, call.ids[1]);
  if (occurrence == nullptr) {
    return error_page(call, &who, 404, {Errc::not_found, "the case has no such copy", std::nullopt});
  }
  return html_response(
      200, desk::leave_page(frame_of(call, &who), occurrence->url, occurrence->outlet, "/cases/" + of->id));
}

Response teach_from(Call& call, const LoggedIn& who, const Form& form) {
  const std::uint64_t since = call.services.store.health().audit_seq;
  auto of = load_case(call.services.store, call.ids[0]);
  if (!of) {
    return error_page(call, &who, 404, of.error());
  }
  const std::string group = value_of(form, "group");
  if (auto done = teach(call, *of, group, value_of(form, "into"), actor_of(who)); !done) {
    return page_of(call, who, *std::move(of), since,
                   {.status = 409, .notice = done.error().text(), .typed = {}});
  }
  return redirect("/cases/" + call.ids[0] + "#" + group);
}

Response stored_copy(Call& call, const LoggedIn& who) {
  const auto of = load_case(call.services.store, call.ids[0]);
  if (!of) {
    return error_page(call, &who, 404, of.error());
  }
  const model::Occurrence* occurrence = cases::find_occurrence(*of, call.ids[1]);
  if (occurrence == nullptr || occurrence->revision.empty()) {
    return error_page(call, &who, 404, {Errc::not_found, "there is no stored copy of it", std::nullopt});
  }
  auto loaded = call.services.store.find_revision(occurrence->revision);
  if (!loaded) {
    return error_page(call, &who, 500, loaded.error());
  }
  std::optional<model::Revision> revision = *std::move(loaded);
  if (!revision) {
    return error_page(call, &who, 404,
                      {Errc::not_found, "the stored copy is gone by retention", std::nullopt});
  }
  desk::CopyView view{*std::move(revision), occurrence->digest, "/cases/" + of->id};
  return html_response(200, desk::copy_page(frame_of(call, &who), view));
}

}  // namespace

Result<model::Case> load_case(store::Store& store, const std::string& id) {
  TRY(auto found, store.find_case(id));
  if (!found) {
    return fail(Errc::not_found, "there is no case '" + utf8::cut(id, 80) + "'");
  }
  return *std::move(found);
}

std::map<std::string, std::vector<std::string>> reasons_in_words(const Services& services,
                                                                 const model::Case& of,
                                                                 std::string_view language) {
  std::map<std::string, std::vector<std::string>> out;
  if (const auto match = services.match ? services.match() : nullptr) {
    for (const model::Occurrence& each : of.occurrences) {
      out[each.id] = match->explain(each.decision, language);
    }
  }
  return out;
}

Response desk_case(Call& call) { return with_login(call, show); }
Response desk_case_post(Call& call) { return with_form(call, act); }
Response desk_leave(Call& call) { return with_login(call, leave); }
Response desk_teach_post(Call& call) { return with_form(call, teach_from); }
Response desk_copy(Call& call) { return with_login(call, stored_copy); }

}  // namespace qw::api
