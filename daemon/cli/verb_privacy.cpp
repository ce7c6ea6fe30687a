#include "daemon/cli/online.hpp"
#include "daemon/cli/online_verbs.hpp"

#include <fmt/format.h>

namespace qw::cli {
namespace {

namespace json = boost::json;

constexpr int most_seconds = 6 * 3600;  // every stored byte is read

std::string trace_lines(const json::array& rows) {
  std::string out;
  for (const json::value& row : rows) {
    out += fmt::format("{}\t{}\t{}\t{}\n", safe(text_at(row, "room")), safe(text_at(row, "id")),
                       safe(joined(row, "cases")), safe(text_at(row, "excerpt")));
  }
  return out;
}

int find(Online& online, const json::object& wish) {
  const auto found = online.send("POST", "/api/v1/privacy/find", wish, "", most_seconds);
  if (!found) {
    return online.failed(found.error());
  }
  const json::array& rows = found->at("rows").as_array();
  if (!online.printed_json(*found)) {
    put(online.screen(), trace_lines(rows));
  }
  return rows.empty() ? 1 : 0;
}

int erase(Online& online, const json::object& wish) {
  const auto done = online.send("POST", "/api/v1/privacy/erase", wish, "", most_seconds);
  if (!done) {
    return online.failed(done.error());
  }
  if (!online.printed_json(*done)) {
    const json::array& left = done->at("left").as_array();
    std::string out = fmt::format("erased: {} pages, {} texts, {} audit records; {} files written anew\n",
                                  number_at(*done, "pages"), number_at(*done, "texts"),
                                  number_at(*done, "records"), number_at(*done, "files"));
    if (!left.empty()) {
      out += "not the store's to change:\n" + trace_lines(left);
    }
    out += "Backups still hold it; docs/legal.md says what to do with them.\n";
    put(online.screen(), out);
  }
  return 0;
}

}  // namespace

int run_privacy(Arguments arguments) {
  auto line = read_line(arguments, {"--reason"}, {"--exact", "--yes"});
  if (!line) {
    return usage_error("privacy", line.error().what);
  }
  if (line->words.size() < 2 || (line->words[0] != "find" && line->words[0] != "erase")) {
    return usage_error("privacy", "say find or erase, and what");
  }
  const bool erases = line->words[0] == "erase";
  if (erases && (line->option("reason").empty() || !line->has("yes"))) {
    return usage_error("privacy",
                       "erase cannot be undone: look with find first, then give --reason TEXT and --yes");
  }
  json::object wish;
  wish["terms"] = json::array(line->words.begin() + 1, line->words.end());
  wish["exact"] = line->has("exact");
  if (erases) {
    wish["reason"] = line->option("reason");
  }
  Online online("privacy", *std::move(line));
  return erases ? erase(online, wish) : find(online, wish);
}

}  // namespace qw::cli
