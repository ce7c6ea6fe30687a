#include "daemon/alerts/silences.hpp"
#include "daemon/api/case_filter.hpp"
#include "daemon/api/cursor.hpp"
#include "daemon/api/desk_handlers.hpp"
#include "daemon/api/export.hpp"
#include "daemon/api/handlers.hpp"
#include "daemon/api/json_out.hpp"
#include "daemon/api/problem.hpp"
#include "daemon/api/request_rules.hpp"
#include "daemon/api/searches.hpp"
#include "daemon/api/sources.hpp"

#include <algorithm>

// The queue, searches that a person keeps, their feeds, and lists to take away.
namespace qw::api {
namespace {

namespace json = boost::json;

constexpr std::size_t rows_a_page = 50;
constexpr std::size_t rows_a_feed = 50;
constexpr std::size_t most_exported = 10'000;
constexpr int most_looks = 3;  // at 20,000 index entries each, before the page says "go on"

void add_reading(desk::QueueView& view, Services& services) {
  const auto reading = reading_of(services);
  if (!reading) {
    return;  // the queue itself could be read; its decoration may be missing
  }
  view.outlets = reading->outlets;
  view.polled = reading->polled;
  view.quotes_today = reading->quotes_today;
  for (const store::QuoteRow& row : reading->latest) {
    view.latest.push_back({row.quote.official.value_or(""), row.words, row.seen});
  }
}

/// What nobody is told of now, so that silence is not taken for quiet.
void add_silences(desk::QueueView& view, const Call& call) {
  const auto all = alerts::silences_of(call.services.store, call.now);
  if (!all) {
    return;
  }
  for (const alerts::Silence& each : *all) {
    if (each.holds(call.now)) {
      std::string what;
      for (const std::string& part :
           {each.receiver, each.official, each.pattern, each.language, each.case_id}) {
        what += part.empty() ? "" : (what.empty() ? "" : " + ") + part;
      }
      const auto named = view.names.find(each.author);
      view.silences.push_back(
          {what, named == view.names.end() ? each.author : named->second, each.reason, each.until});
    }
  }
}

/// The desk's own "open" (the default) and "all" beside the states of the API.
Query desk_query(Query query) {
  std::string& state = query["state"];
  if (state.empty() || state == "open") {
    query["open"] = "1";
  }
  if (state == "open" || state == "all") {
    state.clear();
  }
  return query;
}

Result<store::Page<model::Case>> some_cases(store::Store& store, const store::CaseFilter& filter,
                                            std::size_t most, std::string cursor) {
  store::Page<model::Case> out;
  for (int look = 0; look < most_looks; ++look) {
    TRY(auto page, store.cases(filter, most, cursor));
    out.cursor = page.cursor;
    out.rows = std::move(page.rows);
    if (!out.rows.empty() || out.cursor.empty()) {
      break;
    }
    cursor = out.cursor;
  }
  return out;
}

std::string feed_address(const Call& call, const std::string& key) {
  const std::string& base = call.config->api.public_url;
  return (base.empty() ? "http://" + std::string(call.request.header("host")) : base) + "/feeds/" + key;
}

Response queue(Call& call, const LoggedIn& who) {
  desk::QueueView view;
  view.since = call.services.store.health().audit_seq;
  view.query = call.request.target.query;
  view.address = filter_address(view.query);
  const auto filter = case_filter(desk_query(view.query), *call.config);
  desk::Frame frame = frame_of(call, &who);
  store::Page<model::Case> page;
  if (!filter) {
    frame.notice = filter.error().what;
  } else {
    const std::string bound = "desk\n" + view.address;
    const auto cursor = opened_cursor(call.request.query("cursor"), bound, call.api.cursor_key());
    auto found = some_cases(call.services.store, *filter, rows_a_page, cursor.value_or(""));
    if (!found) {
      return error_page(call, &who, 500, found.error());
    }
    page = *std::move(found);
    if (!page.cursor.empty()) {
      view.next = "/?" + view.address + (view.address.empty() ? "" : "&") +
                  "cursor=" + sealed_cursor(page.cursor, bound, call.api.cursor_key());
    }
  }
  view.cases = std::move(page.rows);
  std::ranges::sort(view.cases, [](const model::Case& a, const model::Case& b) {
    return std::tie(b.severity, b.last_new, b.id) < std::tie(a.severity, a.last_new, a.id);
  });
  view.names = user_names(call.services.store);
  add_silences(view, call);
  if (call.services.crawl) {
    const CrawlState state = call.services.crawl();
    view.crawl_paused = state.paused ? state.why : "";
  }
  if (view.cases.empty()) {
    add_reading(view, call.services);
  }
  if (const auto searches = searches_of(call.services.store, who.user.id)) {
    for (const SavedSearch& each : *searches) {
      view.searches.push_back({each.id, each.name, each.query, feed_address(call, each.key)});
    }
  }
  return html_response(200, desk::queue_page(frame, view));
}

/// The next case that nobody works on, other than the one that the page showed.
Response next_case(Call& call, const LoggedIn& who) {
  store::CaseFilter filter;
  filter.open_only = true;
  auto page = call.services.store.cases(filter, rows_a_page, "");
  if (!page) {
    return error_page(call, &who, 500, page.error());
  }
  const std::string after = call.request.query("after");
  std::erase_if(page->rows, [&](const model::Case& each) {
    const bool waits = each.state == model::CaseState::new_ || each.state == model::CaseState::reopened;
    return each.id == after || !waits;
  });
  const auto best = std::ranges::max_element(page->rows, [](const model::Case& a, const model::Case& b) {
    return std::tie(a.severity, b.opened) < std::tie(b.severity, a.opened);
  });
  return redirect(best == page->rows.end() ? "/" : "/cases/" + best->id);
}

Response change_searches(Call& call, const LoggedIn& who, const Form& form) {
  Result<> done;
  if (value_of(form, "act") == "drop") {
    done = drop_search(call.services, who.user.id, value_of(form, "id"));
  } else {
    Query query(form.begin(), form.end());
    done = save_search(call.services, {"", who.user.id, value_of(form, "name"), filter_address(query), ""});
  }
  return done ? redirect("/?" + filter_address(Query(form.begin(), form.end())))
              : error_page(call, &who, 422, done.error());
}

View view_for(const Call& call, const cases::Actor& actor) {
  return {*call.config, call.services.match ? call.services.match() : nullptr, actor,
          cases::rules_of(*call.config), call.now};
}

Response export_list(Call& call, const LoggedIn& who) {
  const View view = view_for(call, actor_of(who));
  json::array rows;
  if (call.ids[0] == "cases") {
    const auto filter = case_filter(desk_query(call.request.target.query), *call.config);
    if (!filter) {
      return error_page(call, &who, 422, filter.error());
    }
    std::string cursor;
    do {
      const auto page = call.services.store.cases(*filter, 200, cursor);
      if (!page) {
        return error_page(call, &who, 500, page.error());
      }
      for (const model::Case& each : page->rows) {
        rows.push_back(case_summary_json(each, view));
      }
      cursor = page->cursor;
    } while (!cursor.empty() && rows.size() < most_exported);
  } else if (call.ids[0] == "sources") {
    auto states = states_by_outlet(call.services.store);
    if (!states) {
      return error_page(call, &who, 500, states.error());
    }
    for (const model::Outlet& outlet : call.config->outlets) {
      rows.push_back(source_json(outlet, (*states)[outlet.id],
                                 paused_by(call.services.store, outlet.id).value_or(""), call.now));
    }
  } else {
    const auto found = call.services.store.find_case(call.ids[0]);
    const std::optional<model::Case> of = found ? *found : std::nullopt;
    if (!of) {
      return error_page(call, &who, 404, {Errc::not_found, "there is no such list", {}});
    }
    for (const model::Occurrence& each : of->occurrences) {
      rows.push_back(occurrence_json(each, view));
    }
  }
  const bool csv = call.request.query("form") != "jsonl";
  Response out;
  out.content_type = csv ? "text/csv; charset=utf-8" : "application/jsonl";
  out.body = csv ? csv_of(rows) : jsonl_of(rows);
  const std::string name = call.ids[0] == "cases" || call.ids[0] == "sources" ? call.ids[0] : "copies";
  out.headers.emplace_back("Content-Disposition",
                           "attachment; filename=\"quotewatch-" + name + (csv ? ".csv\"" : ".jsonl\""));
  return out;
}

json::object feed_item(const model::Case& of, const View& view, const std::string& base) {
  const json::object row = case_summary_json(of, view);
  json::object out;
  out["id"] = of.id;
  if (!base.empty()) {
    out["url"] = base + "/cases/" + of.id;
  }
  const std::string title(row.at("pattern_title").as_string());
  out["title"] =
      std::string(row.at("official_name").as_string()) + ": " + (title.empty() ? of.pattern : title);
  const std::string words(row.at("words").as_string());
  out["content_text"] = words.empty() ? std::string(row.at("headline").as_string()) : words;
  out["date_published"] = to_iso(of.opened);
  out["date_modified"] = to_iso(of.last_new);
  json::object own;
  for (const char* key : {"state", "severity", "pattern", "official", "spread"}) {
    own[key] = row.at(key);
  }
  out["_quotewatch"] = std::move(own);
  return out;
}

}  // namespace

/// Open to whoever has the key: feed readers send no cookie.
Response search_feed(Call& call) {
  const auto found = search_of_feed(call.services.store, call.ids[0]);
  if (!found) {
    return problem(found.error(), call.request.id);
  }
  const auto& search = *found;
  if (!search) {
    return problem(404, "not-found", "there is no such feed; its search may have been dropped",
                   call.request.id);
  }
  const auto query = read_target("/?" + search->query);
  const auto filter = case_filter(desk_query(query ? query->query : Query()), *call.config);
  if (!filter) {
    return problem(filter.error(), call.request.id);
  }
  const auto page = some_cases(call.services.store, *filter, rows_a_feed, "");
  if (!page) {
    return problem(page.error(), call.request.id);
  }
  const View view = view_for(call, {"feed", model::UserRole::viewer});
  json::array items;
  for (const model::Case& each : page->rows) {
    items.push_back(feed_item(each, view, call.config->api.public_url));
  }
  json::object feed;
  feed["version"] = "https://jsonfeed.org/version/1.1";
  feed["title"] = "quotewatch: " + search->name;
  feed["items"] = std::move(items);
  Response out = with_etag(json_response(200, feed), etag_of(feed), call.request);
  out.content_type = "application/feed+json";
  return out;
}

Response desk_queue(Call& call) { return with_login(call, queue); }
Response desk_next(Call& call) { return with_login(call, next_case); }
Response desk_searches_post(Call& call) { return with_form(call, change_searches); }
Response desk_export(Call& call) { return with_login(call, export_list); }

}  // namespace qw::api
