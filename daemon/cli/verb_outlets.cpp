#include "daemon/cli/online.hpp"
#include "daemon/cli/online_verbs.hpp"
#include "daemon/cli/outlet_files.hpp"

#include <algorithm>
#include <chrono>
#include <iostream>
#include <thread>
#include <unistd.h>

namespace qw::cli {
namespace {

namespace json = boost::json;

constexpr std::size_t most_outlets = 100'000;
constexpr auto ask_again = std::chrono::seconds(1);

std::string path_of(const std::string& outlet) { return "/api/v1/sources/" + escaped_for_path(outlet); }

bool is_good(const json::value& report) {
  return report.is_object() && report.as_object().at("good").as_bool();
}

/// What stands in the way, in a few words: of the addresses that did not answer as they should.
std::string trouble_of(const json::value& report) {
  std::string out;
  for (const json::value& each : report.as_object().at("addresses").as_array()) {
    if (text_at(each, "found") != "answered") {
      out += (out.empty() ? "" : "; ") + text_at(each, "kind") + " " + text_at(each, "found");
    }
  }
  return out;
}

Row row_of(const json::value& outlet, const Screen& screen) {
  const json::value& report = outlet.as_object().at("checked");
  const std::string id = text_at(outlet, "id");
  if (!report.is_object()) {
    return {id, Cell("not checked", Colour::dim), "", "", "", "", ""};
  }
  std::size_t entries = 0;
  for (const json::value& each : report.as_object().at("addresses").as_array()) {
    entries += each.as_object().at("entries").to_number<std::size_t>();
  }
  return {id,
          is_good(report) ? Cell("good", Colour::green) : Cell("not good", Colour::red),
          when(screen, text_at(report, "at")),
          std::to_string(entries),
          number_at(report, "articles") + "/" + number_at(report, "pages"),
          number_at(report, "dates"),
          trouble_of(report)};
}

void put_table(const Screen& screen, const json::array& outlets) {
  std::vector<Row> rows;
  for (const json::value& each : outlets) {
    rows.push_back(row_of(each, screen));
  }
  put(screen,
      table(screen, {"OUTLET", "RESULT", "CHECKED", "ENTRIES", "ARTICLES", "DATES", "TROUBLE"}, rows));
}

/// Every address of one outlet, and the feeds that its home page announces.
void put_details(const Screen& screen, const json::value& outlet) {
  const json::value& report = outlet.as_object().at("checked");
  std::vector<Row> rows;
  for (const json::value& each : report.as_object().at("addresses").as_array()) {
    const bool fine = text_at(each, "found") == "answered";
    rows.push_back({text_at(each, "kind"), Cell(text_at(each, "found"), fine ? Colour::green : Colour::red),
                    number_at(each, "entries"), text_at(each, "address"), text_at(each, "problem")});
  }
  put(screen, table(screen, {"WHAT", "FOUND", "ENTRIES", "ADDRESS", "PROBLEM"}, rows));
  for (const json::value& feed : report.as_object().at("feeds_found").as_array()) {
    put(screen, "feed found\t" + safe(json::value_to<std::string>(feed)) + "\n");
  }
}

Result<json::array> wanted_outlets(Online& online, const std::vector<std::string>& ids, bool all) {
  if (all) {
    return online.rows("/api/v1/sources", most_outlets);
  }
  json::array out;
  for (const std::string& id : ids) {
    TRY(json::value outlet, online.get(path_of(id)));
    out.push_back(std::move(outlet));
  }
  return out;
}

/// Asks for the checks and waits for every report.
Result<json::array> check(Online& online, const json::array& outlets) {
  for (const json::value& each : outlets) {
    TRY_OK(online.send("POST", path_of(text_at(each, "id")) + "/check", nullptr));
  }
  json::array done;
  const bool watched = isatty(STDERR_FILENO) != 0;
  for (const json::value& each : outlets) {
    while (true) {
      TRY(json::value now, online.get(path_of(text_at(each, "id"))));
      if (!now.as_object().at("check_wanted").as_bool()) {
        done.push_back(std::move(now));
        break;
      }
      std::this_thread::sleep_for(ask_again);
    }
    if (watched) {
      std::cerr << "\r" << done.size() << " of " << outlets.size() << " checked" << std::flush;
    }
  }
  if (watched) {
    std::cerr << "\r\x1b[K" << std::flush;
  }
  return done;
}

int run_check_of(Online& online, const std::vector<std::string>& ids, bool all) {
  auto outlets = wanted_outlets(online, ids, all);
  if (!outlets) {
    return online.failed(outlets.error());
  }
  const auto done = check(online, *outlets);
  if (!done) {
    return online.failed(done.error());
  }
  if (!online.printed_json(*done)) {
    put_table(online.screen(), *done);
    if (done->size() == 1 && done->front().as_object().at("checked").is_object()) {
      put_details(online.screen(), done->front());
    }
  }
  const bool good = std::ranges::all_of(
      *done, [](const json::value& each) { return is_good(each.as_object().at("checked")); });
  return good ? 0 : 1;
}

}  // namespace

int run_outlets(Arguments arguments) {
  auto line = read_line(arguments, {"--format"}, {"--all", "--replace", "--imported"});
  if (!line) {
    return usage_error("outlets", line.error().what);
  }
  std::vector<std::string> words = line->words;
  const bool all = line->has("all");
  Online online("outlets", *std::move(line));
  if (words.empty() || (words[0] == "list" && words.size() == 1)) {
    const auto outlets = online.rows("/api/v1/sources", most_outlets);
    if (!outlets) {
      return online.failed(outlets.error());
    }
    if (!online.printed_json(*outlets)) {
      put_table(online.screen(), *outlets);
    }
    return 0;
  }
  if (words[0] == "check" && all != (words.size() > 1)) {
    words.erase(words.begin());
    return run_check_of(online, words, all);
  }
  if (words[0] == "import" && words.size() == 2) {
    return import_outlets(online, words[1]);
  }
  if (words[0] == "export" && words.size() == 1) {
    return export_outlets(online);
  }
  if (words[0] == "remove" && words.size() == 2) {
    return remove_outlet(online, words[1]);
  }
  return usage_error("outlets",
                     "this is not list, check OUTLET..., check --all, import FILE, export or remove OUTLET");
}

}  // namespace qw::cli
