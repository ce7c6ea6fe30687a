#include "daemon/cli/online.hpp"
#include "daemon/cli/online_verbs.hpp"

namespace qw::cli {
namespace {

/// "all" for a filter that lets everything through.
std::string filter(const boost::json::value& row, std::string_view key) {
  const std::string only = joined(row, key);
  return only.empty() ? "all" : only;
}

}  // namespace

int run_routes(Arguments arguments) {
  auto line = read_line(arguments, {});
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
  const std::string target =
      test ? "/api/v1/receivers?case=" + escaped_for_path(words[1]) : "/api/v1/receivers";
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
      const bool routed = each.as_object().at("routed").as_bool();
      row.insert(row.begin() + 1, routed ? Cell("is told", Colour::green) : Cell("is not told", Colour::dim));
    }
    rows.push_back(std::move(row));
  }
  std::vector<std::string> header{"RECEIVER", "KIND", "HOST", "OFFICIALS", "PATTERNS", "LANGUAGES", "FROM"};
  if (test) {
    header.insert(header.begin() + 1, "CASE");
  }
  put(online.screen(), table(online.screen(), header, rows));
  return 0;
}

}  // namespace qw::cli
