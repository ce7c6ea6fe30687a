#include "config/outlet_text.hpp"

#include "config/records.hpp"
#include "config/table.hpp"
#include "config/toml_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

namespace qw::config {
namespace {

constexpr auto columns = std::to_array<std::string_view>(
    {"id",       "name",   "publisher",  "country", "languages",  "kind",     "tier",
     "zone",     "home",   "telegram",   "feeds",   "hosts",      "sections", "aliases",
     "verified", "paused", "restricted", "delay",   "poll_every", "note"});
constexpr std::string_view between = "; ";

std::string_view feed_key(const model::FeedAddress& feed) {
  return feed.language.empty() ? "mixed" : std::string_view(feed.language);
}

bool is_list(std::string_view column) {
  return column == "languages" || column == "hosts" || column == "sections" || column == "aliases";
}

std::vector<std::string> parts_of(std::string_view text, char by) {
  std::vector<std::string> out;
  while (!text.empty()) {
    const std::size_t at = std::min(text.find(by), text.size());
    std::string_view part = text.substr(0, at);
    text.remove_prefix(std::min(at + 1, text.size()));
    while (part.starts_with(' ')) {
      part.remove_prefix(1);
    }
    while (part.ends_with(' ')) {
      part.remove_suffix(1);
    }
    if (!part.empty()) {
      out.emplace_back(part);
    }
  }
  return out;
}

std::string joined(const std::vector<std::string>& parts) {
  return fmt::format("{}", fmt::join(parts, between));
}

/// A cell is one line without tabs.
std::string cell(std::string text) {
  std::ranges::replace_if(text, [](char c) { return c == '\t' || c == '\n' || c == '\r'; }, ' ');
  return text;
}

std::string feeds_toml(const std::vector<std::pair<std::string, std::string>>& feeds,
                       std::string_view table) {
  std::map<std::string, std::vector<std::string>> by_language;
  for (const auto& [language, address] : feeds) {
    by_language[language].push_back(address);
  }
  std::string out = by_language.empty() ? "" : fmt::format("[{}]\n", table);
  for (const auto& [language, addresses] : by_language) {
    out += toml_line(language, addresses);
  }
  return out;
}

/// The cells of a row as a table of TOML; what is wrong with them is then found by the one reader.
std::string row_toml(const std::map<std::string_view, std::string>& cells) {
  std::string out;
  for (const auto& [column, text] : cells) {
    if (text.empty() || column == "feeds") {
      continue;
    }
    const bool bare = column == "paused" || column == "restricted" ||
                      (column == "tier" && text.size() == 1 && text >= "0" && text <= "9");
    out += is_list(column) ? toml_line(column, parts_of(text, ';'))
           : bare          ? fmt::format("{} = {}\n", column, text)
                           : toml_line(column, text);
  }
  std::vector<std::pair<std::string, std::string>> feeds;
  if (const auto found = cells.find("feeds"); found != cells.end()) {
    for (const std::string& each : parts_of(found->second, ';')) {
      const std::size_t space = std::min(each.find(' '), each.size());
      feeds.emplace_back(each.substr(0, space), each.substr(std::min(space + 1, each.size())));
    }
  }
  return out + feeds_toml(feeds, "feeds");
}

/// Columns of the header, with what is wrong with it.
std::vector<std::string_view> header_of(std::string_view line, const std::string& file, Problems& problems) {
  std::vector<std::string_view> out;
  const std::vector<std::string> known(columns.begin(), columns.end());
  for (const std::string& name : parts_of(line, '\t')) {
    const auto found = std::ranges::find(columns, name);
    if (found == columns.end()) {
      problems.add(file, {1, 1},
                   "'" + name + "' is not a column of a table of outlets" + did_you_mean(name, known));
    }
    out.push_back(found == columns.end() ? std::string_view() : *found);
  }
  for (const std::string_view needed : {"id", "name", "languages", "kind"}) {
    if (std::ranges::find(out, needed) == out.end()) {
      problems.add(file, {1, 1}, "the column '" + std::string(needed) + "' is missing in the header line");
    }
  }
  return out;
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> out;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.ends_with('\r')) {
      line.remove_suffix(1);
    }
    out.push_back(line);
  }
  return out;
}

std::vector<std::string> cells_of(std::string_view line) {
  std::vector<std::string> out;
  for (std::size_t at = 0;; at = line.find('\t', at) + 1) {
    const std::size_t end = line.find('\t', at);
    out.emplace_back(line.substr(at, end == std::string_view::npos ? end : end - at));
    if (end == std::string_view::npos) {
      return out;
    }
  }
}

std::expected<std::vector<model::Outlet>, Errors> checked(std::vector<Placed<model::Outlet>> outlets,
                                                          const Crawl& crawl, Problems& problems) {
  cross_check(crawl, outlets, {}, {}, problems);
  if (!problems.empty()) {
    return std::unexpected(problems.take());
  }
  std::vector<model::Outlet> out;
  for (Placed<model::Outlet>& each : outlets) {
    out.push_back(std::move(each.value));
  }
  return out;
}

}  // namespace

