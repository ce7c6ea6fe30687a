#include "daemon/cli/online.hpp"
#include "daemon/cli/online_verbs.hpp"

#include <boost/json.hpp>

#include <charconv>

namespace qw::cli {
namespace {

namespace json = boost::json;

/// "pattern=kallas-nato receiver=newsroom".
std::string matchers(const json::value& of) {
  std::string out;
  for (const char* key : {"receiver", "official", "pattern", "language", "case"}) {
    if (const std::string value = text_at(of, key); !value.empty()) {
      out += (out.empty() ? "" : " ") + std::string(key) + "=" + value;
    }
  }
  return out;
}

Row row_of(const json::value& of) {
  const std::string state = text_at(of, "state");
  const std::string ended = text_at(of, "ended_by");
  return {text_at(of, "id"),     Cell(state, state == "holds" ? Colour::yellow : Colour::dim),
          text_at(of, "from"),   text_at(of, "until"),
          text_at(of, "author"), ended.empty() ? "-" : ended,
          matchers(of),          text_at(of, "reason")};
}

int print(Online& online, const json::value& of) {
  if (!online.printed_json(of)) {
    put(online.screen(),
        table(online.screen(), {"ID", "STATE", "FROM", "UNTIL", "BY", "ENDED BY", "WHAT", "REASON"},
              {row_of(of)}));
  }
  return 0;
}

int list(Online& online) {
  const auto silences = online.rows("/api/v1/silences", 10'000);
  if (!silences) {
    return online.failed(silences.error());
  }
  if (online.printed_json(*silences)) {
    return 0;
  }
  std::vector<Row> rows;
  for (const json::value& each : *silences) {
    rows.push_back(row_of(each));
  }
  put(online.screen(),
      table(online.screen(), {"ID", "STATE", "FROM", "UNTIL", "BY", "ENDED BY", "WHAT", "REASON"}, rows));
  return 0;
}

int add(Online& online) {
  json::object body;
  for (const char* key : {"receiver", "official", "pattern", "language", "case", "reason", "until"}) {
    if (const std::string value = online.line().option(key); !value.empty()) {
      body[key] = value;
    }
  }
  if (const std::string hours = online.line().option("for"); !hours.empty()) {
    int number = 0;
    const auto [end, bad] = std::from_chars(hours.data(), hours.data() + hours.size(), number);
    if (bad != std::errc() || end != hours.data() + hours.size()) {
      return usage_error("silences", "--for takes a number of hours");
    }
    body["hours"] = number;
  }
  const json::value wish = std::move(body);
  const auto made = online.send("POST", "/api/v1/silences", wish);
  return made ? print(online, *made) : online.failed(made.error());
}

}  // namespace

int run_silences(Arguments arguments) {
  auto line = read_line(arguments, {"--receiver", "--official", "--pattern", "--language", "--case",
                                    "--reason", "--until", "--for"});
  if (!line) {
    return usage_error("silences", line.error().what);
  }
  const std::vector<std::string> words = line->words;
  Online online("silences", *std::move(line));
  if (words.empty() || (words[0] == "list" && words.size() == 1)) {
    return list(online);
  }
  if (words[0] == "add" && words.size() == 1) {
    return add(online);
  }
  if (words[0] == "end" && words.size() == 2) {
    const auto ended =
        online.send("POST", "/api/v1/silences/" + escaped_for_path(words[1]) + "/end", nullptr);
    return ended ? print(online, *ended) : online.failed(ended.error());
  }
  return usage_error("silences", "this is not list, add or end ID");
}

}  // namespace qw::cli
