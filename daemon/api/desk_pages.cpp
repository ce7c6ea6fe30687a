#include "daemon/api/desk_handlers.hpp"
#include "daemon/api/json_out.hpp"
#include "daemon/api/sources.hpp"

#include <algorithm>

// Sources.
namespace qw::api {
namespace {

Response sources(Call& call, const LoggedIn& who) {
  auto states = states_by_outlet(call.services.store);
  if (!states) {
    return error_page(call, &who, 500, states.error());
  }
  const auto quotes = quotes_this_week(call.services);
  if (!quotes) {
    return error_page(call, &who, 500, quotes.error());
  }
  desk::SourcesView view;
  view.state = call.request.query("state");
  view.may_pause = who.user.role >= model::UserRole::lead;
  for (const model::Outlet& outlet : call.config->outlets) {
    desk::SourcesView::Row row;
    const std::string paused = paused_by(call.services.store, outlet.id).value_or("");
    const auto json = source_json(outlet, (*states)[outlet.id], paused, call.now);
    row.outlet = &outlet;
    row.state = json.at("state").as_string();
    row.paused_by = json.at("paused_by").as_string();
    for (const model::OutletState& each : (*states)[outlet.id]) {
      row.last_success = std::max(row.last_success, each.last_success);
      row.last_new_article = std::max(row.last_new_article, each.last_new_article);
      row.articles += each.articles;
      row.detail = each.state == row.state ? each.detail : row.detail;
    }
    const auto of_week = quotes->find(outlet.id);
    row.quotes = of_week == quotes->end() ? 0 : of_week->second;
    if (!view.state.empty() && view.state != row.state) {
      continue;
    }
    view.rows.push_back(std::move(row));
  }
  std::ranges::sort(view.rows, [](const auto& a, const auto& b) {
    return std::pair(!a.last_success.has_value(), a.outlet->name) <
           std::pair(!b.last_success.has_value(), b.outlet->name);
  });
  return html_response(200, desk::sources_page(frame_of(call, &who), view));
}

Response switch_source(Call& call, const LoggedIn& who, const Form& form) {
  const std::string act = value_of(form, "act");
  if (who.user.role < model::UserRole::lead || (act != "pause" && act != "resume") ||
      call.config->find_outlet(call.ids[0]) == nullptr) {
    return error_page(call, &who, 403,
                      {Errc::refused, "a lead pauses and resumes known outlets", std::nullopt});
  }
  auto done = pause_source_now(call.services, call.ids[0], who.user.id, act == "pause");
  return done ? redirect("/sources") : error_page(call, &who, 500, done.error());
}

}  // namespace

Response desk_sources(Call& call) { return with_login(call, sources); }
Response desk_source_post(Call& call) { return with_form(call, switch_source); }

}  // namespace qw::api
