#include "crawler/quotes/names.hpp"

#include "base/utf8.hpp"
#include "crawler/text/letters.hpp"

namespace qw::quotes {
namespace {

constexpr Index most_name_tokens = 6;
constexpr Index veto_window = 4;

bool ends_with(std::string_view key, std::u32string_view letters) {
  return key.ends_with(utf8::from_code_points(letters));
}

/// Endings that no nominative of a surname has (Зеленскому, Кубилюсом, Лаврова aside).
std::uint8_t cases_by_ending(std::string_view key) {
  static const std::string u = utf8::from_code_points(U"\u0443"), yu = utf8::from_code_points(U"\u044E");
  if (key.size() < 8) {
    return Case::all;
  }
  if (key.ends_with(u) || key.ends_with(yu)) {
    return Case::dat | Case::acc | Case::ins;
  }
  for (const std::u32string_view ending :
       {U"\u043E\u043C", U"\u0435\u043C", U"\u044B\u043C", U"\u043E\u0432\u0456", U"\u0435\u0432\u0456",
        U"\u043E\u0433\u043E", U"\u0438\u043C"}) {
    if (ends_with(key, ending)) {
      return Case::gen | Case::dat | Case::ins | Case::loc | Case::acc;
    }
  }
  if (ends_with(key, U"\u0430") || ends_with(key, U"\u044F")) {
    return Case::nom | Case::gen | Case::acc;
  }
  return Case::all;
}

}  // namespace

NameReader::Found NameReader::find(Index i, SenseKind kind) const {
  Found found;
  each_sense(i, [&](const Sense& sense, Index length) {
    if (sense.kind == kind && length > found.length) {
      found = {&sense, length};
    }
  });
  return found;
}

/// All cases in which the form at `i` may stand as this kind and id.
std::uint8_t NameReader::cases_of(Index i, const Sense& like, Index length) const {
  std::uint8_t one = 0;
  std::uint8_t several = 0;
  each_sense(i, [&](const Sense& sense, Index other) {
    if (sense.kind == like.kind && sense.id == like.id && other == length && sense.noun == like.noun) {
      (sense.plural ? several : one) |= sense.cases;
    }
  });
  return one != 0 ? one : several;
}

bool NameReader::at_start(Index i) const {
  if (i == 0 || text_.token(i - 1).sentence_end) {
    return true;
  }
  const TokenKind before = text_.token(i - 1).kind;
  if (before == TokenKind::stop && i > 1 && is_initial(i - 2)) {
    return false;  // «С. Міксер» is no mixer
  }
  return before == TokenKind::quote || before == TokenKind::colon || before == TokenKind::symbol ||
         before == TokenKind::dash || before == TokenKind::stop || before == TokenKind::open_bracket ||
         text_.document->paragraphs[paragraph_of(i)].tokens.begin == i;
}

std::size_t NameReader::paragraph_of(Index i) const {
  const auto& paragraphs = text_.document->paragraphs;
  const auto after =
      std::ranges::upper_bound(paragraphs, i, {}, [](const text::Paragraph& p) { return p.tokens.begin; });
  return static_cast<std::size_t>(after - paragraphs.begin()) - 1;
}

bool NameReader::adjacent(
    Index i) const {  // token i follows i-1 without punctuation and in the same paragraph
  return i < text_.size() && text_.token(i).kind == TokenKind::word &&
         (i == 0 || text_.document->paragraphs[paragraph_of(i)].tokens.begin != i);
}

bool NameReader::is_initial(Index i) const {
  return text_.token(i).kind == TokenKind::word && text_.token(i).capital && text_.key(i).size() <= 2 &&
         text_.is(i + 1, TokenKind::stop) && !text_.token(i + 1).sentence_end &&
         text_.token(i).end == text_.token(i + 1).begin;
}

/// A capitalised word that could be part of a person's name.
bool NameReader::is_name_word(Index i) const {
  const text::Token& token = text_.token(i);
  if (token.kind != TokenKind::word || !token.capital || token.key_size < 4) {
    return false;
  }
  if (has_kind(i, SenseKind::first_name) && !at_start(i)) {
    return true;  // «Марта Кос» is no month
  }
  if (text_.has(i, Tag::place) || text_.has(i, Tag::time) || has_kind(i, SenseKind::institution) ||
      has_kind(i, SenseKind::media) || has_kind(i, SenseKind::role_head) || has_kind(i, SenseKind::pronoun) ||
      has_kind(i, SenseKind::prepositional)) {
    return false;
  }
  if (has_kind(i, SenseKind::last_name) || has_kind(i, SenseKind::first_name) ||
      has_kind(i, SenseKind::person) || has_kind(i, SenseKind::given_name)) {
    return true;
  }
  if (has_kind(i, SenseKind::noun) || has_kind(i, SenseKind::cue) || has_kind(i, SenseKind::cue_noun) ||
      text_.marks[i].tags != 0) {
    return false;
  }
  if (token.all_capitals && token.key_size <= 10) {
    return false;  // an acronym
  }
  if (at_start(i)) {
    const auto word = text_.language_data->word(text_.languages[i], text_.key(i));
    return !word->known && (word->name || token.key_size >= 6);
  }
  return true;
}

bool NameReader::own_given(const Person& person, Index i) const {
  const std::string key(text_.key(i));
  if (key.size() <= 2) {
    return std::ranges::any_of(person.first_names,
                               [&](const std::string& name) { return name.starts_with(key); });
  }
  if (person.first_names.contains(key)) {
    return true;
  }
  // A spelling whose cases the tables do not list: all but the last two letters.
  constexpr std::size_t ending = 4;
  return key.size() > 2 * ending && std::ranges::any_of(person.first_names, [&](const std::string& name) {
           const std::size_t common = std::min(name.size(), key.size());
           return common > 2 * ending && std::max(name.size(), key.size()) - common <= ending &&
                  std::string_view(name).substr(0, common - ending) ==
                      std::string_view(key).substr(0, common - ending);
         });
}

bool NameReader::has_namesake_words(Index begin, Index end, std::string_view surname) const {
  for (const Namesake& namesake : text_.lexicon->namesakes) {
    if (namesake.surname != surname) {
      continue;
    }
    Index from = begin;
    while (from > 0 && begin - from < veto_window && !text_.token(from - 1).sentence_end) {
      --from;
    }
    Index to = end;
    while (to < text_.size() && to - end < veto_window && !text_.token(to).sentence_end) {
      ++to;
    }
    for (const auto& words : namesake.tell_apart) {
      if (words.empty() || (words.size() == 1 && words[0].size() < 8)) {
        continue;
      }
      for (Index i = from; i + words.size() <= to; ++i) {
        bool all = i < begin || i >= end;
        for (std::size_t w = 0; all && w < words.size(); ++w) {
          all = text_.token(i + static_cast<Index>(w)).key_size > 0 &&
                text_.key(i + static_cast<Index>(w)) == words[w];
        }
        if (all && !has_kind(i, SenseKind::role_head)) {
          return true;
        }
      }
    }
  }
  return false;
}
std::optional<NameReader::Name> NameReader::read_name(Index i) const {
  if (i >= text_.size() || text_.token(i).kind != TokenKind::word) {
    return std::nullopt;
  }
  std::vector<Index> given;
  Index at = i;
  // Given names stand before the first surname that the tables know.
  for (;;) {
    if (const Found last = find(at, SenseKind::last_name); last.sense != nullptr && name_case_ok(at, last)) {
      if (given.size() == 1 && behind_locative(i) && !is_first_name(i)) {
        return other_name(i, at);  // «в Гранаде Каллас»
      }
      return official_name(i, given, at, last);
    }
    const std::size_t before = given.size();
    std::vector<Index> more = given;
    Index next = at;
    if (is_initial(at)) {
      more.push_back(at);
      next = at + 2;
    } else if (is_name_word(at)) {
      more.push_back(at);
      next = at + 1;
    }
    // «в Гранаде Жозеп Боррель»: the place ends where a first name begins.
    if (!given.empty() && more.size() > before && is_first_name(at) && !is_first_name(given.back()) &&
        !is_initial(given.back())) {
      return other_name(i, at);
    }
    if (more.size() == before || more.size() > 3 || next >= text_.size() ||
        text_.token(next).kind != TokenKind::word || (!is_initial(at) && !adjacent(next))) {
      break;
    }
    given = std::move(more);
    at = next;
  }
  return other_name(i, text_.size());
}

bool NameReader::is_first_name(Index i) const {
  return has_kind(i, SenseKind::given_name) || has_kind(i, SenseKind::first_name);
}

bool NameReader::behind_locative(Index i) const {
  if (i == 0 || text_.token(i - 1).kind != TokenKind::word || !text_.has(i - 1, Tag::preposition)) {
    return false;
  }
  const std::string_view key = text_.key(i - 1);
  const char32_t first = utf8::decode(key, 0).code_point;
  if (key.size() == 4) {
    return key == "\u043D\u0430" || key == "\u0432\u043E";
  }
  return key.size() == 2 && (first == 0x0432 || first == 0x0443);
}

/// Lower-case «кос» is a braid; a sentence that begins with an oblique form of a common word is no name.
bool NameReader::name_case_ok(Index i, const Found& last) const {
  const text::Token& token = text_.token(i);
  if (last.length > 1) {
    return true;
  }
  if (!token.capital && !has_inner_capital(i)) {
    return false;
  }
  const std::uint8_t cases = cases_of(i, *last.sense, last.length);
  if (at_start(i) && (cases & Case::nom) == 0) {
    return !text_.language_data->word(text_.languages[i], text_.key(i))->known;
  }
  if (token.all_capitals && token.key_size <= 6 && !whole_text_in_capitals(i)) {
    return false;
  }
  return true;
}

bool NameReader::has_inner_capital(Index i) const {
  const std::string_view bytes = text_.document->bytes({i, i + 1});
  const std::size_t hyphen = bytes.find('-');
  return hyphen != std::string_view::npos && hyphen + 1 < bytes.size() &&
         text::is_upper(utf8::decode(bytes, hyphen + 1).code_point);
}

bool NameReader::whole_text_in_capitals(Index i) const {
  const bool before = i > 0 && text_.token(i - 1).all_capitals;
  const bool after = i + 1 < text_.size() && text_.token(i + 1).all_capitals;
  return before || after;
}

NameReader::Name NameReader::official_name(Index begin, const std::vector<Index>& given, Index at,
                                           const Found& last) const {
  Name name;
  name.tokens = {begin, at + last.length};
  name.cases = cases_of(at, *last.sense, last.length);
  name.gender = last.sense->gender;
  // Several officials may share a surname: the given name decides.
  int chosen = -1;
  bool several = false;
  each_sense(at, [&](const Sense& sense, Index length) {
    if (sense.kind != SenseKind::last_name || length != last.length) {
      return;
    }
    const Person& person = text_.lexicon->officials[sense.id];
    const bool fits = std::ranges::all_of(given, [&](Index g) { return own_given(person, g); });
    if (!fits || chosen == static_cast<int>(sense.id)) {
      return;
    }
    if (chosen >= 0) {
      const Person& other = text_.lexicon->officials[static_cast<std::size_t>(chosen)];
      if (other.in_office(text_.date) != person.in_office(text_.date)) {
        chosen = person.in_office(text_.date) ? static_cast<int>(sense.id) : chosen;
        return;
      }
      several = true;
      return;
    }
    chosen = static_cast<int>(sense.id);
  });
  if (several) {
    chosen = -1;
  }
  name.official = chosen;
  name.vetoed = chosen < 0;
  const std::string surname(text_.key(at));
  if (given.empty() && chosen >= 0) {
    // «Мишель Обама»: the surname is somebody's first name.
    const Index next = at + last.length;
    if (adjacent(next) && is_name_word(next) && has_kind(at, SenseKind::given_name) &&
        !has_kind(next, SenseKind::last_name)) {
      name.tokens.end = next + 1;
      name.official = -1;
      name.vetoed = true;
    }
  }
  if (name.official >= 0 && given.empty() &&
      has_namesake_words(name.tokens.begin, name.tokens.end, surname)) {
    name.official = -1;
    name.vetoed = true;
  }
  if (name.official >= 0) {
    for (const Index g : given) {
      std::uint8_t first_cases = 0;
      each_sense(g, [&](const Sense& sense, Index) {
        if (sense.kind == SenseKind::first_name && static_cast<int>(sense.id) == name.official) {
          first_cases |= sense.cases;
        }
      });
      if ((first_cases & name.cases) != 0) {
        name.cases &= first_cases;
      }
    }
  }
  if (name.official < 0) {
    name.gender = given.empty() ? model::Gender::unknown : gender_of(given.front());
  } else {
    name.gender = text_.lexicon->officials[static_cast<std::size_t>(name.official)].gender;
  }
  return name;
}

model::Gender NameReader::gender_of(Index i) const {
  for (const SenseKind kind : {SenseKind::given_name, SenseKind::person, SenseKind::first_name}) {
    if (const Found found = find(i, kind); found.sense != nullptr) {
      return found.sense->gender;
    }
  }
  return model::Gender::unknown;
}

std::optional<NameReader::Name> NameReader::other_name(Index i, Index limit) const {
  Name name;
  name.tokens = {i, i};
  Index at = i;
  Index last = i;
  while (at < std::min(limit, text_.size()) && at - i < most_name_tokens) {
    if (const Found person = find(at, SenseKind::person); person.sense != nullptr && person.length > 1) {
      name.gender = person.sense->gender;
      last = at;
      at += person.length;
      continue;
    }
    if (is_initial(at)) {
      at += 2;
      continue;
    }
    if ((at != i && !adjacent(at)) || !is_name_word(at)) {
      break;
    }
    if (name.gender == model::Gender::unknown) {
      name.gender = gender_of(at);
    }
    last = at;
    ++at;
  }
  if (at == i || (last == i && is_initial(i))) {
    return std::nullopt;
  }
  name.tokens.end = at;
  const bool known =
      has_kind(last, SenseKind::person) || (last == i && has_kind(last, SenseKind::given_name));
  const SenseKind kind = has_kind(last, SenseKind::person) ? SenseKind::person : SenseKind::given_name;
  name.cases = cases_by_ending(text_.key(last));
  if (known) {
    const Found found = find(last, kind);
    name.cases = cases_of(last, *found.sense, found.length);
  }
  if (at - i > 1 && !known && has_kind(i, SenseKind::given_name)) {
    name.cases |= Case::nom;  // «Костадин Костадинов», «Илва Йоханссон»: the first name is in the nominative
  }
  return name;
}

}  // namespace qw::quotes
