#include "daemon/cli/online.hpp"
#include "daemon/cli/online_verbs.hpp"

namespace qw::cli {
namespace {

namespace json = boost::json;

int list(Online& online) {
  const std::string state = online.line().option("state");
  const auto sources =
      online.rows("/api/v1/sources" + (state.empty() ? "" : "?state=" + escaped_for_path(state)), 100'000);
  if (!sources) {
    return online.failed(sources.error());
  }
  if (online.printed_json(*sources)) {
    return 0;
  }
  std::vector<Row> rows;
  for (const json::value& each : *sources) {
    const std::string now = text_at(each, "state");
    const bool paused = each.as_object().at("paused").as_bool();
    const Colour colour = paused                    ? Colour::dim
                          : now == "ok"             ? Colour::green
                          : now.starts_with("not_") ? Colour::dim
                                                    : Colour::red;
    rows.push_back({text_at(each, "id"),
                    Cell(paused ? "paused by " + text_at(each, "paused_by") : now, colour),
                    joined(each, "languages"), when(online.screen(), text_at(each, "last_success")),
                    when(online.screen(), text_at(each, "last_new_article")), number_at(each, "articles"),
                    number_at(each, "quotes_of_officials"), text_at(each, "name")});
  }
  put(online.screen(),
      table(online.screen(),
            {"OUTLET", "STATE", "LANG", "LAST ANSWER", "LAST ARTICLE", "ARTICLES", "QUOTES", "NAME"}, rows));
  return 0;
}

}  // namespace

int run_sources(Arguments arguments) {
  auto line = read_line(arguments, {"--state"});
  if (!line) {
    return usage_error("sources", line.error().what);
  }
  const std::vector<std::string> words = line->words;
  Online online("sources", *std::move(line));
  if (words.empty() || (words[0] == "list" && words.size() == 1)) {
    return list(online);
  }
  if ((words[0] == "pause" || words[0] == "resume") && words.size() == 2) {
    const std::string path = "/api/v1/sources/" + escaped_for_path(words[1]);
    const auto done = online.change(path, "POST", path + "/" + words[0], nullptr);
    if (!done) {
      return online.failed(done.error());
    }
    if (!online.printed_json(*done)) {
      put(online.screen(), text_at(*done, "id") + "\t" + (words[0] == "pause" ? "paused" : "resumed") + "\n");
    }
    return 0;
  }
  return usage_error("sources", "this is not list, pause OUTLET or resume OUTLET");
}

}  // namespace qw::cli
