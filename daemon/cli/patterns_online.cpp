#include "daemon/cli/patterns_online.hpp"

#include "daemon/cli/backtest_lines.hpp"
#include "daemon/cli/online.hpp"
#include "daemon/cli/page_reader.hpp"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <iostream>

namespace qw::cli {
namespace {

namespace json = boost::json;

constexpr std::size_t most_patterns = 100'000;
constexpr int backtest_seconds = 180;

std::string path_of(const std::string& id) { return "/api/v1/patterns/" + escaped_for_path(id); }

Colour colour_of(const std::string& state) {
  return state == "live" ? Colour::green : state == "trial" ? Colour::yellow : Colour::dim;
}

Row row_of(const json::value& each) {
  const std::string state = text_at(each, "state");
  const std::string problem = text_at(each, "problem");
  const bool in_both = each.as_object().at("in_both").as_bool();
  const std::string title = text_at(each, "title");
  return {text_at(each, "id"), Cell(state, colour_of(state)), text_at(each, "origin"),
          text_at(each, "official"),
          !problem.empty() ? Cell(problem, Colour::red)
          : in_both        ? Cell("in a file and at the desk", Colour::yellow)
                           : Cell(title)};
}

/// Writes each text into DIR/ID.toml; nothing that is there is overwritten.
int write_files(const std::string& folder, const std::vector<std::pair<std::string, std::string>>& texts) {
  std::error_code code;
  std::filesystem::create_directories(folder, code);
  for (const auto& [id, text] : texts) {
    std::string stem = id;
    std::ranges::replace(stem, ':', '-');
    const std::filesystem::path file = std::filesystem::path(folder) / (stem + ".toml");
    if (std::filesystem::exists(file, code)) {
      std::cerr << "quotewatch patterns: " << file.string() << " is there already; nothing was overwritten\n";
      return 1;
    }
    std::ofstream out(file, std::ios::binary);
    out << text;
    if (!out.flush()) {
      std::cerr << "quotewatch patterns: " << file.string() << " could not be written\n";
      return exit_status_of(Errc::io);
    }
    std::cout << file.string() << '\n';
  }
  return 0;
}

}  // namespace

int list_patterns(Arguments arguments) {
  auto line = read_line(arguments, {"--state"});
  if (!line || !line->words.empty()) {
    return usage_error("patterns", line ? "list takes no further words" : line.error().what);
  }
  const std::string state = line->option("state");
  Online online("patterns", *std::move(line));
  const auto rows = online.rows(
      "/api/v1/patterns" + (state.empty() ? "" : "?state=" + escaped_for_path(state)), most_patterns);
  if (!rows) {
    return online.failed(rows.error());
  }
  if (online.printed_json(*rows)) {
    return 0;
  }
  std::vector<Row> lines;
  for (const json::value& each : *rows) {
    lines.push_back(row_of(each));
  }
  put(online.screen(), table(online.screen(), {"ID", "STATE", "FROM", "OFFICIAL", "TITLE"}, lines));
  return 0;
}

int show_pattern(Arguments arguments) {
  auto line = read_line(arguments, {});
  if (!line || line->words.size() != 1) {
    return usage_error("patterns", line ? "show takes one ID" : line.error().what);
  }
  const std::string id = line->words.front();
  Online online("patterns", *std::move(line));
  const auto pattern = online.get(path_of(id));
  if (!pattern) {
    return online.failed(pattern.error());
  }
  if (!online.printed_json(*pattern)) {
    put(online.screen(), text_at(*pattern, "toml"));
  }
  return 0;
}

int export_patterns(Arguments arguments) {
  auto line = read_line(arguments, {"--folder"}, {"--all"});
  if (!line) {
    return usage_error("patterns", line.error().what);
  }
  std::vector<std::string> wanted = line->words;
  const std::string folder = line->option("folder");
  const bool all = line->has("all");
  Online online("patterns", *std::move(line));
  if (wanted.empty()) {
    const auto rows = online.rows("/api/v1/patterns", most_patterns);
    if (!rows) {
      return online.failed(rows.error());
    }
    for (const json::value& each : *rows) {
      if (all || text_at(each, "origin") == "desk" || number_at(each, "rev") != "0") {
        wanted.push_back(text_at(each, "id"));
      }
    }
  }
  std::vector<std::pair<std::string, std::string>> texts;
  for (const std::string& id : wanted) {
    const auto pattern = online.get(path_of(id));
    if (!pattern) {
      return online.failed(pattern.error());
    }
    texts.emplace_back(id, text_at(*pattern, "toml"));
  }
  if (!folder.empty()) {
    return write_files(folder, texts);
  }
  for (std::size_t at = 0; at < texts.size(); ++at) {
    std::cout << (at == 0 ? "" : "\n") << "# " << texts[at].first << ".toml\n" << texts[at].second;
  }
  return 0;
}

int add_pattern(Arguments arguments) {
  auto line = read_line(arguments, {});
  if (!line || line->words.size() != 1) {
    return usage_error("patterns", line ? "add takes one TOML file" : line.error().what);
  }
  const auto toml = read_file(line->words.front());
  Online online("patterns", *std::move(line));
  if (!toml) {
    return online.failed(toml.error());
  }
  json::object body;
  body["toml"] = *toml;
  const auto made = online.send("POST", "/api/v1/patterns", body);
  if (!made) {
    return online.failed(made.error());
  }
  if (!online.printed_json(*made)) {
    put(online.screen(), text_at(*made, "id") + "\t" + text_at(*made, "state") + "\n");
  }
  return 0;
}

int set_pattern_state(Arguments arguments, const std::string& state) {
  auto line = read_line(arguments, {"--reason"});
  if (!line || line->words.size() != 1) {
    return usage_error("patterns", line ? "say which ID" : line.error().what);
  }
  const std::string id = line->words.front();
  json::object body;
  body["state"] = state;
  body["reason"] = line->option("reason");
  Online online("patterns", *std::move(line));
  const auto done = online.change(path_of(id), "POST", path_of(id) + "/state", body);
  if (!done) {
    return online.failed(done.error());
  }
  if (!online.printed_json(*done)) {
    put(online.screen(), id + "\t" + text_at(*done, "state") + "\n");
  }
  return 0;
}

int backtest_stored(Arguments arguments) {
  auto line = read_line(arguments, {"--days"});
  if (!line || line->words.size() != 1) {
    return usage_error("patterns", line ? "backtest takes one ID, or files" : line.error().what);
  }
  json::object body;
  if (const std::string text = line->option("days"); !text.empty()) {
    std::int64_t days = 0;
    if (std::from_chars(text.data(), text.data() + text.size(), days).ec != std::errc()) {
      return usage_error("patterns", "--days takes a number");
    }
    body["days"] = days;
  }
  const std::string id = line->words.front();
  Online online("patterns", *std::move(line));
  const auto done = online.send("POST", path_of(id) + "/backtest", body, "", backtest_seconds);
  if (!done) {
    return online.failed(done.error());
  }
  if (online.printed_json(*done)) {
    return 0;
  }
  const auto read = patterns::read_backtest(json::serialize(*done));
  if (!read) {
    return online.failed(read.error());
  }
  put(online.screen(), backtest_lines(*read));
  return 0;
}

}  // namespace qw::cli
