// The pages of patterns and their forms.
#include "daemon/api/desk_handlers.hpp"
#include "daemon/api/pattern_acts.hpp"
#include "daemon/desk/pattern_views.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>

namespace qw::api {
namespace {

constexpr auto usual_lead = std::chrono::days(14);

std::vector<std::string> lines_in(const std::string& text) {
  std::vector<std::string> out;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    std::string line = text.substr(at, end - at);
    while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) {
      line.pop_back();
    }
    line.erase(0, std::min(line.find_first_not_of(' '), line.size()));
    if (!line.empty()) {
      out.push_back(std::move(line));
    }
    at = end + 1;
  }
  return out;
}

desk::PatternFields fields_in(const Form& form) {
  return {value_of(form, "official"), value_of(form, "false"),    value_of(form, "authentic"),
          value_of(form, "source"),   value_of(form, "since"),    value_of(form, "until"),
          value_of(form, "title"),    value_of(form, "title_uk"), value_of(form, "title_ru"),
          value_of(form, "why"),      value_of(form, "why_uk"),   value_of(form, "why_ru")};
}

std::string one_line(const std::string& text) {
  const std::vector<std::string> lines = lines_in(text);
  return lines.empty() ? "" : lines.front();
}

/// The pattern of a form; what a form does not show comes from `base`.
model::Pattern pattern_in(const desk::PatternFields& fields, model::Pattern base, Day today,
                          std::vector<std::string>& problems) {
  model::Pattern out = std::move(base);
  out.official = fields.official;
  out.false_wordings = lines_in(fields.false_words);
  out.authentic = lines_in(fields.authentic);
  out.source = one_line(fields.source);
  out.title = one_line(fields.title);
  out.title_uk = one_line(fields.title_uk);
  out.title_ru = one_line(fields.title_ru);
  out.why = one_line(fields.why);
  out.why_uk = one_line(fields.why_uk);
  out.why_ru = one_line(fields.why_ru);
  const auto day = [&](const std::string& written) -> std::optional<Day> {
    const auto read = parse_day(written);
    if (!written.empty() && !read) {
      problems.push_back("'" + written.substr(0, 40) + "' is not a day such as 2026-11-24");
    }
    return read ? std::optional(*read) : std::nullopt;
  };
  out.since = day(fields.since).value_or(today - usual_lead);
  out.until = day(fields.until);
  return out;
}

Response list(Call& call, const LoggedIn& who) {
  const auto catalog = patterns::load_catalog(*call.config, call.services.store);
  if (!catalog) {
    return error_page(call, &who, 500, catalog.error());
  }
  desk::PatternsView view;
  view.state = call.request.query("state");
  view.may_make = who.user.role >= model::UserRole::reviewer;
  for (const patterns::Entry& entry : catalog->entries()) {
    if (view.state.empty() || model::name_of(entry.pattern.state) == view.state) {
      view.entries.push_back(entry);
    }
  }
  std::ranges::sort(view.entries, {}, [](const patterns::Entry& entry) {
    return std::pair(entry.pattern.state, entry.pattern.id);
  });
  return html_response(200, desk::patterns_page(frame_of(call, &who), view));
}

Response page_of(Call& call, const LoggedIn& who, const std::string& id, int status,
                 std::vector<std::string> problems, std::optional<desk::PatternFields> typed) {
  auto known = find_pattern(call.services, id);
  if (!known) {
    return error_page(call, &who, known.error().code == Errc::not_found ? 404 : 500, known.error());
  }
  const auto history = call.services.store.audit_of("pattern:" + id);
  desk::PatternView view;
  view.next = patterns::next_states(known->entry, who.user.role);
  view.may_edit = patterns::may_edit(known->entry, who.user.role);
  view.may_keep = who.user.role >= model::UserRole::lead;
  view.entry = std::move(known->entry);
  view.etag = known->etag;
  view.backtest = std::move(known->backtest);
  view.backtest_is_present = known->backtest_is_present;
  view.rematch_runs = known->rematch_runs;
  const auto& rematch = known->rematch;
  view.rematch_known = rematch.has_value();
  if (rematch) {
    view.rematch_articles = rematch->articles;
    view.rematch_found = rematch->alerts + rematch->reviews;
  }
  view.history = history.value_or(std::vector<model::AuditRecord>());
  view.names = user_names(call.services.store);
  view.problems = std::move(problems);
  view.typed = std::move(typed);
  desk::Frame frame = frame_of(call, &who);
  frame.here = "/patterns/" + id;
  return html_response(status, desk::pattern_page(frame, view));
}

Response show(Call& call, const LoggedIn& who) {
  return page_of(call, who, call.ids[0], 200, {}, std::nullopt);
}

