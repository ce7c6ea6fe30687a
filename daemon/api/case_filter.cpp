#include "daemon/api/case_filter.hpp"

#include "base/fold.hpp"
#include "daemon/api/request_rules.hpp"

#include <algorithm>
#include <array>

namespace qw::api {
namespace {

constexpr std::size_t most_words_code_points = 200;
constexpr auto fields = std::to_array<std::string_view>(
    {"language", "official", "outlet", "pattern", "publisher", "q", "severity", "since", "state", "until"});

std::string value(const Query& query, const std::string& name) {
  const auto found = query.find(name);
  return found == query.end() ? "" : found->second;
}

std::vector<std::string> words_in(std::string_view text) {
  std::vector<std::string> out;
  for (const FoldedWord& word : folded_words_of(text)) {
    out.push_back(utf8::from_code_points(word.form));
  }
  return out;
}

/// Patterns in whose title, wordings or official's name all of the words stand.
std::vector<std::string> patterns_named(const std::vector<std::string>& words, const config::Config& config) {
  std::vector<std::string> out;
  for (const model::Pattern& pattern : config.patterns) {
    std::string text = pattern.id + " " + pattern.title;
    if (const model::Official* official = config.find_official(pattern.official)) {
      text += " " + official->name + " " + official->uk + " " + official->ru;
    }
    const std::string folded_names = folded_utf8(text, 2'000);
    if (std::ranges::all_of(words, [&](const std::string& word) { return folded_names.contains(word); })) {
      out.push_back(pattern.id);
    }
  }
  return out;
}

Result<std::optional<Time>> day_field(const Query& query, const std::string& name, std::chrono::days later) {
  const std::string text = value(query, name);
  if (text.empty()) {
    return std::optional<Time>();
  }
  const auto day = parse_day(text);
  if (!day) {
    return fail(Errc::usage, "'" + name + "' is a day such as 2026-11-24");
  }
  return std::optional<Time>(*day + later);
}

}  // namespace

Result<store::CaseFilter> case_filter(const Query& query, const config::Config& config) {
  store::CaseFilter out;
  if (const std::string state = value(query, "state"); !state.empty()) {
    out.state = model::from_name<model::CaseState>(state);
    if (!out.state) {
      return fail(Errc::usage,
                  "'state' is one of new, claimed, awaiting_second, decided, disputed, snoozed, reopened");
    }
  }
  if (const std::string severity = value(query, "severity"); !severity.empty()) {
    out.least_severity = model::from_name<model::Severity>(severity);
    if (!out.least_severity) {
      return fail(Errc::usage, "'severity' is one of low, normal, high");
    }
  }
  out.pattern = value(query, "pattern");
  out.official = value(query, "official");
  out.outlet = value(query, "outlet");
  out.publisher = value(query, "publisher");
  out.language = value(query, "language");
  const std::string open = value(query, "open");
  out.open_only = open == "1" || open == "true";
  TRY(out.since, day_field(query, "since", std::chrono::days(0)));
  TRY(out.until, day_field(query, "until", std::chrono::days(1)));
  const std::string text = value(query, "q");
  if (utf8::count(text) > most_words_code_points) {
    return fail(Errc::usage, "'q' has at most 200 characters");
  }
  out.words = words_in(text);
  if (!out.words.empty()) {
    out.words_or_patterns = patterns_named(out.words, config);
  }
  return out;
}

std::string filter_address(const Query& query) {
  std::string out;
  for (const std::string_view field : fields) {
    if (const std::string text = value(query, std::string(field)); !text.empty()) {
      out += (out.empty() ? "" : "&") + std::string(field) + "=" + escape_query(text);
    }
  }
  return out;
}

}  // namespace qw::api
