#include "crawler/match/mentions.hpp"

#include "base/utf8.hpp"

#include <algorithm>
#include <array>
#include <set>

namespace qw::match {
namespace {

bool is_vowel_or_soft(char32_t c) {
  static constexpr std::u32string_view letters =
      U"\u0430\u0435\u0438\u043E\u0443\u044B\u044D\u044E\u044F\u0454\u0456\u0457\u044C";
  return letters.contains(c);
}

/// A word without its case ending: one vowel of a noun, two letters of an adjective. «Еврокомиссия» and
/// «еврокомиссар» must not meet.
std::string stem(std::string_view key) {
  constexpr char32_t short_i = 0x0439;
  constexpr char32_t ya = 0x044F;
  constexpr char32_t a = 0x0430;
  constexpr std::size_t least = 4;
  std::u32string points = utf8::to_code_points(key);
  if (points.size() < least) {
    return std::string(key);
  }
  const char32_t last = points.back();
  const char32_t before = points[points.size() - 2];
  const bool adjective = last == short_i || (last == ya && (before == a || before == ya));
  points.resize(points.size() - (adjective ? 2 : is_vowel_or_soft(last) ? 1 : 0));
  return utf8::from_code_points(points);
}

/// «президентка» of «президент»: the masculine word with the ending of a woman's office, in the nominative.
bool is_her_form(std::string_view key, std::string_view masculine) {
  static constexpr auto endings = std::to_array<std::u32string_view>(
      {U"\u043A\u0430", U"\u0438\u0446\u044F", U"\u0438\u0446\u0430", U"\u0448\u0430"});
  const std::u32string letters = utf8::to_code_points(key);
  constexpr std::size_t beginning = 8;  // four Cyrillic letters
  return key.substr(0, beginning) == masculine.substr(0, beginning) &&
         std::ranges::any_of(endings, [&](std::u32string_view ending) { return letters.ends_with(ending); });
}

/// Short words («в», «ЕК») stand whole.
bool stands_whole(std::string_view stem_of_word) {
  constexpr std::size_t least = 4;
  return utf8::count(stem_of_word) < least;
}

bool begins(std::string_view key, std::string_view stem_of_word, bool whole) {
  return whole ? key == stem_of_word : key.starts_with(stem_of_word);
}

}  // namespace

void Mentions::add(std::uint32_t official, std::string_view name, bool subject) {
  const std::vector<Word> words = split_words(name, text::Abbreviations{});
  if (words.empty()) {
    return;
  }
  for (const Word& word : words) {
    std::vector<std::uint32_t>& owners = parts_[std::string(word.key)];
    if (std::ranges::find(owners, official) == owners.end()) {
      owners.push_back(official);
    }
  }
  const auto at =
      surname_of_.try_emplace(std::string(words.back().key), static_cast<std::uint32_t>(surnames_.size()));
  if (at.second) {
    surnames_.emplace_back();
  }
  std::vector<Form>& forms = surnames_[at.first->second];
  const auto known = std::ranges::find(forms, official, &Form::official);
  if (known == forms.end()) {
    forms.push_back({official, subject});
  } else {
    known->subject = known->subject || subject;
  }
}

Mentions::Mentions(const std::vector<model::Official>& officials) {
  for (const model::Official& official : officials) {
    const auto index = static_cast<std::uint32_t>(ids_.size());
    ids_.push_back(official.id);
    terms_.emplace_back();
    if (official.gender == model::Gender::organisation) {
      houses_.push_back(index);
      std::vector<std::string> names = official.variants;
      names.insert(names.end(), {official.ru, official.uk});
      names.insert(names.end(), official.role_words_ru.begin(), official.role_words_ru.end());
      names.insert(names.end(), official.role_words_uk.begin(), official.role_words_uk.end());
      for (const std::string& name : names) {
        add_role(index, name);
      }
      continue;
    }
    for (const model::CaseForms* names : {&official.ru_last, &official.uk_last}) {
      for (std::size_t form = 0; form < names->forms.size(); ++form) {
        for (const std::string& name : names->forms[form]) {
          add(index, name, form == 0);
        }
      }
    }
    if (official.scope == model::Scope::official) {
      terms_.back() = official.roles;
    }
    for (const auto* phrases : {&official.role_words_ru, &official.role_words_uk}) {
      for (const std::string& phrase : *phrases) {
        add_role(index, phrase);
      }
    }
    for (const std::string& name : official.variants) {
      add(index, name, true);
    }
    add(index, official.name, true);
    for (const std::string& name : {official.ru, official.uk}) {
      add(index, name, true);
    }
  }
  drop_fillers();
}

bool Mentions::in_office(std::uint32_t official, Day day) const {
  if (std::ranges::binary_search(houses_, official)) {
    return true;
  }
  return std::ranges::any_of(terms_[official], [&](const model::Role& term) { return term.covers(day); });
}

void Mentions::add_role(std::uint32_t official, std::string_view phrase) {
  const std::vector<Word> words = split_words(phrase, text::Abbreviations{});
  RolePhrase role;
  role.official = official;
  for (const Word& word : words) {
    role.stems.push_back(stem(word.key));
    role.capital.push_back(word.capital);
  }
  if (role.stems.empty()) {
    return;
  }
  role.nominative = words.front().key;
  // «еврокомиссар по обороне» is «комиссар по обороне» as well.
  const std::u32string head = utf8::to_code_points(role.stems.front());
  constexpr std::u32string_view euro_ru = U"\u0435\u0432\u0440\u043E";
  constexpr std::u32string_view euro_uk = U"\u0454\u0432\u0440\u043E";
  constexpr std::size_t least_rest = 5;
  if ((head.starts_with(euro_ru) || head.starts_with(euro_uk)) &&
      head.size() >= euro_ru.size() + least_rest && role.stems.size() > 1) {
    RolePhrase plain = role;
    plain.stems.front() = utf8::from_code_points(std::u32string_view(head).substr(euro_ru.size()));
    plain.nominative = utf8::from_code_points(
        std::u32string_view(utf8::to_code_points(role.nominative)).substr(euro_ru.size()));
    keep_role(std::move(plain));
  }
  keep_role(std::move(role));
}

void Mentions::keep_role(RolePhrase role) {
  roles_by_stem_[role.stems.front()].push_back(static_cast<std::uint32_t>(roles_.size()));
  roles_.push_back(std::move(role));
}

/// «еврокомиссар по вопросам расширения», «комиссар ЕС по расширению»: what many roles share in the middle
/// need not stand in the text.
void Mentions::drop_fillers() {
  std::map<std::string, std::set<std::uint32_t>, std::less<>> holders;
  for (const RolePhrase& role : roles_) {
    for (std::size_t k = 1; k < role.stems.size(); ++k) {
      if (!role.capital[k]) {
        holders[role.stems[k]].insert(role.official);
      }
    }
  }
  constexpr std::size_t many = 8;
  constexpr std::size_t short_letters = 2;
  for (RolePhrase& role : roles_) {
    std::vector<std::string> kept{role.stems.front()};
    bool portfolio = false;
    for (std::size_t k = 1; k < role.stems.size(); ++k) {
      const bool filler = utf8::count(role.stems[k]) <= short_letters ||
                          (!role.capital[k] && holders[role.stems[k]].size() >= many);
      if (!filler) {
        kept.push_back(role.stems[k]);
        portfolio = portfolio || !role.capital[k];
      }
    }
    if (portfolio) {
      role.stems = std::move(kept);
    }
    for (const std::string& each : role.stems) {
      role.whole.push_back(stands_whole(each));
    }
  }
}

void Mentions::ask(WordForm& form) const {
  const std::string_view key = form.key;
  for (std::size_t end = 0; end < key.size();) {
    end += utf8::decode(key, end).length;
    const auto phrases = roles_by_stem_.find(key.substr(0, end));
    if (phrases != roles_by_stem_.end() && begins(key, phrases->first, stands_whole(phrases->first))) {
      form.roles.insert(form.roles.end(), phrases->second.begin(), phrases->second.end());
    }
  }
  if (const auto surname = surname_of_.find(key); surname != surname_of_.end()) {
    form.surname = surname->second;
  }
}

void Mentions::find_role(std::span<const Word> words, std::uint32_t at, Day day,
                         std::vector<Mention>& found) const {
  std::size_t longest = 0;
  std::vector<const RolePhrase*> holders;
  const std::string_view key = words[at].key;
  for (const std::uint32_t index : words[at].form->roles) {
    const RolePhrase& role = roles_[index];
    if (role.stems.size() < longest) {
      continue;
    }
    constexpr std::uint32_t reach = 4;  // fillers between two words of a role
    bool fits = true;
    std::uint32_t last = at;
    for (std::size_t k = 1; k < role.stems.size() && fits; ++k) {
      fits = false;
      for (std::uint32_t next = last + 1; next < words.size() && next <= last + reach && !fits; ++next) {
        if (words[next].before != 0) {
          break;
        }
        fits = begins(words[next].key, role.stems[k], role.whole[k]);
        last = fits ? next : last;
      }
    }
    if (!fits || !in_office(role.official, day)) {
      continue;
    }
    if (role.stems.size() > longest) {
      longest = role.stems.size();
      holders.clear();
    }
    holders.push_back(&role);
  }
  if (holders.empty() || std::ranges::any_of(holders, [&](const RolePhrase* role) {
        return role->official != holders.front()->official;
      })) {
    return;  // «еврокомиссар» alone is nobody in particular
  }
  // «В Еврокомиссии заявили»: a house speaks in the locative too.
  const bool house = std::ranges::binary_search(houses_, holders.front()->official);
  const std::string& nominative = holders.front()->nominative;
  found.push_back(
      {holders.front()->official, at, house || nominative == key || is_her_form(key, nominative), house});
}

std::vector<Mention> Mentions::find(std::span<const Word> words, Day day) const {
  std::vector<Mention> found;
  for (std::uint32_t at = 0; at < words.size(); ++at) {
    find_role(words, at, day, found);
    // «эль-Ануни» begins small and is a name all the same.
    if (!words[at].capital && !words[at].key.contains('-')) {
      continue;
    }
    const auto& surname = words[at].form->surname;
    if (!surname) {
      continue;
    }
    const std::vector<Form>& forms = surnames_[*surname];
    // Of several with one surname those count who hold an office that day.
    const bool anybody_in_office =
        std::ranges::any_of(forms, [&](const Form& form) { return in_office(form.official, day); });
    for (const Form& form : forms) {
      if (!anybody_in_office || in_office(form.official, day)) {
        found.push_back({form.official, at, form.subject, false});
      }
    }
  }
  return found;
}

bool Mentions::is_name_of(std::string_view official, std::string_view key) const {
  const auto part = parts_.find(key);
  return part != parts_.end() &&
         std::ranges::any_of(part->second, [&](std::uint32_t owner) { return ids_[owner] == official; });
}

}  // namespace qw::match