/// The page of a pattern after its backtest was run, which is put down with it.
Response shown_with_backtest(Call& call, const LoggedIn& who, const std::string& id, std::chrono::days days) {
  auto known = find_pattern(call.services, id);
  if (!known) {
    return error_page(call, &who, 404, known.error());
  }
  auto done = run_backtest(call, known->entry.pattern, days);
  if (done) {
    if (auto kept = keep_backtest(call.services, *done); kept) {
      return redirect("/patterns/" + id);
    }
  }
  return page_of(call, who, id, 503, {done ? "the backtest could not be kept" : done.error().text()},
                 std::nullopt);
}

Response empty_form(Call& call, const LoggedIn& who) {
  return html_response(200, desk::new_pattern_page(frame_of(call, &who), {}));
}

Response read_page(Call& call, const LoggedIn& who, const Form& form) {
  desk::NewPatternView view;
  view.address = one_line(value_of(form, "address"));
  const auto draft = draft_from(call, view.address);
  if (!draft) {
    view.problems = {draft.error().text()};
    view.fields.source = view.address;
    return html_response(422, desk::new_pattern_page(frame_of(call, &who), view));
  }
  view.drafted = true;
  view.fields = desk::fields_of(draft->pattern);
  view.remarks = draft->remarks;
  return html_response(200, desk::new_pattern_page(frame_of(call, &who), view));
}

Response make(Call& call, const LoggedIn& who, const Form& form) {
  if (value_of(form, "act") == "read") {
    return read_page(call, who, form);
  }
  desk::NewPatternView view;
  view.drafted = true;
  view.fields = fields_in(form);
  model::Pattern pattern = pattern_in(view.fields, {}, day_of(call.now), view.problems);
  pattern.id = patterns::id_from(pattern.official,
                                 pattern.false_wordings.empty() ? "" : pattern.false_wordings.front());
  if (view.problems.empty()) {
    const PatternActed done =
        act_on_pattern(call, "", "*", [&](const patterns::Catalog& catalog, const patterns::Entry*) {
          return patterns::create(catalog, pattern, actor_of(who), call.now, call.config->officials);
        });
    if (done.end == PatternActed::End::done) {
      return shown_with_backtest(call, who, done.id, usual_backtest);
    }
    view.problems = {done.error.text()};
  }
  return html_response(422, desk::new_pattern_page(frame_of(call, &who), view));
}

std::chrono::days days_in(const Form& form) {
  const std::string text = value_of(form, "days");
  int days = 0;
  std::from_chars(text.data(), text.data() + text.size(), days);
  return days < 1 ? usual_backtest : std::chrono::days(std::min(days, 366));
}

Response act(Call& call, const LoggedIn& who, const Form& form) {
  const std::string& id = call.ids[0];
  const std::string wanted = value_of(form, "act");
  if (wanted == "backtest") {
    return who.user.role < model::UserRole::reviewer
               ? page_of(call, who, id, 403, {"a backtest is for a reviewer or higher"}, std::nullopt)
               : shown_with_backtest(call, who, id, days_in(form));
  }
  PatternAct wish;
  std::optional<desk::PatternFields> typed;
  std::vector<std::string> problems;
  if (wanted == "edit") {
    typed = fields_in(form);
    wish = [&](const patterns::Catalog&, const patterns::Entry* entry) -> Result<patterns::Change> {
      model::Pattern pattern = pattern_in(*typed, entry->pattern, day_of(call.now), problems);
      if (!problems.empty()) {
        return fail(Errc::usage, problems.front());
      }
      return patterns::edit(*entry, std::move(pattern), actor_of(who), call.now, call.config->officials);
    };
  } else if (wanted == "keep") {
    const patterns::Keep keep =
        value_of(form, "keep") == "desk" ? patterns::Keep::desk : patterns::Keep::file;
    wish = [&, keep](const patterns::Catalog&, const patterns::Entry* entry) {
      return patterns::decide(*entry, keep, actor_of(who), call.now);
    };
  } else {
    const auto state = model::from_name<model::PatternState>(value_of(form, "state"));
    if (wanted != "state" || !state) {
      return page_of(call, who, id, 422, {"the form does not say what to do"}, std::nullopt);
    }
    wish = state_act(call, *state, value_of(form, "reason"), actor_of(who));
  }
  const PatternActed done = act_on_pattern(call, id, value_of(form, "seen"), wish);
  switch (done.end) {
    case PatternActed::End::done:
      return typed ? shown_with_backtest(call, who, id, usual_backtest) : redirect("/patterns/" + id);
    case PatternActed::End::stale:
      return page_of(call, who, id, 409, {std::string(frame_of(call, &who).texts("error.stale"))}, typed);
    case PatternActed::End::failed:
      break;
  }
  return page_of(call, who, id, 422, {done.error.text()}, typed);
}

}  // namespace

Response desk_patterns(Call& call) { return with_login(call, list); }
Response desk_new_pattern(Call& call) { return with_login(call, empty_form); }
Response desk_new_pattern_post(Call& call) { return with_form(call, make); }
Response desk_pattern(Call& call) { return with_login(call, show); }
Response desk_pattern_post(Call& call) { return with_form(call, act); }

}  // namespace qw::api
