#include "crawler/quotes/offices.hpp"

#include "crawler/quotes/likeness.hpp"

#include <algorithm>

namespace qw::quotes {
namespace {

constexpr Index most_apposition = 9;

}  // namespace

void OfficeReader::take_name(Mention& mention, const Name& name) const {
  const int holder = mention.official;
  mention.who = name.official >= 0 ? Who::official : Who::person;
  mention.official = name.official;
  mention.vetoed = name.vetoed;
  mention.gender = name.gender != model::Gender::unknown ? name.gender : mention.gender;
  mention.cases = name.cases;
  if (mention.official < 0 && !name.vetoed) {
    read_unusual_spelling(mention, name, holder);
  }
}

void OfficeReader::read_unusual_spelling(Mention& mention, const Name& name, int holder) const {
  const Index last = name.tokens.end - 1;
  if (text_.token(last).kind != TokenKind::word) {
    return;
  }
  const std::string word = skeleton(text_.key(last));
  const bool full = name.tokens.size() == 2 && !is_initial(name.tokens.begin);
  if (name.tokens.size() == 1) {
    if (const auto known = spelled_.find(word); known != spelled_.end()) {
      settle(mention, known->second);
      return;
    }
  }
  if ((!full && name.tokens.size() > 1) || (!full && !mention.has_head)) {
    return;
  }
  const std::string first = full ? skeleton(text_.key(name.tokens.begin)) : "";
  int found = -1;
  for (std::size_t id = 0; id < text_.lexicon->officials.size(); ++id) {
    const Person& person = text_.lexicon->officials[id];
    const bool surname =
        std::ranges::any_of(person.last_skeletons, [&](const std::string& own) { return alike(word, own); });
    const bool given = full && std::ranges::any_of(person.first_skeletons, [&](const std::string& own) {
                         return own.size() > 2 && own == first;
                       });
    if (!surname || (full && !given) || !person.in_office(text_.date) ||
        (!full && (word.size() < 6 || !holds(person, mention.head, id, holder)))) {
      continue;
    }
    if (found >= 0) {
      return;
    }
    found = static_cast<int>(id);
  }
  if (found >= 0) {
    spelled_[word] = found;
    settle(mention, found);
  }
}

bool OfficeReader::holds(const Person& person, HeadClass head, std::size_t id, int holder) {
  switch (head) {
    case HeadClass::commissioner:
      return person.commissioner;
    case HeadClass::speaker:
    case HeadClass::press:
      return person.spokesperson;
    default:
      return static_cast<int>(id) == holder;
  }
}

void OfficeReader::settle(Mention& mention, int official) const {
  mention.who = Who::official;
  mention.official = official;
  mention.gender = text_.lexicon->officials[static_cast<std::size_t>(official)].gender;
}

bool OfficeReader::read_former_prefix(Index i, Mention& mention) const {
  constexpr std::size_t prefix = 6;  // three letters
  const std::string_view key = text_.key(i);
  if (key.size() <= prefix + 4) {
    return false;
  }
  const Entry* before = text_.lexicon->find(text_.languages[i], key.substr(0, prefix));
  if (before == nullptr || (before->tags & bit(Tag::former)) == 0) {
    return false;
  }
  std::string_view rest = key.substr(prefix);
  if (rest.starts_with('-')) {
    rest.remove_prefix(1);
  }
  const Entry* noun = text_.lexicon->find(text_.languages[i], rest);
  if (noun == nullptr) {
    return false;
  }
  const bool office = std::ranges::any_of(noun->senses, [](const Sense& sense) {
    return sense.kind == SenseKind::role_head || sense.kind == SenseKind::noun;
  });
  if (!office) {
    return false;
  }
  mention.former = true;
  mention.who = Who::noun;
  mention.tokens = mention.name = {i, i + 1};
  for (const Sense& sense : noun->senses) {
    if (sense.rest.empty() && (sense.kind == SenseKind::role_head || sense.kind == SenseKind::noun)) {
      mention.cases = sense.cases;
    }
  }
  attach_name(i + 1, mention);
  return true;
}

bool OfficeReader::is_stop_for_apposition(Index i) const {
  if (!adjacent(i)) {
    return true;
  }
  return find(i, SenseKind::cue).sense != nullptr && !has_kind(i, SenseKind::noun) && !text_.token(i).capital;
}

bool OfficeReader::is_portfolio(Index i) const {
  return std::ranges::any_of(text_.lexicon->portfolios,
                             [&](const auto& entry) { return text_.key(i).starts_with(entry.first); });
}

bool OfficeReader::attach_name(Index from, Mention& mention) const {
  for (Index at = from; at < from + most_apposition && at < text_.size(); ++at) {
    if (text_.token(at).kind == TokenKind::open_bracket && text_.is(at + 2, TokenKind::close_bracket)) {
      at += 2;  // «Европейского союза (ЕС) Кая Каллас»
      continue;
    }
    if (is_stop_for_apposition(at) &&
        !(at > from && text_.is(at - 1, TokenKind::close_bracket) && text_.is(at, TokenKind::word))) {
      return false;
    }
    const bool lower = !text_.token(at).capital && find(at, SenseKind::last_name).length < 2;
    if (lower) {
      if (at > from + 1 && (text_.has(at, Tag::that) || text_.has(at, Tag::but))) {
        return false;
      }
      if (text_.has(at, Tag::preposition) && at == from && text_.key(at).size() <= 2 &&
          (mention.who == Who::carry || mention.who == Who::anonymous)) {
        return false;  // «источник в …»
      }
      if (looks_like_verb(text_, at) && !text_.has(at, Tag::preposition) && !is_portfolio(at)) {
        return false;
      }
      continue;
    }
    if (text_.has(at, Tag::place) || has_kind(at, SenseKind::institution)) {
      if (const Found org = find(at, SenseKind::institution); org.length > 1) {
        at += org.length - 1;
      }
      continue;
    }
    if (const auto name = read_name(at)) {
      // «советник Каллас», «министр Германии Пистрориус»: a name in the genitive behind a relational noun
      // belongs to somebody else; that is settled by the caller.
      const std::uint8_t common = name->cases & mention.cases;
      if (common == 0 && name->official < 0) {
        return false;
      }
      if (common == 0) {
        return false;
      }
      take_name(mention, *name);
      mention.name = name->tokens;
      mention.tokens.end = name->tokens.end;
      mention.cases = common;
      return true;
    }
    if (text_.token(at).all_capitals) {
      continue;
    }
    return false;
  }
  return false;
}

bool OfficeReader::read_role(Index at, Mention& mention) const {
  std::vector<Found> heads;
  each_sense(at, [&](const Sense& sense, Index length) {
    if (sense.kind == SenseKind::role_head) {
      heads.push_back({&sense, length});
    }
  });
  const OfficeTail* best = nullptr;
  Found best_head;
  Index best_end = 0;
  for (const Found& head : heads) {
    const auto& tails = text_.lexicon->tails[static_cast<std::size_t>(text_.languages[at])]
                                            [static_cast<std::size_t>(head.sense->head)];
    for (const OfficeTail& tail : tails) {
      const Index end = match_tail(at + head.length, tail);
      if (end != 0 && end > best_end) {
        best = &tail;
        best_head = head;
        best_end = end;
        break;
      }
    }
  }
  for (const Found& head : heads) {
    if (head.sense->head == HeadClass::commissioner) {
      return read_commissioner(at, head, mention);
    }
  }
  if (best == nullptr) {
    // «глава регулятора», «очільниця відомства»: who of the officials was spoken of before.
    for (const Found& head : heads) {
      const Index house = at + head.length;
      if (head.sense->head == HeadClass::chief && adjacent(house) && text_.has(house, Tag::generic_house) &&
          !text_.token(house).capital) {
        mention.who = Who::carry;
        mention.native = true;
        mention.gender =
            head.sense->gender == model::Gender::feminine ? model::Gender::feminine : model::Gender::unknown;
        mention.plural = several(at, head);
        mention.cases = role_cases(at, head);
        mention.tokens.end = house + 1;
        mention.name = {at, house + 1};
        return !mention.plural;
      }
    }
    return false;
  }
  if (refuses(*best, best_end)) {
    return false;
  }
  mention.who = Who::role;
  mention.has_head = true;
  mention.head = best_head.sense->head;
  mention.gender =
      best_head.sense->gender == model::Gender::feminine ? model::Gender::feminine : model::Gender::unknown;
  mention.plural = several(at, best_head);
  mention.cases = role_cases(at, best_head);
  mention.tokens.end = best_end;
  mention.name = {mention.former ? mention.tokens.begin : at, best_end};
  if (best->title.empty()) {
    mention.org = best->house;
    mention.who = Who::org;
  } else {
    mention.official = text_.lexicon->holder(best->title, text_.date);
  }
  // «вице-президент Еврокомиссии по экономике»: the whole house's chief is not meant.
  Index last = best_end;
  if (best->house == "org:ec" && (mention.head == HeadClass::chief || mention.head == HeadClass::deputy)) {
    if (const int chosen = in_charge(best_end, last); chosen >= 0) {
      mention.official = chosen;
      mention.who = Who::role;
      mention.tokens.end = mention.name.end = last;
    }
  }
  const Mention unnamed = mention;
  if (attach_name(best_end, mention)) {
    mention.org.clear();
    return true;
  }
  mention = unnamed;
  if (mention.plural) {
    mention.who = Who::noun;
    mention.official = -1;
    mention.org.clear();
  }
  return true;
}

bool OfficeReader::several(Index at, const Found& head) const {
  bool one = false;
  each_sense(at, [&](const Sense& sense, Index length) {
    one = one || (sense.kind == SenseKind::role_head && length == head.length && !sense.plural);
  });
  return !one;
}

std::uint8_t OfficeReader::role_cases(Index at, const Found& head) const {
  std::uint8_t one = 0;
  std::uint8_t several = 0;
  each_sense(at, [&](const Sense& sense, Index length) {
    if (sense.kind == SenseKind::role_head && length == head.length && sense.head == head.sense->head) {
      (sense.plural ? several : one) |= sense.cases;
    }
  });
  return one != 0 ? one : several;
}

Index OfficeReader::match_tail(Index at, const OfficeTail& tail) const {
  if (tail.capital && !text_.token(at).capital) {
    return 0;
  }
  for (const std::string& key : tail.keys) {
    if (!adjacent(at) || text_.key(at) != key) {
      return 0;
    }
    ++at;
  }
  return at;
}

bool OfficeReader::refuses(const OfficeTail& tail, Index end) const {
  const bool has_owner = std::ranges::any_of(tail.keys, [&](const std::string& key) {
    const Entry* entry = text_.lexicon->find(text::Language::ru, key);
    const Entry* other = text_.lexicon->find(text::Language::uk, key);
    const auto is_org = [](const Entry* e) {
      return e != nullptr &&
             std::ranges::any_of(e->senses, [](const Sense& s) { return s.kind == SenseKind::institution; });
    };
    return is_org(entry) || is_org(other);
  });
  if (has_owner || !adjacent(end) || !text_.token(end).capital) {
    return false;
  }
  return text_.has(end, Tag::place) || text_.token(end).all_capitals ||
         (!has_kind(end, SenseKind::last_name) && !has_kind(end, SenseKind::first_name) &&
          !is_name_word(end));
}

bool OfficeReader::read_commissioner(Index at, const Found& head, Mention& mention) const {
  Index end = at + head.length;
  while (adjacent(end) && (has_kind(end, SenseKind::institution))) {
    end += std::max<Index>(find(end, SenseKind::institution).length, 1);
  }
  mention.who = Who::role;
  mention.has_head = true;
  mention.head = HeadClass::commissioner;
  mention.gender =
      head.sense->gender == model::Gender::feminine ? model::Gender::feminine : model::Gender::unknown;
  mention.plural = several(at, head);
  mention.cases = role_cases(at, head);
  mention.tokens.end = end;
  mention.name = {mention.former ? mention.tokens.begin : at, end};
  const Mention unnamed = mention;
  if (attach_name(at + head.length, mention)) {
    return true;
  }
  mention = unnamed;
  if (mention.plural) {
    mention.who = Who::noun;
    return true;
  }
  Index last = end;
  if (const int chosen = in_charge(end, last); chosen >= 0) {
    mention.official = chosen;
    mention.tokens.end = mention.name.end = last;
    const Person& person = text_.lexicon->officials[static_cast<std::size_t>(chosen)];
    if (mention.gender != model::Gender::unknown && mention.gender != person.gender) {
      mention.official = -1;
    }
  } else if (adjacent(end) && text_.has(end, Tag::portfolio) && last > end) {
    mention.who = Who::noun;  // somebody else's portfolio
  } else {
    mention.bare_commissioner = true;
  }
  return true;
}

/// First whose title names most of the matters, then who is called by most of the words: «расширение» is the
/// matter of one who has it now, even if another had it before.
int OfficeReader::in_charge(Index preposition, Index& last) const {
  last = preposition;
  if (!adjacent(preposition) || !text_.has(preposition, Tag::portfolio)) {
    return -1;
  }
  std::vector<std::string_view> words;
  constexpr Index most_words = 8;
  for (Index j = preposition + 1;
       adjacent(j) && j < preposition + most_words && !looks_like_cue(j) && !is_name_word(j); ++j) {
    words.push_back(text_.key(j));
    last = words.back().size() >= portfolio_bytes ? j + 1 : last;
  }
  std::vector<std::string_view> matters;
  for (const auto& [stem, matter] : text_.lexicon->portfolios) {
    if (std::ranges::find(matters, matter) == matters.end() &&
        std::ranges::any_of(words, [&](std::string_view word) { return word.starts_with(stem); })) {
      matters.push_back(matter);
    }
  }
  int chosen = -1;
  std::pair<std::ptrdiff_t, std::ptrdiff_t> most = {0, 0};
  bool tie = false;
  for (std::size_t id = 0; id < text_.lexicon->officials.size(); ++id) {
    const Person& person = text_.lexicon->officials[id];
    if (!person.commissioner || !person.in_office(text_.date)) {
      continue;
    }
    const std::pair<std::ptrdiff_t, std::ptrdiff_t> count = {
        std::ranges::count_if(
            matters, [&](std::string_view matter) { return person.in_charge_of(matter, text_.date); }),
        std::ranges::count_if(words, [&](std::string_view word) {
          return word.size() >= portfolio_bytes &&
                 person.portfolio.contains(std::string(word.substr(0, portfolio_bytes)));
        })};
    if (count > most) {
      most = count;
      chosen = static_cast<int>(id);
      tie = false;
    } else {
      tie = tie || (count == most && chosen >= 0);
    }
  }
  return tie ? -1 : chosen;
}

bool OfficeReader::looks_like_cue(Index i) const {
  return find(i, SenseKind::cue).sense != nullptr && !text_.token(i).capital;
}

}  // namespace qw::quotes
