// /api/v1/patterns
#include "daemon/api/handlers.hpp"
#include "daemon/api/pattern_json.hpp"
#include "daemon/api/problem.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace qw::api {
namespace {

namespace json = boost::json;

Response shown(Call& call, const std::string& id, int status) {
  const auto known = find_pattern(call.services, id);
  if (!known) {
    return problem(known.error(), call.request.id);
  }
  return with_etag(json_response(status, pattern_json(*known, call.caller.actor.role)), known->etag,
                   call.request);
}

Response acted(Call& call, const PatternActed& done, int status) {
  switch (done.end) {
    case PatternActed::End::done:
      return shown(call, done.id, status);
    case PatternActed::End::stale:
      return problem(412, "stale-write", done.error.what, call.request.id);
    case PatternActed::End::failed:
      break;
  }
  return problem(done.error, call.request.id);
}

/// The If-Match of a change; the answer that refuses when there is none.
std::optional<Response> no_precondition(const Call& call) {
  return call.request.header("if-match").empty()
             ? std::optional(problem(428, "precondition-required", "send If-Match with the ETag that you saw",
                                     call.request.id))
             : std::nullopt;
}

Response changed(Call& call, const PatternAct& act) {
  if (auto refused = no_precondition(call)) {
    return *std::move(refused);
  }
  return acted(call, act_on_pattern(call, call.ids[0], std::string(call.request.header("if-match")), act),
               200);
}

}  // namespace

Response list_patterns(Call& call) {
  const auto catalog = patterns::load_catalog(*call.config, call.services.store);
  if (!catalog) {
    return problem(catalog.error(), call.request.id);
  }
  const std::string state = call.request.query("state");
  json::array rows;
  for (const patterns::Entry& entry : catalog->entries()) {
    if (state.empty() || model::name_of(entry.pattern.state) == state) {
      rows.push_back(pattern_row(entry));
    }
  }
  return page_response(std::move(rows), "");
}

Response show_pattern(Call& call) { return shown(call, call.ids[0], 200); }

Response create_pattern(Call& call) {
  const auto pattern = read_pattern(call.request.body, day_of(call.now), call.config->officials);
  if (!pattern) {
    return problem(pattern.error(), call.request.id);
  }
  const auto make = [&](const patterns::Catalog& catalog, const patterns::Entry*) {
    return patterns::create(catalog, *pattern, call.caller.actor, call.now, call.config->officials);
  };
  return acted(call, act_on_pattern(call, "", "*", make), 201);
}

Response edit_pattern(Call& call) {
  const auto pattern = read_pattern(call.request.body, day_of(call.now), call.config->officials);
  if (!pattern) {
    return problem(pattern.error(), call.request.id);
  }
  return changed(call, [&](const patterns::Catalog&, const patterns::Entry* entry) {
    return patterns::edit(*entry, *pattern, call.caller.actor, call.now, call.config->officials);
  });
}

Response set_pattern_state(Call& call) {
  const auto wish = read_state_wish(call.request.body);
  if (!wish) {
    return problem(wish.error(), call.request.id);
  }
  return changed(call, state_act(call, wish->state, wish->reason, call.caller.actor));
}

Response keep_pattern(Call& call) {
  const auto keep = read_keep(call.request.body);
  if (!keep) {
    return problem(keep.error(), call.request.id);
  }
  return changed(call, [&](const patterns::Catalog&, const patterns::Entry* entry) {
    return patterns::decide(*entry, *keep, call.caller.actor, call.now);
  });
}

Response backtest_pattern(Call& call) {
  const auto days = read_days(call.request.body);
  if (!days) {
    return problem(days.error(), call.request.id);
  }
  const auto known = find_pattern(call.services, call.ids[0]);
  if (!known) {
    return problem(known.error(), call.request.id);
  }
  const auto done = run_backtest(call, known->entry.pattern, *days);
  if (!done) {
    return problem(done.error(), call.request.id);
  }
  if (auto kept = keep_backtest(call.services, *done); !kept) {
    return problem(kept.error(), call.request.id);
  }
  return json_response(200, json::parse(patterns::backtest_text(*done)));
}

/// Of a pattern that is nowhere yet: nothing is put down.
Response backtest_text_of(Call& call) {
  const auto pattern = read_pattern(call.request.body, day_of(call.now), call.config->officials);
  if (!pattern) {
    return problem(pattern.error(), call.request.id);
  }
  const auto done = run_backtest(call, *pattern, usual_backtest);
  return done ? json_response(200, json::parse(patterns::backtest_text(*done)))
              : problem(done.error(), call.request.id);
}

Response draft_pattern(Call& call) {
  const auto url = read_draft_address(call.request.body);
  if (!url) {
    return problem(url.error(), call.request.id);
  }
  const auto draft = draft_from(call, *url);
  if (!draft) {
    return problem(draft.error(), call.request.id);
  }
  json::object out;
  out["pattern"] = pattern_fields(draft->pattern);
  out["remarks"] = texts_json(draft->remarks);
  return json_response(200, out);
}

}  // namespace qw::api
