#include "daemon/cli/online.hpp"
#include "daemon/cli/online_verbs.hpp"
#include "daemon/hand_in/hand_in.hpp"

#include <chrono>
#include <iostream>
#include <iterator>
#include <thread>

namespace qw::cli {
namespace {

namespace json = boost::json;

constexpr auto ask_again = std::chrono::milliseconds(250);
constexpr int try_again = 75;

void put_findings(const Screen& screen, const json::value& found) {
  std::vector<Row> decisions;
  for (const json::value& each : found.at("decisions").as_array()) {
    const std::string outcome = text_at(each, "outcome");
    decisions.push_back({Cell(outcome, outcome == "alert"    ? Colour::red
                                       : outcome == "review" ? Colour::yellow
                                                             : Colour::dim),
                         text_at(each, "pattern"), text_at(each, "label"), joined(each, "why")});
  }
  std::vector<Row> quotes;
  for (const json::value& each : found.at("quotes").as_array()) {
    const std::string official = text_at(each, "official");
    quotes.push_back({"quote", official.empty() ? text_at(each, "speaker") : official, text_at(each, "form"),
                      text_at(each, "words")});
  }
  std::string out = decisions.empty() && screen.terminal
                        ? "no pattern's official and concept occur in this text\n"
                        : table(screen, {"OUTCOME", "PATTERN", "LABEL", "WHY"}, decisions);
  out += (screen.terminal ? "\n" : "") + table(screen, {"", "SPEAKER", "FORM", "WORDS"}, quotes);
  put(screen, out);
}

/// A text alone: nothing is stored.
int judge_text(Online& online, const json::object& body) {
  const auto checked = online.send("POST", "/api/v1/check", body);
  if (!checked) {
    return online.failed(checked.error());
  }
  if (!online.printed_json(*checked)) {
    put_findings(online.screen(), *checked);
  }
  return text_at(*checked, "outcome") == "silent" ? 0 : 1;
}

Result<json::value> report_on(Online& online, const json::object& body) {
  TRY(json::value handed, online.send("POST", "/api/v1/hand-ins", body));
  const std::string place = "/api/v1/hand-ins/" + text_at(handed, "id");
  while (text_at(handed, "state") != "done") {
    std::this_thread::sleep_for(ask_again);
    TRY(handed, online.get(place));
  }
  return handed;
}

int status_of(const json::value& report) {
  const std::string obstacle = text_at(report, "obstacle");
  if (obstacle == "too_far" || obstacle == "unreachable" || obstacle == "paused") {
    return try_again;
  }
  const json::array& decisions = report.at("decisions").as_array();
  const bool found = !decisions.empty() && text_at(decisions.front(), "outcome") != "silent";
  return found || (obstacle != "none" && obstacle != "institution") ? 1 : 0;
}

int hand_in_and_wait(Online& online, const json::object& body) {
  const auto handed = report_on(online, body);
  if (!handed) {
    return online.failed(handed.error());
  }
  const json::value& report = handed->at("report");
  const int status = status_of(report);
  if (online.printed_json(*handed)) {
    return status;
  }
  const Screen& screen = online.screen();
  const std::string obstacle = text_at(report, "obstacle");
  if (obstacle != "none") {
    put(screen, "not judged\t" + obstacle + "\t" + safe(text_at(report, "detail")) + "\n");
  }
  if (const std::string title = text_at(report, "title"); !title.empty()) {
    put(screen, "title\t" + safe(title) + "\n");
  }
  if (obstacle == "none" || obstacle == "institution") {
    put_findings(screen, report);
  }
  for (const json::value& each : report.at("cases").as_array()) {
    put(screen, "case\t" + safe(json::value_to<std::string>(each)) + "\n");
  }
  return status;
}

}  // namespace

int run_check(Arguments arguments) {
  auto line = read_line(arguments, {"--title", "--date", "--language", "--pattern"}, {"--open-case"});
  if (!line) {
    return usage_error("check", line.error().what);
  }
  if (line->words.size() != 1) {
    return usage_error("check", "give one TEXT (in quotes) or ADDRESS, or '-' for standard input");
  }
  std::string given = line->words.front();
  if (given == "-") {
    given.assign(std::istreambuf_iterator<char>(std::cin), {});
  }
  const bool open = line->flags.contains("open-case");
  if (!open && !line->option("pattern").empty()) {
    return usage_error("check", "--pattern says into which case; it goes with --open-case");
  }
  const bool address = hand_in::is_address(given);
  Online online("check", *std::move(line));
  json::object body{{address ? "url" : "text", given}};
  for (const char* key : {"title", "date", "language"}) {
    if (const std::string value = online.line().option(key); !value.empty()) {
      body[key] = value;
    }
  }
  if (!address && !open) {
    return judge_text(online, body);
  }
  if (open) {
    body["open_case"] = true;
    body["pattern"] = online.line().option("pattern");
  }
  return hand_in_and_wait(online, body);
}

}  // namespace qw::cli
