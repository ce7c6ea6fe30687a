#include "config/addresses.hpp"
#include "config/records.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include <algorithm>

namespace qw::config {
namespace {

namespace json = boost::json;
using model::Pattern;

void check_pattern(Section& section, const Pattern& pattern) {
  if (!pattern.id.empty() && !is_id(pattern.id)) {
    section.complain("id", "id '" + pattern.id + "' may hold small Latin letters, digits and hyphens only");
  }
  if (!pattern.source.empty() && !parse_web_address(pattern.source)) {
    section.complain("source", "'" + pattern.source + "' is no http or https address");
  }
  if (pattern.until && *pattern.until < pattern.since) {
    section.complain("until", "until lies before since");
  }
}

Placed<Pattern> read_pattern(Section section, bool alone) {
  Pattern pattern;
  std::optional<Day> since;
  section.need({"id", "official", "false", "since", "source"});
  section.text("id", pattern.id);
  section.text("official", pattern.official);
  section.text("title", pattern.title);
  section.text("title_uk", pattern.title_uk);
  section.text("title_ru", pattern.title_ru);
  section.choice("state", pattern.state);
  section.choice("severity", pattern.severity);
  section.day("since", since);
  section.day("until", pattern.until);
  section.texts("false", pattern.false_wordings);
  section.texts("authentic", pattern.authentic);
  section.text("source", pattern.source);
  section.prose("why", pattern.why);
  section.prose("why_uk", pattern.why_uk);
  section.prose("why_ru", pattern.why_ru);
  section.prose("note", pattern.note);
  for (const auto& [table, place] : section.table("slots")) {
    Section slots(*table, place, section.file(), {"pattern.slots", "[slots]"}, section.problems());
    slots.texts("must", pattern.slots.must);
    slots.texts("any", pattern.slots.any);
    slots.texts("must_not", pattern.slots.must_not);
    slots.finish();
  }
  for (const auto& [table, place] : section.table("examples")) {
    Section examples(*table, place, section.file(), {"pattern.examples", "[examples]"}, section.problems());
    examples.texts("alert", pattern.examples_alert);
    examples.texts("silent", pattern.examples_silent);
    examples.finish();
  }
  section.finish();
  pattern.since = since.value_or(Day{});
  if (alone) {
    check_file_name(section, pattern.id);
  }
  check_pattern(section, pattern);
  return {std::move(pattern), section.places()};
}

/// Reads one line of the JSON form; the first fault of a line is its problem.
class LineReader {
 public:
  LineReader(const std::string& file, std::uint32_t line, Problems& problems)
      : file_(file), line_(line), problems_(problems) {}

  std::optional<Pattern> read(std::string_view bytes) {
    boost::system::error_code code;
    const json::value parsed = json::parse(bytes, code);
    if (code || !parsed.is_object()) {
      complain("the line is no JSON object");
      return std::nullopt;
    }
    const json::object& object = parsed.get_object();
    Pattern out;
    std::string since;
    std::string until;
    const bool fine = text(object, "id", out.id, true) && text(object, "official", out.official, true) &&
                      texts(object, "false", out.false_wordings, true) &&
                      texts(object, "authentic", out.authentic, false) &&
                      text(object, "since", since, true) && text(object, "until", until, false) &&
                      text(object, "source", out.source, false);
    if (!fine) {
      return std::nullopt;
    }
    const Result<Day> first = parse_day(since);
    const Result<Day> last = until.empty() ? first : parse_day(until);
    if (!first || !last) {
      complain("since and until must be YYYY-MM-DD");
      return std::nullopt;
    }
    out.since = *first;
    if (!until.empty()) {
      out.until = *last;
    }
    return out;
  }

 private:
  void complain(std::string what) { problems_.add(file_, {line_, 0}, std::move(what)); }

  bool text(const json::object& object, std::string_view key, std::string& into, bool needed) {
    const json::value* found = object.if_contains(key);
    if (found != nullptr && found->is_string()) {
      into = std::string(found->get_string());
      return true;
    }
    if (!needed && (found == nullptr || found->is_null())) {
      return true;
    }
    complain(std::string(key) + " must be a text");
    return false;
  }

  bool texts(const json::object& object, std::string_view key, std::vector<std::string>& into, bool needed) {
    const json::value* found = object.if_contains(key);
    const json::array* list = found == nullptr ? nullptr : found->if_array();
    if (list == nullptr) {
      if (needed || found != nullptr) {
        complain(std::string(key) + " must be a list of texts");
      }
      return !needed && found == nullptr;
    }
    for (const json::value& each : *list) {
      if (!each.is_string()) {
        complain(std::string(key) + " must be a list of texts");
        return false;
      }
      into.emplace_back(each.get_string());
    }
    if (needed && into.empty()) {
      complain(std::string(key) + " is empty");
      return false;
    }
    return true;
  }

  const std::string& file_;
  std::uint32_t line_;
  Problems& problems_;
};

}  // namespace

std::vector<Placed<Pattern>> read_patterns(const TomlTable& root, const std::string& file,
                                           Problems& problems) {
  std::vector<Placed<Pattern>> out;
  if (root.find("pattern") == nullptr) {
    out.push_back(read_pattern(Section(root, {1, 1}, file, {"pattern", "a pattern"}, problems), true));
    return out;
  }
  Section top(root, {1, 1}, file, {"", "a file of patterns"}, problems);
  for (const auto& [table, place] : top.tables("pattern")) {
    out.push_back(read_pattern(Section(*table, place, file, {"pattern", "a pattern"}, problems), false));
  }
  top.finish();
  return out;
}

std::vector<Placed<Pattern>> read_pattern_lines(std::string_view bytes, const std::string& file,
                                                Problems& problems) {
  std::vector<Placed<Pattern>> out;
  std::uint32_t number = 0;
  while (!bytes.empty()) {
    const std::size_t end = bytes.find('\n');
    const std::string_view line = bytes.substr(0, end);
    bytes.remove_prefix(end == std::string_view::npos ? bytes.size() : end + 1);
    ++number;
    if (line.find_first_not_of(" \t\r") == std::string_view::npos) {
      continue;
    }
    if (auto pattern = LineReader(file, number, problems).read(line)) {
      out.push_back({*std::move(pattern), Places{file, {number, 0}, {}}});
    }
  }
  return out;
}

}  // namespace qw::config
