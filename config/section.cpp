#include "config/section.hpp"

#include "base/escape.hpp"
#include "base/utf8.hpp"
#include "config/table.hpp"

#include <unicode/normalizer2.h>
#include <unicode/unistr.h>

#include <algorithm>

namespace qw::config {
namespace {

constexpr std::size_t most_of_a_line = 2000;
constexpr std::size_t most_of_prose = 20'000;
constexpr std::size_t most_listed = 2000;

/// libstdc++ 12 has no std::ranges::contains.
template <class Range, class Value>
bool holds(const Range& range, const Value& value) {
  return std::ranges::find(range, value) != std::ranges::end(range);
}

std::string quoted(std::string_view foreign) {
  return "'" + escape_for_terminal(utf8::cut(foreign, 80)) + "'";
}

/// Decomposed letters look right and match nothing: articles are compared in NFC.
bool is_nfc(std::string_view text) {
  UErrorCode code = U_ZERO_ERROR;
  const icu::Normalizer2* nfc = icu::Normalizer2::getNFCInstance(code);
  return U_FAILURE(code) ||
         nfc->isNormalizedUTF8(icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())), code) !=
             0;
}

/// Why this text cannot stand in the configuration, or "".
std::string fault_of(std::string_view text, std::size_t most, bool lines) {
  std::size_t length = 0;
  for (std::size_t at = 0; at < text.size(); ++length) {
    const utf8::Decoded d = utf8::decode(text, at);
    if (d.code_point == '\n' && !lines) {
      return "must be one line";
    }
    if (d.code_point != '\n' && utf8::is_hostile_control(d.code_point)) {
      return "holds a control character";
    }
    at += d.length;
  }
  if (length > most) {
    return "is longer than " + std::to_string(most) + " characters";
  }
  if (!lines && (text.starts_with(' ') || text.ends_with(' '))) {
    return "begins or ends with a space";
  }
  return is_nfc(text) ? "" : "has letters and accents apart (it must be NFC)";
}

std::string among(std::span<const std::string_view> words) {
  std::string out;
  for (const std::string_view word : words) {
    out += (out.empty() ? "" : " ") + std::string(word);
  }
  return out;
}

}  // namespace

Where Places::of(std::string_view key) const {
  const auto found = keys.find(key);
  const TomlPlace place = found == keys.end() ? record : found->second;
  return {file, place.line, place.column};
}

Section::Section(const TomlTable& table, TomlPlace place, std::string file, Name name, Problems& problems)
    : table_(table), place_(place), file_(std::move(file)), name_(std::move(name)), problems_(problems) {}

const TomlNode* Section::ask(std::string_view key, std::string_view kind, std::string standard) {
  asked_.emplace_back(key);
  problems_.known.try_emplace((name_.prefix.empty() ? "" : name_.prefix + ".") + std::string(key),
                              KnownKey{std::string(kind), std::move(standard)});
  const TomlEntry* entry = table_.find(key);
  return entry == nullptr ? nullptr : &entry->node;
}

void Section::wrong_kind(std::string_view key, const TomlNode& node, std::string_view wanted) {
  add(node.place, std::string(key) + " is " + std::string(node.kind()) + "; write " + std::string(wanted));
}

void Section::flag(std::string_view key, bool& into) {
  const TomlNode* node = ask(key, "flag", into ? "true" : "false");
  if (node == nullptr) {
    return;
  }
  if (const auto* value = std::get_if<bool>(&node->value)) {
    into = *value;
  } else {
    wrong_kind(key, *node, "true or false");
  }
}

std::optional<std::int64_t> Section::whole(std::string_view key, std::string standard, std::int64_t least,
                                           std::int64_t most) {
  const TomlNode* node = ask(key, "number", std::move(standard));
  if (node == nullptr) {
    return std::nullopt;
  }
  const auto* value = std::get_if<std::int64_t>(&node->value);
  if (value == nullptr) {
    wrong_kind(key, *node, "a whole number");
    return std::nullopt;
  }
  if (*value < least || *value > most) {
    add(node->place, std::string(key) + " is " + std::to_string(*value) + "; it must lie between " +
                         std::to_string(least) + " and " + std::to_string(most));
    return std::nullopt;
  }
  return *value;
}

