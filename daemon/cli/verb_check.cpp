#include "daemon/cli/online.hpp"
#include "daemon/cli/online_verbs.hpp"

#include <iostream>
#include <iterator>

namespace qw::cli {

namespace json = boost::json;

int run_check(Arguments arguments) {
  auto line = read_line(arguments, {"--title", "--date", "--language"});
  if (!line) {
    return usage_error("check", line.error().what);
  }
  if (line->words.size() != 1) {
    return usage_error("check", "give one TEXT (in quotes), or '-' for standard input");
  }
  std::string text = line->words.front();
  if (text == "-") {
    text.assign(std::istreambuf_iterator<char>(std::cin), {});
  }
  Online online("check", *std::move(line));
  json::object body{{"text", text}};
  for (const char* key : {"title", "date", "language"}) {
    if (const std::string value = online.line().option(key); !value.empty()) {
      body[key] = value;
    }
  }
  const auto checked = online.send("POST", "/api/v1/check", body);
  if (!checked) {
    return online.failed(checked.error());
  }
  const int status = text_at(*checked, "outcome") == "silent" ? 0 : 1;
  if (online.printed_json(*checked)) {
    return status;
  }
  const Screen& screen = online.screen();
  std::vector<Row> decisions;
  for (const json::value& each : checked->at("decisions").as_array()) {
    const std::string outcome = text_at(each, "outcome");
    decisions.push_back({Cell(outcome, outcome == "alert"    ? Colour::red
                                       : outcome == "review" ? Colour::yellow
                                                             : Colour::dim),
                         text_at(each, "pattern"), text_at(each, "label"), joined(each, "why")});
  }
  std::vector<Row> quotes;
  for (const json::value& each : checked->at("quotes").as_array()) {
    const std::string official = text_at(each, "official");
    quotes.push_back({"quote", official.empty() ? text_at(each, "speaker") : official, text_at(each, "form"),
                      text_at(each, "words")});
  }
  std::string out = decisions.empty() && screen.terminal
                        ? "no pattern's official and concept occur in this text\n"
                        : table(screen, {"OUTCOME", "PATTERN", "LABEL", "WHY"}, decisions);
  out += (screen.terminal ? "\n" : "") + table(screen, {"", "SPEAKER", "FORM", "WORDS"}, quotes);
  put(screen, out);
  return status;
}

}  // namespace qw::cli
