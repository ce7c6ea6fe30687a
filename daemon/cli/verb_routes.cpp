#include "daemon/cli/online.hpp"
#include "daemon/cli/online_verbs.hpp"

namespace qw::cli {
namespace {

/// "all" for a filter that lets everything through.
std::string filter(const boost::json::value& row, std::string_view key) {
  const std::string only = joined(row, key);
  return only.empty() ? "all" : only;
}

const boost::json::value& route_of(const boost::json::value& row) { return row.as_object().at("route"); }

/// What becomes of a message about the case.
Cell fate(const boost::json::value& row) {
  const std::string way = text_at(route_of(row), "way");
  const std::string until = text_at(route_of(row), "until");
  if (way == "now") {
    return Cell("is told", Colour::green);
  }
  if (way == "not_told") {
    return Cell("is not told", Colour::dim);
  }
  const std::string when = until.empty() ? "" : " until " + until;
  return Cell(way == "quiet"      ? "held" + when
              : way == "silenced" ? "silenced" + when
                                  : "told if nobody takes it" + when,
              Colour::yellow);
}

}  // namespace

int run_routes(Arguments arguments) {
  auto line = read_line(arguments, {"--at"});
  if (!line) {
    return usage_error("routes", line.error().what);
  }
  const std::vector<std::string> words = line->words;
  const bool test = !words.empty() && words[0] == "test";
  const bool list = words.empty() || (words[0] == "list" && words.size() == 1);
  if (!list && !(test && words.size() == 2)) {
    return usage_error("routes", "this is not list or test CASE");
  }
  Online online("routes", *std::move(line));
  std::string target = "/api/v1/receivers";
  if (test) {
    const std::string at = online.line().option("at");
    target += "?case=" + escaped_for_path(words[1]) + (at.empty() ? "" : "&at=" + escaped_for_path(at));
  }
  const auto receivers = online.rows(target, 10'000);
  if (!receivers) {
    return online.failed(receivers.error());
  }
  if (online.printed_json(*receivers)) {
    return 0;
  }
  std::vector<Row> rows;
  for (const boost::json::value& each : *receivers) {
    Row row{text_at(each, "id"),
            text_at(each, "kind"),
            text_at(each, "host"),
            filter(each, "officials"),
            filter(each, "patterns"),
            filter(each, "languages"),
            text_at(each, "least_severity")};
    if (test) {
      row.insert(row.begin() + 1, fate(each));
      row.emplace_back(text_at(route_of(each), "why"));
    }
    rows.push_back(std::move(row));
  }
  std::vector<std::string> header{"RECEIVER", "KIND", "HOST", "OFFICIALS", "PATTERNS", "LANGUAGES", "FROM"};
  if (test) {
    header.insert(header.begin() + 1, "CASE");
    header.emplace_back("WHY");
  }
  put(online.screen(), table(online.screen(), header, rows));
  return 0;
}

}  // namespace qw::cli