std::optional<Millis> Section::one_duration(std::string_view key, const TomlNode& node, Millis least,
                                            Millis most) {
  const auto* written = std::get_if<std::string>(&node.value);
  if (written == nullptr) {
    wrong_kind(key, node, "a time such as \"90 s\", \"10 min\" or \"48 h\"");
    return std::nullopt;
  }
  const auto value = parse_duration(*written);
  if (!value) {
    add(node.place, std::string(key) + ": " + quoted(*written) +
                        " is no time; write a whole number and ms, s, min, h or d, such as \"90 s\"");
    return std::nullopt;
  }
  if (*value < least || *value > most) {
    add(node.place, std::string(key) + " is " + duration_text(*value) + "; it must lie between " +
                        duration_text(least) + " and " + duration_text(most));
    return std::nullopt;
  }
  return value;
}

void Section::duration(std::string_view key, Millis& into, Millis least, Millis most) {
  if (const TomlNode* node = ask(key, "time", duration_text(into))) {
    into = one_duration(key, *node, least, most).value_or(into);
  }
}

void Section::duration(std::string_view key, std::optional<Millis>& into, Millis least, Millis most) {
  if (const TomlNode* node = ask(key, "time", into ? duration_text(*into) : "")) {
    const auto value = one_duration(key, *node, least, most);
    into = value ? value : into;
  }
}

void Section::durations(std::string_view key, std::vector<Millis>& into) {
  std::string standard;
  for (const Millis each : into) {
    standard += (standard.empty() ? "" : ", ") + duration_text(each);
  }
  const TomlNode* node = ask(key, "list of times", std::move(standard));
  if (node == nullptr) {
    return;
  }
  const auto* list = std::get_if<TomlArray>(&node->value);
  if (list == nullptr) {
    wrong_kind(key, *node, "a list of times such as [\"30 min\", \"8 h\"]");
    return;
  }
  std::vector<Millis> values;
  for (const TomlNode& each : list->nodes) {
    if (const auto value = one_duration(key, each, Millis(1), Millis(366LL * 86'400'000))) {
      values.push_back(*value);
    }
  }
  if (!std::ranges::is_sorted(values)) {
    add(node->place, std::string(key) + ": the times must grow");
  }
  into = std::move(values);
}

void Section::size(std::string_view key, std::uint64_t& into, std::uint64_t least, std::uint64_t most) {
  const TomlNode* node = ask(key, "size", size_text(into));
  if (node == nullptr) {
    return;
  }
  const auto* written = std::get_if<std::string>(&node->value);
  if (written == nullptr) {
    wrong_kind(key, *node, "a size such as \"8 MiB\"");
    return;
  }
  const auto value = parse_size(*written);
  if (!value) {
    add(node->place, std::string(key) + ": " + quoted(*written) +
                         " is no size; write a whole number and B, KiB, MiB, GiB or TiB, such as \"8 MiB\"");
  } else if (*value < least || *value > most) {
    add(node->place, std::string(key) + " is " + size_text(*value) + "; it must lie between " +
                         size_text(least) + " and " + size_text(most));
  } else {
    into = *value;
  }
}

void Section::day(std::string_view key, std::optional<Day>& into) {
  const TomlNode* node = ask(key, "date", "");
  if (node == nullptr) {
    return;
  }
  const auto* value = std::get_if<Day>(&node->value);
  if (value == nullptr) {
    wrong_kind(key, *node, "a date without quotes, such as 2025-12-01");
    return;
  }
  if (*value < Day(std::chrono::year(1950) / 1 / 1) || *value > Day(std::chrono::year(2150) / 1 / 1)) {
    add(node->place, std::string(key) + " is " + to_iso(*value) + "; is the year right?");
    return;
  }
  into = *value;
}

const std::string* Section::one_text(std::string_view key, const TomlNode& node, std::size_t most,
                                     bool lines) {
  const auto* value = std::get_if<std::string>(&node.value);
  if (value == nullptr) {
    wrong_kind(key, node, "a text in quotes");
    return nullptr;
  }
  if (const std::string fault = fault_of(*value, most, lines); !fault.empty()) {
    add(node.place, std::string(key) + " " + fault + ": " + quoted(*value));
    return nullptr;
  }
  return value;
}

void Section::text(std::string_view key, std::string& into) {
  if (const TomlNode* node = ask(key, "text", into)) {
    const std::string* value = one_text(key, *node, most_of_a_line, false);
    into = value == nullptr ? into : *value;
  }
}

