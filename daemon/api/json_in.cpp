#include "daemon/api/json_in.hpp"

#include "base/utf8.hpp"
#include "daemon/api/people.hpp"
#include "daemon/api/tokens.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace qw::api {
namespace {

namespace json = boost::json;
using Keys = std::initializer_list<std::string_view>;

constexpr std::size_t most_text = 400'000;
constexpr std::size_t most_import = 900'000;  // some 1,500 outlets; the server takes 1 MiB

std::unexpected<Error> wrong(std::string what) { return fail(Errc::usage, std::move(what)); }

Result<json::object> read_object(std::string_view body, Keys known) {
  json::parse_options options;
  options.max_depth = 8;
  boost::system::error_code ec;
  json::value value = json::parse(body, ec, {}, options);
  if (ec || !value.is_object()) {
    return fail(Errc::malformed,
                "the body is not a JSON object" + (ec ? ": " + ec.message() : std::string()));
  }
  for (const auto& field : value.as_object()) {
    if (std::ranges::find(known, std::string_view(field.key())) == known.end()) {
      return wrong("'" + utf8::cut(std::string_view(field.key()), 40) + "' is not a key of this request");
    }
  }
  return std::move(value.as_object());
}

Result<std::string> text_of(const json::object& in, std::string_view key, std::size_t most) {
  const json::value* value = in.if_contains(key);
  if (value == nullptr || value->is_null()) {
    return std::string();
  }
  if (!value->is_string()) {
    return wrong("'" + std::string(key) + "' is not a text");
  }
  if (value->as_string().size() > most) {
    return fail(Errc::too_big, "'" + std::string(key) + "' has more than " + std::to_string(most) + " bytes");
  }
  return std::string(value->as_string());
}

Result<std::string> needed_text(const json::object& in, std::string_view key, std::size_t most) {
  TRY(std::string text, text_of(in, key, most));
  if (text.empty()) {
    return wrong("'" + std::string(key) + "' is missing");
  }
  return text;
}

Result<std::optional<int>> number_of(const json::object& in, std::string_view key, int least, int most) {
  const json::value* value = in.if_contains(key);
  if (value == nullptr || value->is_null()) {
    return std::optional<int>();
  }
  if (!value->is_int64() || value->as_int64() < least || value->as_int64() > most) {
    return wrong("'" + std::string(key) + "' is not a number from " + std::to_string(least) + " to " +
                 std::to_string(most));
  }
  return std::optional(static_cast<int>(value->as_int64()));
}

Result<std::optional<bool>> flag_of(const json::object& in, std::string_view key) {
  const json::value* value = in.if_contains(key);
  if (value == nullptr || value->is_null()) {
    return std::optional<bool>();
  }
  if (!value->is_bool()) {
    return wrong("'" + std::string(key) + "' is true or false");
  }
  return std::optional(value->as_bool());
}

Result<std::string> language_of(const json::object& in, Keys known) {
  TRY(const std::string language, text_of(in, "language", 8));
  if (!language.empty() && std::ranges::find(known, language) == known.end()) {
    return wrong("'language' is not one of those that are known here");
  }
  return language;
}

}  // namespace

Result<cases::Decide> read_decide(std::string_view body) {
  TRY(const json::object in, read_object(body, {"group", "verdict", "reason"}));
  cases::Decide out;
  TRY(out.group, needed_text(in, "group", 20));
  TRY(const std::string name, needed_text(in, "verdict", 40));
  const auto verdict = model::from_name<model::Verdict>(name);
  if (!verdict) {
    return wrong(
        "'verdict' is one of false_quote, misleading_headline, genuine, reports_or_debunks, "
        "extraction_error, unclear");
  }
  out.verdict = *verdict;
  TRY(out.reason, text_of(in, "reason", cases::most_reason_bytes));
  return out;
}

Result<cases::Dispute> read_dispute(std::string_view body) {
  TRY(const json::object in, read_object(body, {"reason"}));
  cases::Dispute out;
  TRY(out.reason, needed_text(in, "reason", cases::most_reason_bytes));
  return out;
}

Result<cases::AddNote> read_note(std::string_view body) {
  TRY(const json::object in, read_object(body, {"text"}));
  cases::AddNote out;
  TRY(out.text, needed_text(in, "text", cases::most_note_bytes));
  return out;
}

Result<cases::Snooze> read_snooze(std::string_view body, Time now) {
  TRY(const json::object in, read_object(body, {"until", "hours"}));
  TRY(const std::string until, text_of(in, "until", 40));
  TRY(const auto hours, number_of(in, "hours", 1, 720));
  if (until.empty() == !hours.has_value()) {
    return wrong("say either 'until' (a time) or 'hours' (1 to 720)");
  }
  if (hours) {
    return cases::Snooze{now + std::chrono::hours(*hours)};
  }
  const auto time = parse_time(until);
  if (!time) {
    return wrong("'until' is not a time such as 2026-11-24T09:00:00Z");
  }
  return cases::Snooze{*time};
}