std::string outlet_toml(const model::Outlet& outlet) {
  std::string out = "[[outlet]]\n";
  out += toml_line("id", outlet.id) + toml_line("name", outlet.name) +
         toml_line("publisher", outlet.publisher) + toml_line("country", outlet.country) +
         toml_line("languages", outlet.languages) + toml_line("kind", model::name_of(outlet.kind)) +
         fmt::format("tier = {}\n", outlet.tier) + toml_line("zone", outlet.zone) +
         toml_line("home", outlet.home) + toml_line("telegram", outlet.telegram) +
         toml_line("hosts", outlet.hosts) + toml_line("sections", outlet.sections) +
         toml_line("aliases", outlet.aliases) + toml_line("verified", model::name_of(outlet.verified));
  if (outlet.paused) {
    out += "paused = true\n";
  }
  if (outlet.restricted) {
    out += "restricted = true\n";
  }
  if (outlet.delay) {
    out += toml_line("delay", duration_text(*outlet.delay));
  }
  if (outlet.poll_every) {
    out += toml_line("poll_every", duration_text(*outlet.poll_every));
  }
  out += toml_line("note", outlet.note);
  std::vector<std::pair<std::string, std::string>> feeds;
  for (const model::FeedAddress& feed : outlet.feeds) {
    feeds.emplace_back(feed_key(feed), feed.address);
  }
  return out + feeds_toml(feeds, "outlet.feeds");
}

std::expected<std::vector<model::Outlet>, Errors> read_outlet_text(std::string_view text,
                                                                   const std::string& file,
                                                                   const Crawl& crawl) {
  Problems problems;
  const Result<TomlTable> root = parse_toml(text, file);
  if (!root) {
    return std::unexpected(Errors{root.error()});
  }
  return checked(read_outlets(*root, file, problems, FileName::does_not_matter), crawl, problems);
}

std::string outlet_table(const std::vector<model::Outlet>& outlets) {
  std::string out = fmt::format("{}\n", fmt::join(columns, "\t"));
  for (const model::Outlet& each : outlets) {
    std::vector<std::string> feeds;
    for (const model::FeedAddress& feed : each.feeds) {
      feeds.push_back(fmt::format("{} {}", feed_key(feed), feed.address));
    }
    const std::vector<std::string> cells{
        each.id,
        each.name,
        each.publisher,
        each.country,
        joined(each.languages),
        std::string(model::name_of(each.kind)),
        std::to_string(each.tier),
        each.zone,
        each.home,
        each.telegram,
        joined(feeds),
        joined(each.hosts),
        joined(each.sections),
        joined(each.aliases),
        std::string(model::name_of(each.verified)),
        each.paused ? "true" : "",
        each.restricted ? "true" : "",
        each.delay ? duration_text(*each.delay) : "",
        each.poll_every ? duration_text(*each.poll_every) : "",
        each.note,
    };
    std::string line;
    for (const std::string& text : cells) {
      line += (&text == cells.data() ? "" : "\t") + cell(text);
    }
    out += line + "\n";
  }
  return out;
}

std::expected<std::vector<model::Outlet>, Errors> read_outlet_table(std::string_view text,
                                                                    const std::string& file,
                                                                    const Crawl& crawl) {
  Problems problems;
  const std::vector<std::string_view> lines = lines_of(text);
  const std::vector<std::string_view> header =
      header_of(lines.empty() ? std::string_view() : lines.front(), file, problems);
  std::vector<Placed<model::Outlet>> outlets;
  for (std::uint32_t i = 1; problems.empty() && i < lines.size(); ++i) {
    const std::vector<std::string> cells = cells_of(lines[i]);
    const TomlPlace place{i + 1, 1};
    if (lines[i].empty() || lines[i].starts_with('#')) {
      continue;
    }
    if (cells.size() > header.size()) {
      problems.add(file, place,
                   fmt::format("the row has {} cells, the header {}", cells.size(), header.size()));
      break;
    }
    std::map<std::string_view, std::string> row;
    for (std::size_t at = 0; at < cells.size(); ++at) {
      row[header[at]] = cells[at];
    }
    const Result<TomlTable> root = parse_toml(row_toml(row), file);
    Problems of_row;
    if (!root) {
      of_row.add(root.error());
    } else {
      std::vector<Placed<model::Outlet>> read = read_outlets(*root, file, of_row, FileName::does_not_matter);
      read.front().at = Places{file, place, {}};
      outlets.push_back(std::move(read.front()));
    }
    for (Error& error : of_row.take()) {  // the places are those of the text that was made of the row
      error.where = Where{file, place.line, place.column};
      problems.add(std::move(error));
    }
  }
  return checked(std::move(outlets), crawl, problems);
}

}  // namespace qw::config
