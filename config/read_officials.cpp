#include "config/addresses.hpp"
#include "config/records.hpp"

#include <algorithm>

namespace qw::config {
namespace {

using model::Official;

bool is_official_id(std::string_view id) {
  constexpr std::string_view organisation = "org:";
  return is_id(id.starts_with(organisation) ? id.substr(organisation.size()) : id);
}

/// "Урсулі/Урсулові" → both.
std::vector<std::string> alternatives(std::string_view cell) {
  std::vector<std::string> out;
  while (true) {
    const std::size_t slash = cell.find('/');
    if (!cell.substr(0, slash).empty()) {
      out.emplace_back(cell.substr(0, slash));
    }
    if (slash == std::string_view::npos) {
      return out;
    }
    cell.remove_prefix(slash + 1);
  }
}

/// Six cells, one a case; cells may repeat, so the list is read by position and not as a set.
void read_forms(Section& section, std::string_view key, model::CaseForms& into) {
  std::string line;
  section.text(key, line);
  if (line.empty()) {
    return;
  }
  std::size_t at = 0;
  for (std::size_t from = 0; from <= line.size(); ++at) {
    const std::size_t end = std::min(line.find(';', from), line.size());
    std::string cell = line.substr(from, end - from);
    const std::size_t first = cell.find_first_not_of(' ');
    cell = first == std::string::npos ? "" : cell.substr(first);
    if (at < into.forms.size()) {
      into.forms.at(at) = alternatives(cell);
      if (into.forms.at(at).empty()) {
        section.complain(key, std::string(key) + " has an empty case");
        return;
      }
    }
    from = end + 1;
  }
  if (at != into.forms.size()) {
    section.complain(
        key, std::string(key) + " has " + std::to_string(at) +
                 " cases; write six, divided by ';': who, of whom, to whom, whom, by whom, about whom");
  }
}

void read_roles(Section& section, Official& official) {
  for (const auto& [table, place] : section.tables("role")) {
    Section role(*table, place, section.file(), {"official.role", "a role"}, section.problems());
    model::Role read;
    role.need({"title"});
    role.text("title", read.title);
    role.day("from", read.from);
    role.day("until", read.until);
    role.finish();
    if (read.from && read.until && *read.until < *read.from) {
      role.complain("until", "until lies before from");
    }
    official.roles.push_back(std::move(read));
  }
}

void read_namesakes(Section& section, const Official& official, OfficialsRead& out) {
  for (const auto& [table, place] : section.tables("namesake")) {
    Section entry(*table, place, section.file(), {"official.namesake", "a namesake"}, section.problems());
    model::Namesake read;
    read.official = official.id;
    entry.need({"who", "kind"});
    entry.text("surname_ru", read.surname_ru);
    entry.text("surname_uk", read.surname_uk);
    entry.text("name", read.namesake);
    entry.text("who", read.who);
    constexpr auto kinds = std::to_array<std::string_view>({"person", "place", "company", "word", "role"});
    entry.one_of("kind", read.kind, kinds);
    entry.texts("tell_apart", read.tell_apart);
    entry.prose("note", read.note);
    entry.finish();
    if (read.surname_ru.empty() && read.surname_uk.empty()) {
      entry.complain("surname_ru", "a namesake must have surname_ru or surname_uk");
    }
    out.namesakes.push_back({std::move(read), entry.places()});
  }
}

void read_official(Section section, bool alone, OfficialsRead& out) {
  Official official;
  section.need({"id", "name", "gender"});
  section.text("id", official.id);
  section.text("name", official.name);
  section.text("ru", official.ru);
  section.text("uk", official.uk);
  section.choice("gender", official.gender);
  section.choice("scope", official.scope);
  section.flag("indeclinable", official.indeclinable);
  section.flag("surname_alone", official.surname_alone);
  read_forms(section, "ru_first", official.ru_first);
  read_forms(section, "ru_last", official.ru_last);
  read_forms(section, "uk_first", official.uk_first);
  read_forms(section, "uk_last", official.uk_last);
  section.texts("variants", official.variants);
  section.texts("role_words_ru", official.role_words_ru);
  section.texts("role_words_uk", official.role_words_uk);
  section.prose("note", official.note);
  read_roles(section, official);
  read_namesakes(section, official, out);
  section.finish();
  if (!official.id.empty() && !is_official_id(official.id)) {
    section.complain("id", "id '" + official.id +
                               "' may hold small Latin letters, digits and hyphens only, "
                               "after org: for an institution");
  } else if (alone) {
    check_file_name(section, official.id);
  }
  if (official.ru.empty() && official.uk.empty()) {
    section.complain("ru", "an official must have a name in Russian (ru) or Ukrainian (uk)");
  }
  out.officials.push_back({std::move(official), section.places()});
}

}  // namespace

OfficialsRead read_officials(const TomlTable& root, const std::string& file, Problems& problems) {
  OfficialsRead out;
  if (root.find("official") == nullptr && root.find("id") != nullptr) {
    read_official(Section(root, {1, 1}, file, {"official", "an official"}, problems), true, out);
    return out;
  }
  Section top(root, {1, 1}, file, {"", "a file of officials"}, problems);
  for (const auto& [table, place] : top.tables("official")) {
    read_official(Section(*table, place, file, {"official", "an official"}, problems), false, out);
  }
  read_namesakes(top, Official{}, out);  // those that resemble no single official
  top.finish();
  return out;
}

}  // namespace qw::config
