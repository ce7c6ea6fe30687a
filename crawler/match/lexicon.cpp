#include "crawler/match/lexicon.hpp"

#include "base/utf8.hpp"
#include "config/table.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>
#include <tuple>
#include <utility>

namespace qw::match {
namespace {

constexpr std::uint32_t window = 4;        ///< words of a phrase lie at most so far apart
constexpr std::size_t particle_bytes = 4;  ///< two Cyrillic letters
constexpr std::uint32_t exact_bonus = 50;  ///< an exact word beats every beginning
constexpr std::uint32_t least_beside = 5;  ///< letters of a beginning that counts beside a longer wording

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

constexpr std::uint8_t says_deed = 1;
constexpr std::uint8_t says_place = 2;
constexpr std::uint8_t says_matter = 4;

constexpr double telling = 0.4;  ///< rarer in the news than «план» or «система», which a phrase may keep

/// «запрет украинского зерна» is said by its parts, which other texts put in other words.
bool is_composed(const Hit& hit, const std::vector<std::uint8_t>& single) {
  std::uint8_t said = 0;
  for (std::uint32_t word = hit.first; word <= hit.last; ++word) {
    said = static_cast<std::uint8_t>(said | (hit.covers(word) ? single[word] : 0));
  }
  return (said & says_matter) != 0 && (said & (says_deed | says_place)) != 0;
}

bool begins(std::string_view word, std::string_view beginning) { return word.starts_with(beginning); }

}  // namespace

std::span<const Hit> hits_from(std::span<const Hit> hits, std::uint32_t first, std::uint32_t last) {
  const auto begin = std::ranges::lower_bound(hits, first, {}, &Hit::first);
  const auto end = std::ranges::upper_bound(begin, hits.end(), last, {}, &Hit::first);
  return {begin, end};
}

void Lexicon::add_wording(std::uint32_t concept_index, text::Language language, std::string_view text) {
  Wording wording;
  wording.concept_index = concept_index;
  wording.language = language;
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
    wording.words.emplace_back(std::move(key), match);
  });
  if (wording.words.empty()) {
    return;
  }
  auto& map = wording.words.front().second == Match::beginning ? beginning_
              : wording.words.front().second == Match::lemma   ? lemma_
                                                               : exact_;
  map[wording.words.front().first].push_back(static_cast<std::uint32_t>(wordings_.size()));
  wordings_.push_back(std::move(wording));
}

