#include "crawler/match/speakers.hpp"

#include "base/utf8.hpp"
#include "config/table.hpp"

#include <algorithm>
#include <array>

namespace qw::match {
namespace {

constexpr std::uint32_t words_before = 2;  ///< adjectives in front of an office: «словенский еврокомиссар»
constexpr std::uint32_t words_behind = 8;

void keep_sorted(std::vector<std::uint32_t>& values) {
  std::ranges::sort(values);
  const auto tail = std::ranges::unique(values);
  values.erase(tail.begin(), tail.end());
}

bool has(const std::vector<std::uint32_t>& sorted, std::uint32_t value) {
  return std::ranges::binary_search(sorted, value);
}

/// A surname without its case ending, for names that the officials' tables do not have.
std::string name_stem(std::string_view name) {
  constexpr std::size_t least = 4;
  std::u32string points = utf8::to_code_points(fold(name));
  static constexpr std::u32string_view endings =
      U"\u0430\u0435\u0438\u043E\u0443\u044B\u044F\u0456\u044C\u0439";
  while (points.size() > least && endings.contains(points.back())) {
    points.pop_back();
  }
  return utf8::from_code_points(points);
}

}  // namespace

std::expected<Speakers, std::vector<Error>> Speakers::load(const std::string& lexicon_directory,
                                                           const Lexicon& lexicon,
                                                           const std::vector<model::Official>& officials) {
  auto nationals = config::read_table(lexicon_directory + "/nationals.tsv", {"official", "country"});
  auto persons = config::read_table(lexicon_directory + "/persons.tsv", {"lang", "name", "code", "gender"});
  if (!nationals || !persons) {
    return std::unexpected(!nationals ? std::move(nationals).error() : std::move(persons).error());
  }
  Speakers speakers;
  speakers.lexicon_ = &lexicon;
  speakers.classes_.assign(lexicon.size(), Class::none);
  for (std::uint32_t at = 0; at < lexicon.size(); ++at) {
    const Concept& entry = lexicon.at(at);
    if (entry.kind != Kind::role) {
      continue;
    }
    static constexpr auto offices = std::to_array<std::string_view>(
        {"role.commissioner", "role.chief", "role.vice", "role.press", "role.ambassador", "role.envoy",
         "role.diplomat", "role.banker", "role.deputy"});
    const std::string_view id = entry.id;
    speakers.classes_[at] = std::ranges::find(offices, id) != offices.end() ? Class::office
                            : id == "role.official" || id == "role.native_f" || id == "role.native_m"
                                ? Class::generic
                            : id == "role.national"    ? Class::national
                            : id.starts_with("port.")  ? Class::portfolio
                            : id.starts_with("house.") ? Class::house
                                                       : Class::mark;
  }
  speakers.charge_ = lexicon.find("role.charge");
  speakers.former_ = lexicon.find("role.former");
  speakers.feminine_ = lexicon.find("role.feminine");
  speakers.masculine_ = lexicon.find("role.masculine");
  speakers.native_f_ = lexicon.find("role.native_f");
  speakers.native_m_ = lexicon.find("role.native_m");
  speakers.press_ = lexicon.find("role.press");
  speakers.commissioner_ = lexicon.find("role.commissioner");
  speakers.chief_ = lexicon.find("role.chief");
  speakers.vice_ = lexicon.find("role.vice");
  speakers.official_ = lexicon.find("role.official");

  for (const model::Official& official : officials) {
    Profile& profile = speakers.profiles_[official.id];
    profile.terms = official.roles;
    profile.feminine = official.gender == model::Gender::feminine;
    profile.masculine = official.gender == model::Gender::masculine;
    const auto add = [&](std::string_view text) {
      for (const Hit& hit : lexicon.hits(split_words(text, text::Abbreviations{}))) {
        switch (speakers.class_of(hit.concept_index)) {
          case Class::office:
            profile.roles.push_back(hit.concept_index);
            break;
          case Class::portfolio:
            profile.portfolios.push_back(hit.concept_index);
            break;
          case Class::house:
            profile.houses.push_back(hit.concept_index);
            break;
          default:
            if (lexicon.at(hit.concept_index).kind == Kind::place) {
              profile.places.push_back(hit.concept_index);
            }
        }
      }
    };
    for (const model::Role& role : official.roles) {
      add(role.title);
    }
    for (const auto* phrases : {&official.role_words_ru, &official.role_words_uk}) {
      for (const std::string& phrase : *phrases) {
        add(phrase);
      }
    }
  }
  std::vector<Error> errors;
  for (const config::TableRow& row : nationals->rows) {
    const auto profile = speakers.profiles_.find(row.cells[0]);
    const std::uint32_t country = lexicon.find(row.cells[1]);
    if (country == lexicon.size()) {
      errors.push_back(
          nationals->error_at(row, 1, "'" + row.cells[1] + "' is no concept of concepts_actors.tsv"));
    } else if (profile != speakers.profiles_.end()) {
      profile->second.places.push_back(country);
    }
  }
  if (!errors.empty()) {
    return std::unexpected(std::move(errors));
  }
  for (auto& [id, profile] : speakers.profiles_) {
    for (auto* list : {&profile.roles, &profile.portfolios, &profile.houses, &profile.places}) {
      keep_sorted(*list);
    }
  }
  for (const config::TableRow& row : persons->rows) {
    const std::size_t space = row.cells[1].rfind(' ');
    speakers.people_.insert(
        name_stem(std::string_view(row.cells[1]).substr(space == std::string::npos ? 0 : space + 1)));
  }
  return speakers;
}

std::vector<std::string> Speakers::in_offices(std::span<const Word> words, std::span<const Hit> hits,
                                              Day day) const {
  std::vector<Phrase> phrases;
  for (const Hit& hit : hits) {
    const Class each = class_of(hit.concept_index);
    if (each != Class::office && each != Class::generic) {
      continue;
    }
    const auto [first, last] = phrase_of(words, hits, hit);
    Phrase phrase = describe(hits, first, last);
    // A bare «президент» or «чиновник» is nobody in particular.
    const bool tells = !phrase.portfolios.empty() || !phrase.houses.empty() || !phrase.places.empty() ||
                       std::ranges::any_of(phrase.offices, [&](std::uint32_t office) {
                         return office != press_ && office != chief_ && office != vice_;
                       });
    if (tells && std::ranges::find(phrases, phrase) == phrases.end()) {
      phrases.push_back(std::move(phrase));
    }
  }
  std::vector<std::string> found;
  if (phrases.empty()) {
    return found;
  }
  for (const auto& [id, profile] : profiles_) {
    const bool in_office =
        std::ranges::any_of(profile.terms, [&](const model::Role& term) { return term.covers(day); });
    if (in_office &&
        std::ranges::any_of(phrases, [&](const Phrase& phrase) { return fit(profile, phrase) != Fit::no; })) {
      found.push_back(id);
    }
  }
  return found;
}

std::pair<std::uint32_t, std::uint32_t> Speakers::phrase_of(std::span<const Word> words,
                                                            std::span<const Hit> hits, const Hit& hit) const {
  const auto ends_phrase = [&](std::uint32_t at) { return (words[at].before & ~gap::mark) != 0; };
  std::uint32_t first = hit.first;
  while (first > 0 && hit.first - first < words_before && !ends_phrase(first)) {
    --first;
  }
  std::uint32_t last = hit.last;
  while (last + 1 < words.size() && last - hit.last < words_behind &&
         words[last + 1].sentence == words[last].sentence) {
    const auto next = hits_from(hits, last + 1, last + 1);
    const bool verb = std::ranges::any_of(next, [&](const Hit& other) {
      const Kind kind = lexicon_->at(other.concept_index).kind;
      return (kind == Kind::speech || kind == Kind::act || kind == Kind::phase) &&
             class_of(other.concept_index) == Class::none;
    });
    // «литовец, отвечающий за оборону»
    const bool in_charge = (words[last + 1].before & gap::comma) != 0 &&
                           std::ranges::any_of(hits_from(hits, last + 1, last + 3), [&](const Hit& other) {
                             return other.concept_index == charge_;
                           });
    // «комиссар по торговле после разговора с министром»
    constexpr std::uint32_t next_to = 2;
    const bool another = last + 1 >= hit.last + next_to && std::ranges::any_of(next, [&](const Hit& other) {
                           const Class each = class_of(other.concept_index);
                           return each == Class::office || each == Class::national;
                         });
    if (verb || another || (ends_phrase(last + 1) && !in_charge)) {
      break;
    }
    ++last;
  }
  return {first, last};
}

Speakers::Phrase Speakers::describe(std::span<const Hit> hits, std::uint32_t first,
                                    std::uint32_t last) const {
  Phrase phrase;
  const auto begin = std::ranges::lower_bound(hits, first, {}, &Hit::first);
  // «верховный представитель» is no spokesman: the longer office covers the shorter one.
  const auto covered = [&](const Hit& hit) {
    for (auto other = begin; other != hits.end() && other->first <= hit.first; ++other) {
      if (class_of(other->concept_index) == Class::office && other->last >= hit.last &&
          other->last - other->first > hit.last - hit.first) {
        return true;
      }
    }
    return false;
  };
  for (auto hit = begin; hit != hits.end() && hit->first <= last; ++hit) {
    if (hit->last > last) {
      continue;
    }
    const std::uint32_t index = hit->concept_index;
    phrase.former = phrase.former || index == former_;
    phrase.feminine = phrase.feminine || index == feminine_ || index == native_f_;
    phrase.masculine = phrase.masculine || index == native_m_;
    switch (class_of(index)) {
      case Class::office:
        if (!covered(*hit)) {
          phrase.offices.push_back(index);
        }
        break;
      case Class::national:
        phrase.national = true;
        break;
      case Class::generic:
        phrase.native = phrase.native || index != official_;
        phrase.generic = true;
        break;
      case Class::portfolio:
        phrase.portfolios.push_back(index);
        break;
      case Class::house:
        phrase.houses.push_back(index);
        break;
      case Class::mark:
      case Class::none:
        if (lexicon_->at(index).kind == Kind::place) {
          phrase.places.push_back(index);
        }
    }
  }
  return phrase;
}

Speakers::Fit Speakers::fit(const Profile& profile, const Phrase& phrase) const {
  if (phrase.former || phrase.national || (phrase.feminine && profile.masculine) ||
      (phrase.masculine && profile.feminine)) {
    return Fit::no;
  }
  const auto any_of = [](const std::vector<std::uint32_t>& some, const std::vector<std::uint32_t>& own) {
    return std::ranges::any_of(some, [&](std::uint32_t index) { return has(own, index); });
  };
  bool shared = false;  // an office of the official
  bool chief = false;
  bool certain_role = false;
  for (const std::uint32_t office : phrase.offices) {
    const bool own = has(profile.roles, office);
    if (!own && office != chief_ && office != vice_) {
      return Fit::no;  // an office of another kind
    }
    shared = shared || own;
    chief = chief || (own && office == chief_);
    certain_role = certain_role || (own && office != press_ && office != chief_ && office != commissioner_ &&
                                    office != vice_);
  }
  const bool portfolio = any_of(phrase.portfolios, profile.portfolios);
  if (!shared && !phrase.generic && !portfolio) {
    return Fit::no;
  }
  const bool house = any_of(phrase.houses, profile.houses);
  const bool place = !phrase.places.empty();
  if (std::ranges::any_of(phrase.places, [&](std::uint32_t index) { return !has(profile.places, index); }) ||
      (!phrase.houses.empty() && !house) || (!phrase.portfolios.empty() && !portfolio) ||
      (phrase.native && !place)) {
    return Fit::no;
  }
  const bool certain =
      portfolio || (phrase.native && place) || (place && shared) || certain_role || (chief && house);
  return certain ? Fit::certain : Fit::possible;
}

void Speakers::ask(WordForm& form) const {
  constexpr std::size_t longest_ending = 6;  // three Cyrillic letters
  for (std::size_t end = form.key.size(); end >= 6 && end + longest_ending >= form.key.size(); end -= 2) {
    form.public_person = form.public_person || people_.contains(form.key.substr(0, end));
  }
}

bool Speakers::is_person(std::span<const Word> words, std::span<const Hit> hits, std::uint32_t at) const {
  const Word& word = words[at];
  if (!word.capital || word.number) {
    return false;
  }
  if (word.form->public_person) {
    return true;
  }
  if (word.common || word.all_capitals) {
    return false;
  }
  constexpr std::size_t least_bytes = 6;
  return word.key.size() >= least_bytes && std::ranges::none_of(hits_around(hits, at), [&](const Hit& hit) {
           return hit.first <= at && at <= hit.last;
         });
}

/// A country that is not the official's own stands right behind this first word of an office or before it.
bool Speakers::of_another_state(std::span<const Hit> hits, std::uint32_t word, const Profile& profile) const {
  constexpr std::uint32_t behind = 2;
  return std::ranges::any_of(hits, [&](const Hit& hit) {
    return lexicon_->at(hit.concept_index).kind == Kind::place && hit.last + 1 >= word &&
           hit.first <= word + behind && !has(profile.places, hit.concept_index);
  });
}

std::vector<Voice> Speakers::find(std::span<const Word> words, std::span<const Hit> hits,
                                  std::span<const Mention> mentions, const Mentions& names,
                                  std::string_view official, Day day) const {
  std::vector<Voice> voices;
  std::vector<bool> taken(words.size(), false);
  const auto known = profiles_.find(official);
  const bool in_office =
      known != profiles_.end() &&
      std::ranges::any_of(known->second.terms, [&](const model::Role& term) { return term.covers(day); });

  for (const Mention& mention : mentions) {
    const bool mine = names.id_of(mention.official) == official;
    Voice voice{mention.word,
                mention.word,
                mine            ? Who::ours
                : mention.house ? Who::house
                                : Who::colleague,
                mention.subject,
                false,
                false,
                false};
    taken[mention.word] = true;
    if (mine && !words[mention.word].form->surname && known != profiles_.end() &&
        of_another_state(hits, mention.word, known->second)) {
      voice.who = Who::other;  // «глава германской дипломатии»
    }
    // First names and spellings of the name beside it belong to it.
    while (voice.first > 0 && words[voice.first].before == 0 && words[voice.first - 1].capital &&
           !words[voice.first - 1].common && !mention.house) {
      taken[--voice.first] = true;
    }
    while (voice.last + 1 < words.size() && words[voice.last + 1].before == 0 &&
           words[voice.last + 1].capital && !words[voice.last + 1].common && !mention.house) {
      taken[++voice.last] = true;
    }
    voices.push_back(voice);
  }
  for (std::uint32_t at = 0; at < words.size(); ++at) {
    if (taken[at] || !is_person(words, hits, at)) {
      continue;
    }
    Voice voice{at, at, Who::other, true, false, false, false};
    taken[at] = true;
    while (voice.last + 1 < words.size() && words[voice.last + 1].before == 0 &&
           words[voice.last + 1].capital && !taken[voice.last + 1] && !words[voice.last + 1].common) {
      taken[++voice.last] = true;
    }
    voices.push_back(voice);
  }
  const auto named_between = [&](std::uint32_t first, std::uint32_t last) {
    return std::ranges::any_of(voices, [&](const Voice& voice) {
      return voice.who != Who::house && voice.first <= last && voice.last >= first;
    });
  };
  std::uint32_t behind_office = 0;  // words up to here belong to the office before
  for (const Hit& hit : hits) {
    if (hit.first < behind_office) {
      continue;
    }
    if (hit.concept_index == feminine_ || hit.concept_index == masculine_) {
      constexpr std::size_t longest_pronoun = 8;
      if (words[hit.first].key.size() <= longest_pronoun && !taken[hit.first]) {
        voices.push_back({hit.first, hit.last, Who::pronoun, true, hit.concept_index == feminine_,
                          hit.concept_index == masculine_, false});
      }
      continue;
    }
    const Class each = class_of(hit.concept_index);
    if (each != Class::office && each != Class::generic && each != Class::national) {
      continue;
    }
    auto [first, last] = phrase_of(words, hits, hit);
    first = first < hit.first && taken[hit.first - 1] ? hit.first : first;
    // «представитель Еврокомиссии»: the house is whose he is and does not speak itself.
    std::erase_if(voices, [&](const Voice& voice) {
      return voice.who == Who::house && voice.first > hit.first && voice.last <= last;
    });
    if (named_between(first, last)) {
      // The name decides; the office belongs to it.
      if (each == Class::national) {
        for (Voice& voice : voices) {
          if (voice.first == hit.last + 1 && voice.who == Who::colleague) {
            voice.who = Who::other;
          }
        }
      }
      continue;
    }
    Voice voice{first, last, Who::other, true, false, false, true};
    behind_office = last + 1;
    if (each != Class::national && in_office) {
      const Phrase phrase = describe(hits, first, last);
      const Fit fits = fit(known->second, phrase);
      voice.anybody = phrase.houses.empty() && phrase.portfolios.empty();
      voice.who = fits == Fit::certain ? Who::ours : fits == Fit::possible ? Who::maybe : Who::other;
    }
    voices.push_back(voice);
  }
  std::ranges::sort(voices, {}, [](const Voice& voice) { return std::pair(voice.first, voice.last); });
  return voices;
}

}  // namespace qw::match