void Section::prose(std::string_view key, std::string& into) {
  if (const TomlNode* node = ask(key, "text", into)) {
    const std::string* value = one_text(key, *node, most_of_prose, true);
    into = value == nullptr ? into : *value;
  }
}

void Section::texts(std::string_view key, std::vector<std::string>& into) {
  const TomlNode* node = ask(key, "list of texts", "");
  if (node == nullptr) {
    return;
  }
  const auto* list = std::get_if<TomlArray>(&node->value);
  if (list == nullptr) {
    wrong_kind(key, *node, "a list such as [\"one\", \"two\"]");
    return;
  }
  if (list->nodes.size() > most_listed) {
    add(node->place, std::string(key) + " has more than " + std::to_string(most_listed) + " entries");
    return;
  }
  into.clear();
  for (const TomlNode& each : list->nodes) {
    const std::string* value = one_text(key, each, most_of_a_line, false);
    if (value == nullptr) {
      continue;
    }
    if (value->empty()) {
      add(each.place, std::string(key) + " has an empty entry");
    } else if (holds(into, *value)) {
      add(each.place, std::string(key) + " has " + quoted(*value) + " twice");
    } else {
      into.push_back(*value);
    }
  }
}

void Section::one_of(std::string_view key, std::string& into, std::span<const std::string_view> words) {
  const TomlNode* node = ask(key, "one of: " + among(words), into);
  if (node == nullptr) {
    return;
  }
  const auto* value = std::get_if<std::string>(&node->value);
  if (value == nullptr) {
    wrong_kind(key, *node, "one of: " + among(words));
    return;
  }
  if (holds(words, *value)) {
    into = *value;
    return;
  }
  std::string hint = did_you_mean(*value, std::vector<std::string>(words.begin(), words.end()));
  add(node->place, std::string(key) + " " + quoted(*value) + " is unknown" + (hint.empty() ? ";" : hint) +
                       " (" + among(words) + ")");
}

std::vector<std::pair<const TomlTable*, TomlPlace>> Section::table(std::string_view key) {
  const TomlNode* node = ask(key, "table", "");
  if (node == nullptr) {
    return {};
  }
  if (const auto* found = std::get_if<TomlTable>(&node->value)) {
    return {{found, node->place}};
  }
  wrong_kind(key, *node, "a table [" + std::string(key) + "]");
  return {};
}

std::vector<std::pair<const TomlTable*, TomlPlace>> Section::tables(std::string_view key) {
  const TomlNode* node = ask(key, "tables", "");
  if (node == nullptr) {
    return {};
  }
  std::vector<std::pair<const TomlTable*, TomlPlace>> out;
  if (const auto* list = std::get_if<TomlArray>(&node->value)) {
    for (const TomlNode& each : list->nodes) {
      if (const auto* found = std::get_if<TomlTable>(&each.value)) {
        out.emplace_back(found, each.place);
      } else {
        wrong_kind(key, each, "tables [[" + std::string(key) + "]]");
      }
    }
  } else {
    wrong_kind(key, *node, "tables [[" + std::string(key) + "]]");
  }
  return out;
}

void Section::need(std::initializer_list<std::string_view> keys) {
  for (const std::string_view key : keys) {
    const TomlEntry* entry = table_.find(key);
    if (entry == nullptr) {
      add(place_, std::string(key) + " is missing; " + name_.said + " must have one");
      continue;
    }
    const auto* text = std::get_if<std::string>(&entry->node.value);
    const auto* list = std::get_if<TomlArray>(&entry->node.value);
    if ((text != nullptr && text->empty()) || (list != nullptr && list->nodes.empty())) {
      add(entry->node.place, std::string(key) + " is empty; " + name_.said + " must have one");
    }
  }
}

void Section::complain(std::string_view key, std::string what) {
  const TomlEntry* entry = table_.find(key);
  add(entry == nullptr ? place_ : entry->node.place, std::move(what));
}

void Section::finish() {
  for (const TomlEntry& entry : table_.entries) {
    if (!holds(asked_, entry.key)) {
      add(entry.place,
          quoted(entry.key) + " is not a key of " + name_.said + did_you_mean(entry.key, asked_));
    }
  }
}

Places Section::places() const {
  Places out{file_, place_, {}};
  for (const TomlEntry& entry : table_.entries) {
    out.keys.emplace(entry.key, entry.node.place);
  }
  return out;
}

}  // namespace qw::config
