#include "daemon/api/cursor.hpp"
#include "daemon/api/desk_handlers.hpp"
#include "daemon/api/json_out.hpp"
#include "daemon/api/sources.hpp"

#include <algorithm>

// Queue and sources.
namespace qw::api {
namespace {

constexpr std::size_t rows_a_page = 50;

void add_reading(desk::QueueView& view, Services& services) {
  const auto reading = reading_of(services);
  if (!reading) {
    return;  // the queue itself could be read; its decoration may be missing
  }
  view.outlets = reading->outlets;
  view.polled = reading->polled;
  view.quotes_today = std::to_string(reading->quotes_today) + (reading->more_quotes ? "+" : "");
  for (const store::QuoteRow& row : reading->latest) {
    view.latest.push_back({row.quote.official.value_or(""), row.words, row.seen});
  }
}

Response queue(Call& call, const LoggedIn& who) {
  desk::QueueView view;
  view.state = call.request.query("state");
  view.severity = call.request.query("severity");
  store::CaseFilter filter;
  filter.state = model::from_name<model::CaseState>(view.state);
  filter.open_only = !filter.state && view.state != "all";
  filter.least_severity = model::from_name<model::Severity>(view.severity);
  view.state = filter.state || view.state == "all" ? view.state : "open";
  const std::string bound = "desk\n" + view.state + "\n" + view.severity;
  const auto cursor = opened_cursor(call.request.query("cursor"), bound, call.api.cursor_key());
  auto page = call.services.store.cases(filter, rows_a_page, cursor.value_or(""));
  if (!page) {
    return error_page(call, &who, 500, page.error());
  }
  view.cases = std::move(page->rows);
  if (!page->cursor.empty()) {
    view.next = "/?state=" + view.state + "&severity=" +
                (filter.least_severity ? std::string(model::name_of(*filter.least_severity)) : "low") +
                "&cursor=" + sealed_cursor(page->cursor, bound, call.api.cursor_key());
  }
  std::ranges::sort(view.cases, [](const model::Case& a, const model::Case& b) {
    return std::tie(b.severity, b.last_new, b.id) < std::tie(a.severity, a.last_new, a.id);
  });
  view.names = user_names(call.services.store);
  if (call.services.crawl) {
    const CrawlState state = call.services.crawl();
    view.crawl_paused = state.paused ? state.why : "";
  }
  if (view.cases.empty()) {
    add_reading(view, call.services);
  }
  return html_response(200, desk::queue_page(frame_of(call, &who), view));
}

Response sources(Call& call, const LoggedIn& who) {
  auto states = states_by_outlet(call.services.store);
  if (!states) {
    return error_page(call, &who, 500, states.error());
  }
  desk::SourcesView view;
  view.may_pause = who.user.role >= model::UserRole::lead;
  for (const model::Outlet& outlet : call.config->outlets) {
    desk::SourcesView::Row row;
    const std::string paused = paused_by(call.services.store, outlet.id).value_or("");
    const auto json = source_json(outlet, (*states)[outlet.id], paused);
    row.outlet = &outlet;
    row.state = json.at("state").as_string();
    row.paused_by = json.at("paused_by").as_string();
    for (const model::OutletState& each : (*states)[outlet.id]) {
      row.last_success = std::max(row.last_success, each.last_success);
      row.last_new_article = std::max(row.last_new_article, each.last_new_article);
      row.articles += each.articles;
      row.quotes += each.quotes_of_officials;
      row.detail = each.state == row.state ? each.detail : row.detail;
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

Response desk_queue(Call& call) { return with_login(call, queue); }
Response desk_sources(Call& call) { return with_login(call, sources); }
Response desk_source_post(Call& call) { return with_form(call, switch_source); }

}  // namespace qw::api
