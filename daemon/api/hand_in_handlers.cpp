#include "daemon/api/desk_handlers.hpp"
#include "daemon/api/hand_ins.hpp"
#include "daemon/api/handlers.hpp"
#include "daemon/api/json_in.hpp"
#include "daemon/api/problem.hpp"

#include <algorithm>

// Hand-ins: the JSON routes, and the desk's page with its forms.
namespace qw::api {
namespace {

std::string place_of(const std::string& id) { return "/api/v1/hand-ins/" + id; }

Response accepted(Call& call, const std::string& id) {
  const auto found = find_hand_in(call.services.store, id);
  if (!found) {
    return problem(found.error(), call.request.id);
  }
  const std::optional<HandIn>& of = *found;
  if (!of) {
    return problem(404, "not-found", "there is no hand-in '" + id + "'", call.request.id);
  }
  const View view = view_of(call);
  return json_response(200, hand_in_json(*of, view.match.get(), "en"));
}

Response noted(Call& call, const std::string& id) {
  Response out = accepted(call, id);
  if (out.status == 200) {
    out.status = 202;
    out.headers.emplace_back("Location", place_of(id));
  }
  return out;
}

// ---- desk

std::string trimmed(std::string text) {
  const auto edge = [](char c) { return c != ' ' && c != '\t' && c != '\r' && c != '\n'; };
  text.erase(text.begin(), std::ranges::find_if(text, edge));
  text.erase(std::find_if(text.rbegin(), text.rend(), edge).base(), text.end());
  return text;
}

Response empty_check(Call& call, const LoggedIn& who) {
  return html_response(200, desk::check_page(frame_of(call, &who), {}));
}

Response take(Call& call, const LoggedIn& who, const Form& form) {
  hand_in::Wish wish;
  wish.who = who.user.id;
  wish.name = who.user.name;
  std::string given = trimmed(value_of(form, "text"));
  wish.title = trimmed(value_of(form, "title"));
  if (wish.title.empty() && hand_in::is_address(given)) {
    wish.url = std::move(given);
  } else {
    wish.text = std::move(given);
    if (const auto day = parse_day(value_of(form, "date"))) {
      wish.date = *day;
    }
  }
  const desk::CheckView back{wish.title, wish.url.empty() ? wish.text : wish.url, value_of(form, "date"), ""};
  const auto id = hand_in_now(call.services, std::move(wish), {});
  if (!id) {
    desk::CheckView view = back;
    view.problem = id.error().what;
    return html_response(422, desk::check_page(frame_of(call, &who), view));
  }
  return redirect("/hand-ins/" + *id);
}

Response show(Call& call, const LoggedIn& who) {
  auto found = find_hand_in(call.services.store, call.ids[0]);
  if (!found) {
    return error_page(call, &who, 500, found.error());
  }
  std::optional<HandIn> of = *std::move(found);
  desk::Frame frame = frame_of(call, &who);
  if (!of) {
    return error_page(call, &who, 404, {Errc::not_found, std::string(frame.texts("error.missing")), {}});
  }
  desk::HandInView view;
  view.waiting = of->waiting || !of->report;
  view.may_open = who.user.role >= model::UserRole::reviewer;
  if (of->report) {
    const auto match = call.services.match ? call.services.match() : nullptr;
    for (const hand_in::SeenDecision& each : of->report->decisions) {
      view.why.push_back(match ? match->explain(each.decision, who.user.language)
                               : std::vector<std::string>());
    }
    view.report = *std::move(of->report);
  }
  view.wish = std::move(of->wish);
  frame.refresh_seconds = view.waiting ? 1 : 0;
  return html_response(200, desk::hand_in_page(frame, view));
}

Response open(Call& call, const LoggedIn& who, const Form& form) {
  if (who.user.role < model::UserRole::reviewer) {
    return error_page(call, &who, 403, {Errc::refused, "a reviewer opens cases", {}});
  }
  const auto ordered =
      order_case(call.services, call.ids[0], {true, value_of(form, "pattern"), who.user.id, who.user.name});
  return ordered ? redirect("/hand-ins/" + call.ids[0]) : error_page(call, &who, 409, ordered.error());
}

}  // namespace

Response create_hand_in(Call& call) {
  auto wanted = read_hand_in(call.request.body);
  if (!wanted) {
    return problem(wanted.error(), call.request.id);
  }
  wanted->wish.who = call.caller.actor.id;
  wanted->wish.name = name_of_person(call.services.store, call.caller.actor.id);
  const auto id = hand_in_now(call.services, std::move(wanted->wish), std::move(wanted->order));
  return id ? noted(call, *id) : problem(id.error(), call.request.id);
}

Response show_hand_in(Call& call) { return accepted(call, call.ids[0]); }

Response open_from_hand_in(Call& call) {
  const auto pattern = read_pattern_choice(call.request.body);
  if (!pattern) {
    return problem(pattern.error(), call.request.id);
  }
  const std::string& who = call.caller.actor.id;
  const auto ordered =
      order_case(call.services, call.ids[0], {true, *pattern, who, name_of_person(call.services.store, who)});
  return ordered ? noted(call, call.ids[0]) : problem(ordered.error(), call.request.id);
}

Response desk_check(Call& call) { return with_login(call, empty_check); }
Response desk_check_post(Call& call) { return with_form(call, take); }
Response desk_hand_in(Call& call) { return with_login(call, show); }
Response desk_hand_in_post(Call& call) { return with_form(call, open); }

}  // namespace qw::api
