#include "config/pattern_text.hpp"

#include "config/records.hpp"
#include "config/toml_text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace qw::config {
namespace {

void put(std::string& out, std::string_view key, std::string_view text) {
  if (!text.empty()) {
    out += fmt::format("{} = {}\n", key, toml_quoted(text));
  }
}

void put(std::string& out, std::string_view key, const std::vector<std::string>& texts) {
  if (texts.empty()) {
    return;
  }
  out += fmt::format("{} = [\n", key);
  for (const std::string& text : texts) {
    out += "  " + toml_quoted(text) + ",\n";
  }
  out += "]\n";
}

}  // namespace

std::string pattern_toml(const model::Pattern& pattern) {
  std::string out;
  put(out, "id", pattern.id);
  put(out, "official", pattern.official);
  put(out, "title", pattern.title);
  put(out, "title_uk", pattern.title_uk);
  put(out, "title_ru", pattern.title_ru);
  put(out, "state", model::name_of(pattern.state));
  if (pattern.severity) {
    put(out, "severity", model::name_of(*pattern.severity));
  }
  out += "since = " + to_iso(pattern.since) + "\n";
  if (pattern.until) {
    out += "until = " + to_iso(*pattern.until) + "\n";
  }
  put(out, "false", pattern.false_wordings);
  put(out, "authentic", pattern.authentic);
  put(out, "source", pattern.source);
  put(out, "why", pattern.why);
  put(out, "why_uk", pattern.why_uk);
  put(out, "why_ru", pattern.why_ru);
  put(out, "note", pattern.note);
  std::string slots;
  put(slots, "must", pattern.slots.must);
  put(slots, "any", pattern.slots.any);
  put(slots, "must_not", pattern.slots.must_not);
  out += slots.empty() ? "" : "\n[slots]\n" + slots;
  std::string examples;
  put(examples, "alert", pattern.examples_alert);
  put(examples, "silent", pattern.examples_silent);
  out += examples.empty() ? "" : "\n[examples]\n" + examples;
  return out;
}

std::expected<model::Pattern, Errors> read_pattern_text(std::string_view text, const std::string& id,
                                                        const std::vector<model::Official>& officials) {
  const Result<TomlTable> root = parse_toml(text, id.empty() ? "pattern.toml" : id + ".toml");
  if (!root) {
    return std::unexpected(Errors{root.error()});
  }
  std::string stem = id;
  if (const TomlEntry* named = root->find("id"); stem.empty() && named != nullptr) {
    const auto* written = std::get_if<std::string>(&named->node.value);
    stem = written == nullptr ? "" : *written;
  }
  std::ranges::replace(stem, ':', '-');
  const std::string file = stem + ".toml";
  Problems problems;
  std::vector<Placed<model::Pattern>> read = read_patterns(*root, file, problems);
  if (read.size() != 1) {
    problems.add(file, {1, 1}, "one pattern is expected here; a file of several belongs into patterns.d");
  } else {
    check_official(read.front(), officials, problems);
  }
  if (!problems.empty()) {
    return std::unexpected(problems.take());
  }
  return std::move(read.front().value);
}

}  // namespace qw::config
