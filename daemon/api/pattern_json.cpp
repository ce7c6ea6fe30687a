#include "daemon/api/pattern_json.hpp"

#include "config/pattern_text.hpp"
#include "daemon/api/json_out.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <chrono>

namespace qw::api {
namespace {

namespace json = boost::json;
using Keys = std::initializer_list<std::string_view>;

constexpr std::size_t most_body = 200'000;
constexpr std::size_t most_list = 200;
constexpr auto usual_lead = std::chrono::days(14);

std::unexpected<Error> wrong(std::string what) { return fail(Errc::usage, std::move(what)); }

Result<json::object> object_in(std::string_view body, Keys known) {
  if (body.size() > most_body) {
    return fail(Errc::too_big, "the body has more than 200 kB");
  }
  json::parse_options options;
  options.max_depth = 8;
  boost::system::error_code bad;
  json::value value = json::parse(body.empty() ? "{}" : body, bad, {}, options);
  if (bad || !value.is_object()) {
    return fail(Errc::malformed, "the body is not a JSON object");
  }
  for (const auto& field : value.get_object()) {
    if (std::ranges::find(known, std::string_view(field.key())) == known.end()) {
      return wrong("'" + std::string(field.key()).substr(0, 40) + "' is not a key of this request");
    }
  }
  return std::move(value.get_object());
}

Result<std::string> text_at(const json::object& in, std::string_view key) {
  const json::value* value = in.if_contains(key);
  if (value == nullptr || value->is_null()) {
    return std::string();
  }
  if (!value->is_string()) {
    return wrong("'" + std::string(key) + "' is not a text");
  }
  return std::string(value->get_string());
}

Result<std::vector<std::string>> texts_at(const json::object& in, std::string_view key) {
  std::vector<std::string> out;
  const json::value* value = in.if_contains(key);
  if (value == nullptr || value->is_null()) {
    return out;
  }
  if (!value->is_array() || value->get_array().size() > most_list) {
    return wrong("'" + std::string(key) + "' is not a list of at most 200 texts");
  }
  for (const json::value& each : value->get_array()) {
    if (!each.is_string()) {
      return wrong("'" + std::string(key) + "' is not a list of texts");
    }
    out.emplace_back(each.get_string());
  }
  return out;
}

Result<json::object> part_at(const json::object& in, std::string_view key, Keys known) {
  const json::value* value = in.if_contains(key);
  if (value == nullptr || value->is_null()) {
    return json::object();
  }
  if (!value->is_object()) {
    return wrong("'" + std::string(key) + "' is not an object");
  }
  for (const auto& field : value->get_object()) {
    if (std::ranges::find(known, std::string_view(field.key())) == known.end()) {
      return wrong("'" + std::string(field.key()).substr(0, 40) + "' is not a key of '" + std::string(key) +
                   "'");
    }
  }
  return value->get_object();
}

Result<std::optional<Day>> day_at(const json::object& in, std::string_view key) {
  TRY(const std::string written, text_at(in, key));
  if (written.empty()) {
    return std::optional<Day>();
  }
  const auto day = parse_day(written);
  if (!day) {
    return wrong("'" + std::string(key) + "' is not a day such as 2026-11-24");
  }
  return std::optional(*day);
}

json::value day_or_null(const std::optional<Day>& day) {
  return day ? json::value(to_iso(*day)) : json::value(nullptr);
}

json::value rematch_json(const KnownPattern& of) {
  if (!of.rematch) {
    return nullptr;
  }
  json::object out;
  out["runs"] = of.rematch_runs;
  out["started"] = to_iso(of.rematch->started);
  out["articles"] = of.rematch->articles;
  out["alerts"] = of.rematch->alerts;
  out["reviews"] = of.rematch->reviews;
  out["unread"] = of.rematch->unread;
  return out;
}

}  // namespace

json::object pattern_fields(const model::Pattern& pattern) {
  json::object out;
  out["id"] = pattern.id;
  out["official"] = pattern.official;
  out["title"] = pattern.title;
  out["title_uk"] = pattern.title_uk;
  out["title_ru"] = pattern.title_ru;
  out["state"] = model::name_of(pattern.state);
  out["severity"] = pattern.severity ? json::value(model::name_of(*pattern.severity)) : json::value(nullptr);
  out["since"] = to_iso(pattern.since);
  out["until"] = day_or_null(pattern.until);
  out["false"] = texts_json(pattern.false_wordings);
  out["authentic"] = texts_json(pattern.authentic);
  out["source"] = pattern.source;
  out["why"] = pattern.why;
  out["why_uk"] = pattern.why_uk;
  out["why_ru"] = pattern.why_ru;
  out["note"] = pattern.note;
  json::object slots;
  slots["must"] = texts_json(pattern.slots.must);
  slots["any"] = texts_json(pattern.slots.any);
  slots["must_not"] = texts_json(pattern.slots.must_not);
  out["slots"] = std::move(slots);
  json::object examples;
  examples["alert"] = texts_json(pattern.examples_alert);
  examples["silent"] = texts_json(pattern.examples_silent);
  out["examples"] = std::move(examples);
  return out;
}

json::object pattern_row(const patterns::Entry& entry) {
  json::object out = pattern_fields(entry.pattern);
  out["origin"] = model::name_of(entry.origin);
  out["rev"] = entry.stored ? entry.stored->rev : 0;
  out["in_both"] = entry.in_both;
  out["problem"] = entry.problem;
  out["changed_by"] = entry.stored ? entry.stored->changed_by : "";
  out["changed"] = entry.stored ? json::value(to_iso(entry.stored->changed)) : json::value(nullptr);
  return out;
}

json::object pattern_json(const KnownPattern& of, model::UserRole role) {
  json::object out = pattern_row(of.entry);
  out["toml"] = config::pattern_toml(of.entry.pattern);
  json::array next;
  for (const model::PatternState state : patterns::next_states(of.entry, role)) {
    next.emplace_back(model::name_of(state));
  }
  out["next_states"] = std::move(next);
  out["may_edit"] = patterns::may_edit(of.entry, role);
  out["backtest"] = of.backtest ? json::parse(patterns::backtest_text(*of.backtest)) : json::value(nullptr);
  out["backtest_is_present"] = of.backtest_is_present;
  out["rematch"] = rematch_json(of);
  return out;
}

Result<model::Pattern> read_pattern(std::string_view body, Day today,
                                    const std::vector<model::Official>& officials) {
  TRY(const json::object in, object_in(body, {"toml", "id", "official", "false", "authentic", "source",
                                              "since", "until", "title", "title_uk", "title_ru", "why",
                                              "why_uk", "why_ru", "note", "severity", "slots", "examples"}));
  TRY(const std::string toml, text_at(in, "toml"));
  if (!toml.empty()) {
    if (in.size() > 1) {
      return wrong("'toml' is the whole pattern; no other key stands beside it");
    }
    auto read = config::read_pattern_text(toml, "", officials);
    if (!read) {
      std::string what;
      for (const Error& error : read.error()) {
        what += (what.empty() ? "" : "; ") + error.text();
      }
      return wrong(what);
    }
    return *std::move(read);
  }
  model::Pattern out;
  TRY(out.official, text_at(in, "official"));
  TRY(out.false_wordings, texts_at(in, "false"));
  TRY(out.authentic, texts_at(in, "authentic"));
  TRY(out.source, text_at(in, "source"));
  TRY(out.title, text_at(in, "title"));
  TRY(out.title_uk, text_at(in, "title_uk"));
  TRY(out.title_ru, text_at(in, "title_ru"));
  TRY(out.why, text_at(in, "why"));
  TRY(out.why_uk, text_at(in, "why_uk"));
  TRY(out.why_ru, text_at(in, "why_ru"));
  TRY(out.note, text_at(in, "note"));
  TRY(const auto since, day_at(in, "since"));
  out.since = since.value_or(today - usual_lead);
  TRY(out.until, day_at(in, "until"));
  TRY(const std::string severity, text_at(in, "severity"));
  out.severity = model::from_name<model::Severity>(severity);
  if (!severity.empty() && !out.severity) {
    return wrong("'severity' is one of low, normal, high");
  }
  TRY(const json::object slots, part_at(in, "slots", {"must", "any", "must_not"}));
  TRY(out.slots.must, texts_at(slots, "must"));
  TRY(out.slots.any, texts_at(slots, "any"));
  TRY(out.slots.must_not, texts_at(slots, "must_not"));
  TRY(const json::object examples, part_at(in, "examples", {"alert", "silent"}));
  TRY(out.examples_alert, texts_at(examples, "alert"));
  TRY(out.examples_silent, texts_at(examples, "silent"));
  TRY(out.id, text_at(in, "id"));
  if (out.id.empty()) {
    out.id = patterns::id_from(out.official, out.false_wordings.empty() ? "" : out.false_wordings.front());
  }
  return out;
}

Result<StateWish> read_state_wish(std::string_view body) {
  TRY(const json::object in, object_in(body, {"state", "reason"}));
  TRY(const std::string state, text_at(in, "state"));
  const auto known = model::from_name<model::PatternState>(state);
  if (!known) {
    return wrong("'state' is one of draft, trial, live, retired");
  }
  StateWish out;
  out.state = *known;
  TRY(out.reason, text_at(in, "reason"));
  return out;
}

Result<patterns::Keep> read_keep(std::string_view body) {
  TRY(const json::object in, object_in(body, {"keep"}));
  TRY(const std::string keep, text_at(in, "keep"));
  if (keep != "file" && keep != "desk") {
    return wrong("'keep' is file or desk");
  }
  return keep == "file" ? patterns::Keep::file : patterns::Keep::desk;
}

Result<std::chrono::days> read_days(std::string_view body) {
  TRY(const json::object in, object_in(body, {"days"}));
  const json::value* days = in.if_contains("days");
  if (days == nullptr || days->is_null()) {
    return usual_backtest;
  }
  if (!days->is_int64() || days->get_int64() < 1 || days->get_int64() > 366) {
    return wrong("'days' is a number from 1 to 366");
  }
  return std::chrono::days(days->get_int64());
}

Result<std::string> read_draft_address(std::string_view body) {
  TRY(const json::object in, object_in(body, {"url"}));
  TRY(std::string url, text_at(in, "url"));
  if (url.empty() || url.size() > 2000) {
    return wrong("'url' is the address of a fact-check");
  }
  return url;
}

}  // namespace qw::api
