#include "base/clock.hpp"
#include "daemon/cli/online.hpp"
#include "daemon/cli/online_verbs.hpp"
#include "daemon/cli/show_case.hpp"

#include <charconv>

namespace qw::cli {
namespace {

namespace json = boost::json;

Colour colour_of(const std::string& severity) {
  return severity == "high" ? Colour::red : severity == "normal" ? Colour::yellow : Colour::none;
}

std::string case_path(const std::string& id) { return "/api/v1/cases/" + escaped_for_path(id); }

int list(Online& online) {
  const Line& line = online.line();
  std::string target = "/api/v1/cases?limit=200";
  for (const char* name : {"state", "severity", "pattern", "official", "outlet", "language"}) {
    if (const std::string value = line.option(name); !value.empty()) {
      target += "&" + std::string(name) + "=" + escaped_for_path(value);
    }
  }
  if (!line.flags.contains("all") && line.option("state").empty()) {
    target += "&open=1";
  }
  std::size_t most = 1000;
  const std::string limit = line.option("limit");
  if (!limit.empty() && std::from_chars(limit.data(), limit.data() + limit.size(), most).ec != std::errc()) {
    return usage_error("queue", "--limit takes a number");
  }
  const auto cases = online.rows(target, most);
  if (!cases) {
    return online.failed(cases.error());
  }
  if (online.printed_json(*cases)) {
    return 0;
  }
  std::vector<Row> rows;
  for (const json::value& each : *cases) {
    const std::string severity = text_at(each, "severity");
    const json::value& spread = each.as_object().at("spread");
    const std::string title = text_at(each, "pattern_title");
    rows.push_back({text_at(each, "id"), Cell(severity, colour_of(severity)), text_at(each, "state"),
                    number_at(spread, "publishers") + "/" + number_at(spread, "outlets"),
                    joined(spread, "languages"), when(online.screen(), text_at(each, "last_new")),
                    text_at(each, "official_name"), title.empty() ? text_at(each, "pattern") : title,
                    text_at(each, "words")});
  }
  put(online.screen(),
      table(online.screen(),
            {"CASE", "SEVERITY", "STATE", "PUBL/OUTL", "LANG", "LAST NEW", "OFFICIAL", "PATTERN", "WORDS"},
            rows));
  if (rows.empty() && online.screen().terminal) {
    put(online.screen(), "no case waits; `quotewatch status` says what was read\n");
  }
  return 0;
}

int show(Online& online, const std::string& id) {
  const auto found = online.get(case_path(id));
  if (!found) {
    return online.failed(found.error());
  }
  if (!online.printed_json(*found)) {
    put(online.screen(), case_text(online.screen(), *found));
  }
  return 0;
}

int act(Online& online, const std::string& id, const std::string& name, const json::value& body) {
  const auto done = online.change(case_path(id), "POST", case_path(id) + "/" + name, body);
  if (!done) {
    return online.failed(done.error());
  }
  if (!online.printed_json(*done)) {
    put(online.screen(), text_at(*done, "id") + "\t" + text_at(*done, "state") + "\n");
  }
  return 0;
}

int decide(Online& online, const std::vector<std::string>& words) {
  std::string group = words.size() == 4 ? words[2] : "";
  if (group.empty()) {
    const auto found = online.get(case_path(words[1]));
    if (!found) {
      return online.failed(found.error());
    }
    const json::array& groups = found->as_object().at("groups").as_array();
    if (groups.size() != 1) {
      return usage_error(
          "queue", "the case has " + std::to_string(groups.size()) + " copy groups; name one (g1, g2 …)");
    }
    group = text_at(groups[0], "id");
  }
  return act(
      online, words[1], "verdict",
      json::object{{"group", group}, {"verdict", words.back()}, {"reason", online.line().option("reason")}});
}

std::optional<json::object> snooze_body(const std::string& text) {
  int n = 0;
  const auto [end, bad] = std::from_chars(text.data(), text.data() + text.size(), n);
  const std::string_view unit(end, text.data() + text.size());
  if (bad == std::errc() && (unit == "h" || unit == "d")) {
    return json::object{{"hours", unit == "d" ? n * 24 : n}};
  }
  return parse_time(text) ? std::optional(json::object{{"until", text}}) : std::nullopt;
}

}  // namespace

int run_queue(Arguments arguments) {
  auto line = read_line(
      arguments,
      {"--state", "--severity", "--pattern", "--official", "--outlet", "--language", "--limit", "--reason"},
      {"--all"});
  if (!line) {
    return usage_error("queue", line.error().what);
  }
  const std::vector<std::string> words = line->words;
  Online online("queue", *std::move(line));
  const std::string verb = words.empty() ? "list" : words[0];
  if (verb == "list" && words.size() <= 1) {
    return list(online);
  }
  if (verb == "show" && words.size() == 2) {
    return show(online, words[1]);
  }
  if ((verb == "claim" || verb == "release" || verb == "wake" || verb == "undo") && words.size() == 2) {
    return act(online, words[1], verb, nullptr);
  }
  if (verb == "decide" && (words.size() == 3 || words.size() == 4)) {
    return decide(online, words);
  }
  if (verb == "note" && words.size() == 3) {
    return act(online, words[1], "note", json::object{{"text", words[2]}});
  }
  if (verb == "dispute" && words.size() == 3) {
    return act(online, words[1], "dispute", json::object{{"reason", words[2]}});
  }
  if (verb == "snooze" && words.size() == 3) {
    const auto body = snooze_body(words[2]);
    return body ? act(online, words[1], "snooze", *body)
                : usage_error("queue", "snooze takes 8h, 3d or an ISO time");
  }
  return usage_error(
      "queue",
      "this is not list, show, claim, release, decide, dispute, note, snooze, wake or undo with "
      "what it needs");
}

}  // namespace qw::cli