bool Lexicon::matches(const Word& word, const std::pair<std::string, Match>& wanted) {
  switch (wanted.second) {
    case Match::exact:
      return word.key == wanted.first;
    case Match::beginning:
      return begins(word.key, wanted.first);
    case Match::lemma:
      break;
  }
  return word.key == wanted.first || std::ranges::find(word.lemmas, wanted.first) != word.lemmas.end();
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
    double texts = 0;
    const std::string& cell = row.cells[1];
    const auto [end, problem] = std::from_chars(cell.data(), cell.data() + cell.size(), texts);
    if (problem != std::errc() || end != cell.data() + cell.size() || !(texts >= 0 && texts <= of)) {
      errors.push_back(table->error_at(row, 1, "'" + cell + "' is no number from 0 to 10000"));
    } else if (entry == by_id_.end()) {
      errors.push_back(table->error_at(
          row, 0, "there is no concept '" + row.cells[0] + "'; count again with eval/count_concepts.py"));
    } else {
      concepts_[entry->second].rarity = 1 - std::log(texts + 1) / std::log(of + 1);
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

void Lexicon::collect(std::span<const Word> words, std::uint32_t at,
                      std::span<const std::uint32_t> candidates,
                      std::vector<std::pair<Hit, std::uint32_t>>& found) const {
  for (const std::uint32_t candidate : candidates) {
    const Wording& wording = wordings_[candidate];
    const text::Language spoken = words[at].language;
    const bool cyrillic = wording.language != text::Language::en && spoken != text::Language::en;
    if (cyrillic && spoken != text::Language::unknown && wording.language != spoken) {
      continue;  // «образом» is no Ukrainian insult
    }
    std::uint32_t first = at;
    std::uint32_t last = at;
    std::array<std::uint32_t, 8> places{at};
    std::size_t count = 1;
    bool complete = wording.words.size() <= places.size();
    for (std::size_t i = 1; i < wording.words.size() && complete; ++i) {
      complete = false;
      // «не обсуждают», but not «не переставали обсуждать»: a particle stands next to its word.
      const auto& [before, before_match] = wording.words[i - 1];
      const bool particle = i == 1 && before_match == Match::exact && before.size() <= particle_bytes;
      const std::uint32_t reach = particle ? 1 : window;
      const std::uint32_t from = first > reach ? first - reach : 0;
      const auto until = std::min<std::uint32_t>(last + reach, static_cast<std::uint32_t>(words.size()) - 1);
      for (std::uint32_t k = from; k <= until && !complete; ++k) {
        const bool used = std::find(places.begin(), places.begin() + static_cast<std::ptrdiff_t>(count), k) !=
                          places.begin() + static_cast<std::ptrdiff_t>(count);
        if (!used && words[k].sentence == words[at].sentence && matches(words[k], wording.words[i])) {
          first = std::min(first, k);
          last = std::max(last, k);
          places[count++] = k;
          complete = true;
        }
      }
    }
    Hit hit{wording.concept_index, first, last, 0};
    for (std::size_t i = 0; i < count; ++i) {
      hit.words |= places[i] - first < 32 ? 1U << (places[i] - first) : 0U;
    }
    if (complete) {
      const auto bonus = static_cast<std::uint32_t>(wording.words.size() - 1) * 2 * exact_bonus;
      found.emplace_back(hit, wording.letters + bonus);
    }
  }
}

std::vector<std::uint32_t> Lexicon::wordings_of(const WordForm& form) const {
  std::vector<std::uint32_t> found;
  const auto add = [&](const Map& map, std::string_view key) {
    if (const auto same = map.find(key); same != map.end()) {
      found.insert(found.end(), same->second.begin(), same->second.end());
    }
  };
  add(exact_, form.key);
  for (const std::string& lemma : form.lemmas) {
    add(lemma_, lemma);
  }
  if (std::ranges::find(form.lemmas, form.key) == form.lemmas.end()) {
    add(lemma_, form.key);  // a dictionary form that no dictionary was asked for, or has
  }
  const std::string_view key = form.key;
  for (std::size_t end = 0; end < key.size();) {
    end += utf8::decode(key, end).length;
    add(beginning_, key.substr(0, end));
  }
  return found;
}

std::vector<Hit> Lexicon::hits(std::span<const Word> words) const {
  std::vector<std::pair<Hit, std::uint32_t>> found;
  for (std::uint32_t at = 0; at < words.size(); ++at) {
    const WordForm& form = *words[at].form;
    if (form.tables_asked) {
      collect(words, at, form.wordings, found);
    } else {
      collect(words, at, wordings_of(form), found);
    }
  }
  // The longest wording takes its words; equally long ones share them.
  std::ranges::sort(found, [](const auto& a, const auto& b) {
    return std::tuple(b.second, a.first.first, a.first.concept_index) <
           std::tuple(a.second, b.first.first, b.first.concept_index);
  });
  // What single words of a phrase say by themselves: bit 1 a deed, 2 a country, 4 a matter.
  std::vector<std::uint8_t> single(words.size(), 0);
  for (const auto& [hit, letters] : found) {
    if (hit.first == hit.last) {
      const Kind kind = concepts_[hit.concept_index].kind;
      const std::uint8_t says = kind == Kind::act || kind == Kind::phase ? says_deed
                                : kind == Kind::place                    ? says_place
                                : kind == Kind::theme && concepts_[hit.concept_index].rarity >= telling
                                    ? says_matter
                                    : 0;
      single[hit.first] = static_cast<std::uint8_t>(single[hit.first] | says);
    }
  }
  // A deed of several words («вернуть долг») leaves the matter in it to be counted too.
  std::vector<std::uint32_t> taken(words.size(), 0);
  std::vector<bool> in_phrase(words.size(), false);
  std::vector<Hit> out;
  std::vector<Hit> deeds;
  for (const auto& [hit, letters] : found) {
    const Kind kind = concepts_[hit.concept_index].kind;
    if (kind == Kind::role) {
      // An office stands beside what its words mean otherwise («литовец» is Lithuania too).
      const bool same = std::ranges::any_of(out, [&](const Hit& each) {
        return each.concept_index == hit.concept_index && each.first <= hit.last && hit.first <= each.last;
      });
      if (!same) {
        out.push_back(hit);
      }
      continue;
    }
    if (hit.first != hit.last && kind == Kind::theme && is_composed(hit, single)) {
      continue;
    }
    const bool deed = kind == Kind::act || kind == Kind::phase || kind == Kind::speech;
    bool free = true;
    for (std::uint32_t k = hit.first; k <= hit.last; ++k) {
      free = free && (!hit.covers(k) || taken[k] == 0 || taken[k] == letters);
    }
    const bool twice = std::ranges::any_of(out, [&](const Hit& each) {
      return each.concept_index == hit.concept_index && each.first <= hit.last && hit.first <= each.last;
    });
    const bool inside_deed =
        (deed || kind == Kind::operator_) && std::ranges::any_of(deeds, [&](const Hit& each) {
          return hit.first == hit.last ? each.covers(hit.first)
                                       : hit.first >= each.first && hit.last <= each.last;
        });
    if (!free && !twice && hit.first == hit.last && letters >= least_beside && !in_phrase[hit.first] &&
        (kind == Kind::theme || kind == Kind::act || kind == Kind::phase)) {
      out.push_back(hit);
      out.back().beside = true;
      continue;
    }
    if (!free || twice || inside_deed) {
      continue;
    }
    for (std::uint32_t k = hit.first; k <= hit.last && hit.first != hit.last; ++k) {
      in_phrase[k] = in_phrase[k] || hit.covers(k);
    }
    if (hit.first == hit.last || !deed) {
      for (std::uint32_t k = hit.first; k <= hit.last; ++k) {
        taken[k] = hit.covers(k) ? letters : taken[k];
      }
    } else {
      deeds.push_back(hit);
    }
    out.push_back(hit);
  }
  std::ranges::sort(out, {},
                    [](const Hit& hit) { return std::tuple(hit.first, hit.beside, hit.concept_index); });
  return out;
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