Result<NewTokenWish> read_new_token(std::string_view body) {
  TRY(const json::object in, read_object(body, {"name", "scopes", "days"}));
  NewTokenWish out;
  TRY(out.name, needed_text(in, "name", 80));
  TRY(out.days, number_of(in, "days", 1, 3650));
  const json::value* scopes = in.if_contains("scopes");
  if (scopes == nullptr || !scopes->is_array() || scopes->as_array().empty() ||
      scopes->as_array().size() > 20) {
    return wrong("'scopes' is a list of at least one scope");
  }
  for (const json::value& scope : scopes->as_array()) {
    if (!scope.is_string() ||
        std::ranges::find(all_scopes, std::string_view(scope.as_string())) == all_scopes.end()) {
      return wrong(
          "'scopes' takes admin, alerts:admin, audit:read, cases:read, cases:write, metrics:read, "
          "patterns:write, sources:write");
    }
    out.scopes.emplace_back(scope.as_string());
  }
  std::ranges::sort(out.scopes);
  const auto tail = std::ranges::unique(out.scopes);
  out.scopes.erase(tail.begin(), tail.end());
  return out;
}

Result<> check_user_name(std::string_view name) {
  const std::size_t length = utf8::count(name);
  if (!utf8::is_valid(name) || length < 2 || length > 40 || name.front() == ' ' || name.back() == ' ') {
    return wrong("a name has 2 to 40 characters");
  }
  for (std::size_t at = 0; at < name.size();) {
    const utf8::Decoded d = utf8::decode(name, at);
    at += d.length;
    const char32_t c = d.code_point;
    const bool plain = (c >= U'0' && c <= U'9') || (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z') ||
                       c == U'.' || c == U'-' || c == U'_' || c == U' ' || c == U'\'';
    const bool letter = (c >= 0xC0 && c <= 0x24F) || (c >= 0x400 && c <= 0x4FF);
    if (!plain && !letter) {
      return wrong("a name consists of letters, digits, spaces and . - _");
    }
  }
  if (name.find(':') != std::string_view::npos || name == "daemon") {
    return wrong("this name is taken by the program");
  }
  return {};
}

Result<NewUserWish> read_new_user(std::string_view body) {
  TRY(const json::object in, read_object(body, {"name", "password", "role", "language"}));
  NewUserWish out;
  TRY(out.name, needed_text(in, "name", 160));
  TRY_OK(check_user_name(out.name));
  TRY(out.password, needed_text(in, "password", 1000));
  TRY(const std::string role, text_of(in, "role", 20));
  if (!role.empty()) {
    const auto known = model::from_name<model::UserRole>(role);
    if (!known) {
      return wrong("'role' is one of viewer, reviewer, lead, admin");
    }
    out.role = *known;
  }
  TRY(const std::string language, language_of(in, {"en", "uk", "ru"}));
  if (!language.empty()) {
    out.language = language;
  }
  return out;
}

Result<CheckWish> read_check(std::string_view body) {
  TRY(const json::object in, read_object(body, {"text", "title", "language", "date"}));
  CheckWish out;
  TRY(out.text, needed_text(in, "text", most_text));
  TRY(out.title, text_of(in, "title", 2000));
  TRY(out.language, language_of(in, {"ru", "uk"}));
  TRY(const std::string date, text_of(in, "date", 10));
  if (!date.empty()) {
    const auto day = parse_day(date);
    if (!day) {
      return wrong("'date' is not a day such as 2026-11-24");
    }
    out.date = *day;
  }
  return out;
}

Result<HandInWish> read_hand_in(std::string_view body) {
  TRY(const json::object in,
      read_object(body, {"url", "text", "title", "language", "date", "open_case", "pattern"}));
  HandInWish out;
  TRY(out.wish.url, text_of(in, "url", 2'048));
  TRY(out.wish.text, text_of(in, "text", most_text));
  TRY(out.wish.title, text_of(in, "title", 2000));
  TRY(out.wish.language, language_of(in, {"ru", "uk"}));
  TRY(const std::string date, text_of(in, "date", 10));
  TRY(out.order.pattern, text_of(in, "pattern", 200));
  if (!date.empty()) {
    const auto day = parse_day(date);
    if (!day) {
      return wrong("'date' is not a day such as 2026-11-24");
    }
    out.wish.date = *day;
  }
  TRY(const auto open, flag_of(in, "open_case"));
  out.order.open_case = open.value_or(false);
  if (!out.order.pattern.empty() && !out.order.open_case) {
    return wrong("'pattern' says where a case is opened; send 'open_case' true with it");
  }
  return out;
}

Result<std::string> read_pattern_choice(std::string_view body) {
  if (body.empty()) {
    return std::string();
  }
  TRY(const json::object in, read_object(body, {"pattern"}));
  return text_of(in, "pattern", 200);
}

Result<ImportWish> read_import(std::string_view body) {
  TRY(const json::object in, read_object(body, {"toml", "replace"}));
  ImportWish wish;
  TRY(wish.toml, needed_text(in, "toml", most_import));
  if (const json::value* replace = in.if_contains("replace"); replace != nullptr) {
    if (!replace->is_bool()) {
      return wrong("'replace' is neither true nor false");
    }
    wish.replace = replace->as_bool();
  }
  return wish;
}

Result<FactCheckWish> read_fact_check(std::string_view body) {
  TRY(const json::object in, read_object(body, {"url", "organisation"}));
  FactCheckWish out;
  TRY(out.url, needed_text(in, "url", 2'048));
  TRY(out.organisation, needed_text(in, "organisation", 500));
  return out;
}

Result<alerts::Silence> read_silence_wish(std::string_view body, Time now) {
  TRY(const json::object in,
      read_object(body, {"receiver", "official", "pattern", "language", "case", "reason", "until", "hours"}));
  alerts::Silence out;
  TRY(out.receiver, text_of(in, "receiver", 100));
  TRY(out.official, text_of(in, "official", 100));
  TRY(out.pattern, text_of(in, "pattern", 200));
  TRY(out.language, language_of(in, {"ru", "uk", "en"}));
  TRY(out.case_id, text_of(in, "case", 40));
  TRY(out.reason, text_of(in, "reason", 600));
  TRY(const std::string until, text_of(in, "until", 40));
  TRY(const auto hours, number_of(in, "hours", 1, 720));
  if (until.empty() == !hours.has_value()) {
    return wrong("say either 'until' (a time) or 'hours' (1 to 720)");
  }
  out.from = now;
  out.until = now + std::chrono::hours(hours.value_or(0));
  if (!until.empty()) {
    TRY(out.until, parse_time(until));
  }
  TRY_OK(alerts::check(out, now));
  return out;
}

Result<UserChange> read_user_change(std::string_view body) {
  TRY(const json::object in, read_object(body, {"disabled", "role", "password"}));
  UserChange out;
  TRY(out.disabled, flag_of(in, "disabled"));
  TRY(const std::string role, text_of(in, "role", 20));
  if (!role.empty()) {
    out.role = model::from_name<model::UserRole>(role);
    if (!out.role) {
      return wrong("'role' is one of viewer, reviewer, lead, admin");
    }
  }
  TRY(out.password, text_of(in, "password", 1000));
  return out;
}

Result<ExportWish> read_export(std::string_view body) {
  ExportWish out;
  if (body.empty()) {
    return out;
  }
  TRY(const json::object in, read_object(body, {"level", "names", "language", "look"}));
  TRY(const std::string look, text_of(in, "look", 20));
  if (!look.empty()) {
    const auto known = model::from_name<LookWish>(look);
    if (!known) {
      return wrong("'look' is one of stale, now, no");
    }
    out.look = *known;
  }
  TRY(const std::string level, text_of(in, "level", 20));
  if (!level.empty() && level != "share" && level != "internal") {
    return wrong("'level' is one of share, internal");
  }
  out.full = level == "internal";
  TRY(const auto names, flag_of(in, "names"));
  out.names = names.value_or(false);
  TRY(const std::string language, language_of(in, {"en", "uk", "ru"}));
  out.language = language.empty() ? "en" : language;
  return out;
}

Result<cases::CopyOutcome> read_outcome(std::string_view body) {
  TRY(const json::object in, read_object(body, {"outcome"}));
  TRY(const std::string name, needed_text(in, "outcome", 40));
  const auto outcome = model::from_name<cases::CopyOutcome>(name);
  if (!outcome) {
    return wrong("'outcome' is one of stands, corrected_with_notice, silently_edited, deleted");
  }
  return *outcome;
}

Result<PrivacyWish> read_privacy(std::string_view body, PrivacyAsk ask) {
  TRY(const json::object in, read_object(body, ask == PrivacyAsk::erase ? Keys{"terms", "exact", "reason"}
                                                                        : Keys{"terms", "exact"}));
  PrivacyWish out;
  const json::value* terms = in.if_contains("terms");
  if (terms == nullptr || !terms->is_array()) {
    return wrong("'terms' is a list of names or addresses");
  }
  for (const json::value& each : terms->as_array()) {
    if (!each.is_string() || each.as_string().size() > cases::most_reason_bytes) {
      return wrong("'terms' is a list of names or addresses");
    }
    out.terms.emplace_back(each.as_string());
  }
  TRY(const auto exact, flag_of(in, "exact"));
  out.exact = exact.value_or(false);
  if (ask == PrivacyAsk::erase) {
    TRY(out.reason, needed_text(in, "reason", cases::most_reason_bytes));
  }
  return out;
}

Result<> read_nothing(std::string_view body) {
  if (body.empty()) {
    return {};
  }
  TRY(const json::object in, read_object(body, {}));
  return {};
}

}  // namespace qw::api
