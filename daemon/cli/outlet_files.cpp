#include "daemon/cli/outlet_files.hpp"

#include "config/outlet_text.hpp"
#include "daemon/cli/page_reader.hpp"
#include "daemon/cli/shipped.hpp"

#include <chrono>
#include <iostream>
#include <thread>

namespace qw::cli {
namespace {

namespace json = boost::json;

constexpr auto ask_again = std::chrono::milliseconds(500);
constexpr int most_asks = 120;
constexpr std::size_t most_outlets = 100'000;
constexpr const char* path = "/api/v1/outlets";

/// The daemon knows its own least delay; what is below that is refused there.
config::Crawl any_delay() {
  config::Crawl crawl;
  crawl.least_delay = Millis(0);
  return crawl;
}

std::expected<std::vector<model::Outlet>, config::Errors> read_outlets(const std::string& file) {
  const Result<std::string> text = read_file(file);
  if (!text) {
    return std::unexpected(config::Errors{text.error()});
  }
  const std::string name = file == "-" ? "standard input" : file;
  return file.ends_with(".tsv") ? config::read_outlet_table(*text, name, any_delay())
                                : config::read_outlet_text(*text, name, any_delay());
}

/// The daemon makes its engines anew, which takes some seconds.
Result<bool> wait_until_in_force(Online& online, const std::set<std::string>& ids) {
  for (int ask = 0; ask < most_asks; ++ask) {
    TRY(const json::array rows, online.rows(path, most_outlets));
    std::size_t waiting = 0;
    for (const json::value& row : rows) {
      const bool mine = text_at(row, "origin") == "imported" && ids.contains(text_at(row, "id"));
      waiting += mine && !row.as_object().at("in_force").as_bool() ? 1U : 0U;
    }
    if (waiting == 0) {
      return true;
    }
    std::this_thread::sleep_for(ask_again);
  }
  return false;
}

/// The lines of a problem, each behind the name of the command.
int refused(const Online& online, const Error& error) {
  std::string rest = error.what;
  while (rest.find('\n') != std::string::npos) {
    const std::size_t end = rest.find('\n');
    [[maybe_unused]] const int status = online.failed(Error{error.code, rest.substr(0, end), std::nullopt});
    rest.erase(0, end + 1);
  }
  const int status = online.failed(Error{error.code, rest, std::nullopt});
  return error.code == Errc::busy ? 1 : status;  // 409: a person decides, time does not help
}

}  // namespace

int import_outlets(Online& online, const std::string& file) {
  const auto outlets = read_outlets(file);
  if (!outlets) {
    return report(outlets.error());
  }
  if (outlets->empty()) {
    return online.failed(Error{Errc::config, file + ": there is no outlet in it", std::nullopt});
  }
  std::string toml;
  for (const model::Outlet& each : *outlets) {
    toml += config::outlet_toml(each) + "\n";
  }
  json::object body;
  body["toml"] = toml;
  body["replace"] = online.line().has("replace");
  const auto answer = online.send("POST", path, body);
  if (!answer) {
    return refused(online, answer.error());
  }
  const json::array& rows = answer->as_object().at("rows").as_array();
  std::set<std::string> changed;
  std::vector<Row> table_rows;
  for (const json::value& row : rows) {
    const std::string result = text_at(row, "result");
    if (result != "unchanged") {
      changed.insert(text_at(row, "id"));
    }
    table_rows.push_back({text_at(row, "id"), result});
  }
  const Result<bool> in_force = wait_until_in_force(online, changed);
  if (!in_force) {
    return online.failed(in_force.error());
  }
  if (!online.printed_json(rows)) {
    put(online.screen(), table(online.screen(), {"OUTLET", "RESULT"}, table_rows));
  }
  if (!*in_force) {
    std::cerr
        << "quotewatch outlets: stored, but the daemon does not work with all of them yet; its log says "
           "why\n";
    return exit_status_of(Errc::busy);
  }
  return 0;
}

int export_outlets(Online& online) {
  const std::string format =
      online.line().options.contains("format") ? online.line().option("format") : "toml";
  if (format != "toml" && format != "tsv" && format != "json") {
    return usage_error("outlets", "--format is toml, tsv or json, not '" + format + "'");
  }
  const auto rows = online.rows(path, most_outlets);
  if (!rows) {
    return online.failed(rows.error());
  }
  json::array wanted;
  std::string toml;
  for (const json::value& row : *rows) {
    // Of an id that stands in both, the record that counts.
    const bool counts = text_at(row, "origin") == "files" || row.as_object().at("in_force").as_bool();
    if (online.line().has("imported") ? text_at(row, "origin") == "imported" : counts) {
      wanted.push_back(row);
      toml += (toml.empty() ? "" : "\n") + text_at(row, "toml");
    }
  }
  if (online.json() || format == "json") {
    std::cout << json::serialize(wanted) << '\n';
    return 0;
  }
  if (format == "toml" || wanted.empty()) {
    std::cout << toml;
    return 0;
  }
  const auto outlets = config::read_outlet_text(toml, "the daemon's outlets", any_delay());
  if (!outlets) {
    return report(outlets.error());
  }
  std::cout << config::outlet_table(*outlets);
  return 0;
}

int remove_outlet(Online& online, const std::string& id) {
  const auto done = online.send("DELETE", std::string(path) + "/" + escaped_for_path(id), nullptr, "*");
  if (!done) {
    return refused(online, done.error());
  }
  if (!online.printed_json(*done)) {
    put(online.screen(), "removed\t" + safe(id) + "\n");
  }
  return 0;
}

}  // namespace qw::cli
