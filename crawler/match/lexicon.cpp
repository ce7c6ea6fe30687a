#include "crawler/match/lexicon.hpp"

#include "base/utf8.hpp"
#include "config/table.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <utility>

namespace qw::match {
namespace {

constexpr std::size_t particle_bytes = 4;  ///< two Cyrillic letters
constexpr std::size_t preposition_bytes = 6;

constexpr std::array<std::string_view, 9> files = {
    "concepts_actors.tsv",  "concepts_themes.tsv", "concepts_acts.tsv",
    "concepts_idioms.tsv",  "concepts_deeds.tsv",  "concepts_state.tsv",
    "concepts_economy.tsv", "concepts_people.tsv", "operators.tsv"};

std::optional<Kind> kind_of(std::string_view name) {
  static constexpr auto kinds =
      std::to_array<std::pair<std::string_view, Kind>>({{"place", Kind::place},
                                                        {"org", Kind::org},
                                                        {"theme", Kind::theme},
                                                        {"act", Kind::act},
                                                        {"phase", Kind::phase},
                                                        {"time", Kind::time},
                                                        {"number", Kind::number},
                                                        {"speech", Kind::speech},
                                                        {"operator", Kind::operator_},
                                                        {"role", Kind::role},
                                                        {"stop", Kind::stop}});
  for (const auto& [text, kind] : kinds) {
    if (text == name) {
      return kind;
    }
  }
  return std::nullopt;
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && text.front() == ' ') {
    text.remove_prefix(1);
  }
  while (!text.empty() && text.back() == ' ') {
    text.remove_suffix(1);
  }
  return text;
}

template <class Visit>
void for_each_part(std::string_view text, char separator, Visit visit) {
  while (!text.empty()) {
    const std::size_t end = text.find(separator);
    if (const std::string_view part = trim(text.substr(0, end)); !part.empty()) {
      visit(part);
    }
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
}

/// Of the columns ru, uk and en.
constexpr std::array<text::Language, 3> languages = {text::Language::ru, text::Language::uk,
                                                     text::Language::en};

}  // namespace

Lexicon::Map& Lexicon::Words::of(Match match) {
  return match == Match::beginning ? beginning : match == Match::lemma ? lemma : exact;
}

std::vector<std::uint32_t> Lexicon::Words::met_by(const WordForm& form) const {
  std::vector<std::uint32_t> found;
  const auto add = [&](const Map& map, std::string_view key) {
    if (const auto same = map.find(key); same != map.end()) {
      found.insert(found.end(), same->second.begin(), same->second.end());
    }
  };
  const std::string_view key = form.key;
  add(exact, key);
  for (const std::string& each : form.lemmas) {
    add(lemma, each);
  }
  if (std::ranges::find(form.lemmas, key) == form.lemmas.end()) {
    add(lemma, key);  // a dictionary form that no dictionary was asked for, or has
  }
  for (std::size_t end = 0; end < key.size();) {
    end += utf8::decode(key, end).length;
    add(beginning, key.substr(0, end));
  }
  std::ranges::sort(found);
  const auto again = std::ranges::unique(found);
  found.erase(again.begin(), again.end());
  return found;
}

std::uint32_t Lexicon::piece_of(const std::string& key, Match match) {
  std::vector<std::uint32_t>& known = pieces_.of(match)[key];
  if (known.empty()) {
    known.push_back(piece_count_++);
  }
  return known.front();
}

void Lexicon::add_wording(std::uint32_t concept_index, text::Language language, std::string_view text) {
  Wording wording;
  wording.concept_index = concept_index;
  wording.language = language;
  std::vector<std::pair<std::string, Match>> words;
  for_each_part(text, ' ', [&](std::string_view part) {
    const Match match = part.ends_with('*')   ? Match::beginning
                        : part.ends_with('~') ? Match::lemma
                                              : Match::exact;
    if (match != Match::exact) {
      part.remove_suffix(1);
    }
    std::string key = fold(part);
    const auto letters = static_cast<std::uint32_t>(utf8::count(key));
    // A long dictionary word stands behind the beginnings that were chosen by hand for its whole family.
    const bool wide = match == Match::lemma && letters >= least_beside;
    wording.letters +=
        wide ? std::max(letters / 2, least_beside) : letters + (match == Match::beginning ? 0 : exact_bonus);
    words.emplace_back(std::move(key), match);
  });
  if (words.empty()) {
    return;
  }
  if (words.size() > 1 && words[0].second == Match::exact && words[0].first.size() <= preposition_bytes) {
    // «не», «без» stand everywhere: the phrase is looked up by the next word.
    wording.beside = words[0].first.size() <= particle_bytes;
    std::swap(words[0], words[1]);
  }
  for (std::size_t at = 1; at < words.size(); ++at) {
    wording.rest.push_back(piece_of(words[at].first, words[at].second));
  }
  openings_.of(words[0].second)[words[0].first].push_back(static_cast<std::uint32_t>(wordings_.size()));
  wordings_.push_back(std::move(wording));
}

std::expected<std::shared_ptr<const Lexicon>, std::vector<Error>> Lexicon::load(
    const std::string& directory) {
  auto lexicon = std::make_shared<Lexicon>();
  std::vector<Error> errors;
  std::vector<config::Table> tables;
  for (const std::string_view name : files) {
    auto table = config::read_table(directory + "/" + std::string(name),
                                    {"concept", "kind", "sign", "near", "ru", "uk", "en"});
    if (!table) {
      errors.insert(errors.end(), table.error().begin(), table.error().end());
      continue;
    }
    tables.push_back(*std::move(table));
  }
  for (const config::Table& table : tables) {
    for (const config::TableRow& row : table.rows) {
      Concept entry;
      entry.id = row.cells[0];
      const auto kind = kind_of(row.cells[1]);
      if (!kind) {
        errors.push_back(table.error_at(row, 1,
                                        "'" + row.cells[1] +
                                            "' is no kind; write place, org, theme, act, phase, time, "
                                            "number, speech, operator, role or stop"));
        continue;
      }
      entry.kind = *kind;
      if (row.cells[2] != "+" && row.cells[2] != "-" && row.cells[2] != "0" && !row.cells[2].empty()) {
        errors.push_back(table.error_at(row, 2, "'" + row.cells[2] + "' is no sign; write +, - or nothing"));
        continue;
      }
      entry.sign = row.cells[2] == "-" ? -1 : 1;
      const auto index = static_cast<std::uint32_t>(lexicon->concepts_.size());
      if (!lexicon->by_id_.emplace(entry.id, index).second) {
        errors.push_back(table.error_at(row, 0, "'" + entry.id + "' stands twice; join the two rows"));
        continue;
      }
      lexicon->concepts_.push_back(std::move(entry));
      for (std::size_t column = 4; column < row.cells.size(); ++column) {
        for_each_part(row.cells[column], ';', [&](std::string_view part) {
          for (std::size_t star = part.find_first_of("*~"); star != std::string_view::npos;
               star = part.find_first_of("*~", star + 1)) {
            if (star == 0 || part[star - 1] == ' ' || (star + 1 < part.size() && part[star + 1] != ' ')) {
              errors.push_back(table.error_at(
                  row, column, "'" + std::string(part) + "': '*' and '~' stand only at the end of a word"));
              return;
            }
          }
          if (static_cast<std::size_t>(std::ranges::count(part, ' ')) >= most_words) {
            errors.push_back(table.error_at(
                row, column, "'" + std::string(part) + "' is longer than the eight words of a phrase"));
            return;
          }
          lexicon->add_wording(index, languages[column - 4], part);
        });
      }
    }
  }
  for (const config::Table& table : tables) {
    for (const config::TableRow& row : table.rows) {
      const auto self = lexicon->by_id_.find(row.cells[0]);
      if (self == lexicon->by_id_.end()) {
        continue;
      }
      for_each_part(row.cells[3], ' ', [&](std::string_view part) {
        const int sign = part.starts_with('-') ? -1 : 1;
        if (sign < 0) {
          part.remove_prefix(1);
        }
        const auto other = lexicon->by_id_.find(part);
        if (other == lexicon->by_id_.end()) {
          std::vector<std::string> known;
          for (const Concept& each : lexicon->concepts_) {
            known.push_back(each.id);
          }
          errors.push_back(table.error_at(
              row, 3, "there is no concept '" + std::string(part) + "'" + config::did_you_mean(part, known)));
          return;
        }
        lexicon->concepts_[self->second].near.push_back({other->second, sign});
      });
    }
  }
  lexicon->read_counts(directory + "/concept_counts.tsv", errors);
  if (!errors.empty()) {
    return std::unexpected(std::move(errors));
  }
  lexicon->set_masks();
  lexicon->find_negations();
  return std::shared_ptr<const Lexicon>(std::move(lexicon));
}

void Lexicon::read_counts(const std::string& file, std::vector<Error>& errors) {
  const auto table = config::read_table(file, {"concept", "texts"});
  if (!table) {
    errors.insert(errors.end(), table.error().begin(), table.error().end());
    return;
  }
  constexpr double of = 10'000;
  for (const config::TableRow& row : table->rows) {
    const auto entry = by_id_.find(row.cells[0]);
    const double texts = config::number_of<double>(row.cells[1]).value_or(-1);
    if (!(texts >= 0 && texts <= of)) {
      errors.push_back(table->error_at(row, 1, "'" + row.cells[1] + "' is no number from 0 to 10000"));
    } else if (entry == by_id_.end()) {
      errors.push_back(table->error_at(
          row, 0, "there is no concept '" + row.cells[0] + "'; count again with eval/count_concepts.py"));
    } else {
      concepts_[entry->second].rarity = 1 - std::log(texts + 1) / std::log(of + 1);
    }
  }
}

void Lexicon::find_negations() {
  const std::uint32_t no = find("op.not");
  for (const auto& [key, opened] : openings_.exact) {
    if (std::ranges::none_of(opened, [&](std::uint32_t each) {
          return wordings_[each].concept_index == no && wordings_[each].rest.empty();
        })) {
      continue;
    }
    const auto piece = pieces_.exact.find(key);
    for (Wording& wording : wordings_) {
      wording.negates =
          wording.negates || (piece != pieces_.exact.end() &&
                              std::ranges::find_first_of(wording.rest, piece->second) != wording.rest.end());
    }
    for (const std::uint32_t each : opened) {
      wordings_[each].negates = wordings_[each].negates || !wordings_[each].rest.empty();
    }
  }
}

void Lexicon::set_masks() {
  constexpr unsigned bits = 62;
  constexpr std::uint64_t act = 1ULL << bits;
  constexpr std::uint64_t phase = 1ULL << (bits + 1);
  const auto bit = [](std::size_t index) { return 1ULL << (index % bits); };
  masks_.assign(concepts_.size(), {});
  for (std::size_t at = 0; at < concepts_.size(); ++at) {
    const Kind kind = concepts_[at].kind;
    masks_[at].mask |= bit(at) | (kind == Kind::act ? act : kind == Kind::phase ? act | phase : 0);
    masks_[at].reach |= bit(at) | (kind == Kind::act ? phase : kind == Kind::phase ? act | phase : 0);
    for (const Near& near : concepts_[at].near) {
      masks_[at].reach |= bit(near.concept_index);
      masks_[near.concept_index].reach |= bit(at);
    }
  }
}

std::uint32_t Lexicon::find(std::string_view id) const {
  const auto found = by_id_.find(id);
  return found == by_id_.end() ? static_cast<std::uint32_t>(concepts_.size()) : found->second;
}

void Lexicon::ask(WordForm& form) const {
  form.pieces = pieces_.met_by(form);
  for (const std::uint32_t each : openings_.met_by(form)) {
    const Wording& wording = wordings_[each];
    form.wordings.push_back({each, wording.concept_index, wording.letters,
                             wording.rest.empty() ? Opened::alone : wording.rest.front(), wording.language});
  }
}

double Lexicon::likeness(std::uint32_t a, std::uint32_t b) const {
  if (a == b) {
    return 1;
  }
  constexpr double direct = 0.75;
  for (const Near& near : concepts_[a].near) {
    if (near.concept_index == b) {
      return near.sign * direct;
    }
  }
  for (const Near& near : concepts_[b].near) {
    if (near.concept_index == a) {
      return near.sign * direct;
    }
  }
  return 0;
}

}  // namespace qw::match
