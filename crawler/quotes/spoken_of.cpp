#include "crawler/quotes/spoken_of.hpp"

#include <algorithm>
#include <unordered_map>

namespace qw::quotes {

using model::Gender;

namespace {

constexpr std::size_t most_back = 12;     ///< sentences that a pronoun looks back
constexpr Index most_ahead = 4;           ///< sentences that a text without a name before looks on
constexpr std::size_t most_persons = 64;  ///< mentions that it looks at

}  // namespace

bool agree(Gender wanted, Gender has) {
  return wanted == Gender::unknown || has == Gender::unknown || wanted == has;
}

SpokenOf::SpokenOf(const Analysis& analysis) : a_(analysis) {
  sentence_of_mention_.reserve(a_.mentions.size());
  std::size_t sentence = 0;
  for (const Mention& m : a_.mentions) {
    while (sentence + 1 < a_.sentences.size() && a_.sentences[sentence].end <= m.tokens.begin) {
      ++sentence;
    }
    sentence_of_mention_.push_back(static_cast<Index>(sentence));
  }
  settle_namesakes();
  learn_genders();
}

/// «Юрико Бакес, которая …», «Бакес заявила»: the sex of a person whose first name no table has.
void SpokenOf::learn_genders() {
  for (const Mention& m : a_.mentions) {
    if (m.who != Who::person || m.gender == Gender::feminine || m.plural || m.name.empty()) {
      continue;
    }
    Gender gender = Gender::unknown;
    const Index behind_it = m.tokens.end;
    if (a_.is(behind_it, TokenKind::comma) && a_.has(behind_it + 1, Tag::relative)) {
      const std::string_view relative = a_.key(behind_it + 1);
      gender = relative.ends_with("\u0430\u044F") || relative.ends_with("\u044F\u043A\u0430")
                   ? Gender::feminine
               : relative.ends_with("\u0439") ? Gender::masculine
                                              : gender;
    }
    for (const Index cue :
         {a_.marks[behind_it].cue, m.tokens.begin > 0 ? a_.marks[m.tokens.begin - 1].cue : no_index}) {
      if (cue != no_index && a_.cues[cue].form == VerbForm::past && !a_.cues[cue].plural &&
          (m.cases & Case::nom) != 0 && gender == Gender::unknown) {
        gender = a_.cues[cue].gender;
      }
    }
    // A masculine word for an office binds no woman.
    if (gender == Gender::feminine || (gender == Gender::masculine && m.gender == Gender::unknown)) {
      genders_.emplace(a_.key(m.name.end - 1), gender);
    }
  }
}

void SpokenOf::settle_namesakes() {
  std::unordered_map<std::string, bool> last_is_other;
  std::unordered_map<std::string, bool> own_full_name;
  for (const Mention& m : a_.mentions) {
    if (m.who == Who::official && m.name.size() > 1 && given(m)) {
      own_full_name[std::string(a_.key(m.name.end - 1))] = true;
    }
  }
  foreign_.resize(a_.mentions.size());
  for (std::size_t n = 0; n < a_.mentions.size(); ++n) {
    const Mention& m = a_.mentions[n];
    if (m.name.empty() || a_.token(m.name.end - 1).key_size == 0) {
      continue;
    }
    const std::string surname(a_.key(m.name.end - 1));
    if (m.vetoed) {
      last_is_other[surname] = true;
    } else if (m.who == Who::official && given(m)) {
      last_is_other[surname] = false;
    } else if (m.who == Who::official && !m.has_head) {
      const auto found = last_is_other.find(surname);
      foreign_[n] = found != last_is_other.end() && found->second;
    }
  }
}

bool SpokenOf::given(const Mention& m) const {
  const Index first = m.name.begin;
  return m.official >= 0 && a_.lexicon->officials[static_cast<std::size_t>(m.official)].first_names.contains(
                                std::string(a_.key(first)));
}

Identity SpokenOf::identity(std::size_t n) const {
  const Mention& m = a_.mentions[n];
  Identity who;
  who.gender = m.gender;
  who.plural = m.plural;
  if ((m.who == Who::official || m.who == Who::role) && m.official >= 0 && !foreign_[n]) {
    who.official = m.official;
    who.gender = a_.lexicon->officials[static_cast<std::size_t>(m.official)].gender;
  } else if (m.who == Who::org) {
    who.org = m.org;
  } else if (!m.name.empty() && a_.token(m.name.end - 1).key_size > 0) {
    who.name = a_.key(m.name.end - 1);
    if (const auto known = genders_.find(who.name);
        m.who == Who::person && who.gender != Gender::feminine && known != genders_.end()) {
      who.gender = known->second;
    }
  }
  return who;
}

std::optional<std::string> SpokenOf::id_of(const Identity& who) const {
  if (who.official >= 0) {
    const Person& person = a_.lexicon->officials[static_cast<std::size_t>(who.official)];
    if (person.in_office(a_.date) && !person.member_of_parliament_only) {
      return person.id;
    }
    return std::nullopt;
  }
  if (!who.org.empty() && who.org != "?") {
    return who.org;
  }
  return std::nullopt;
}

bool SpokenOf::is_person(const Mention& m) {
  return m.who == Who::official || m.who == Who::role || m.who == Who::person || m.who == Who::noun;
}

SpokenOf::Back SpokenOf::look_back(Index token, Gender wanted, bool officials_only,
                                   std::uint32_t country) const {
  Back back;
  const auto sentence = sentence_at(token);
  const std::size_t first_behind = behind(token);
  std::size_t looked = 0;
  const Index oldest = sentence > most_back ? sentence - static_cast<Index>(most_back) : 0;
  std::size_t n = first_behind;
  std::size_t slot = slots_.size();
  for (Index s = sentence + 1; s > oldest && looked < most_persons;) {
    --s;
    // Speakers first, newest first.
    for (; slot > 0 && slots_[slot - 1].sentence >= s; --slot) {
      const Slot& each = slots_[slot - 1];
      if (each.sentence > s || each.token >= token) {
        continue;
      }
      if (each.who.house) {
        continue;
      }
      if (fits(each.who, wanted, officials_only, country) && !each.who.somebody) {
        back.who = each.who;
        back.found = true;
        return back;
      }
      if (each.who.somebody && !officials_only && wanted != Gender::unknown && each.who.gender == wanted) {
        return back;  // an unknown person of this gender spoke last
      }
    }
    std::vector<Identity> fitting;
    std::vector<Identity> unnamed;
    std::optional<Identity> leading;  // the first of the sentence, where it can be its subject
    for (; n > 0 && sentence_of_mention_[n - 1] >= s && looked < most_persons; --n, ++looked) {
      const Mention& m = a_.mentions[n - 1];
      if (!is_person(m) || m.possessive || m.bare_commissioner || in_marks(m.tokens.begin, token)) {
        continue;
      }
      const Identity who = identity(n - 1);
      if (!fits(who, wanted, officials_only, country) || m.plural) {
        continue;
      }
      const bool can_lead = (m.cases & Case::nom) != 0 && !m.after_preposition;
      if (s == sentence && !can_lead) {
        continue;  // «комментируя слова Трампа, он отметил»: an object of the pronoun's own sentence
      }
      leading = can_lead ? std::optional(who) : leading;
      // Words for people in an oblique place, and names of unknown sex that nobody knows as a person's,
      // stand back behind a name.
      const bool weak = m.who == Who::noun || (m.who == Who::person && who.gender == Gender::unknown &&
                                               m.name.size() == 1 && m.after_preposition);
      std::vector<Identity>& list = weak ? unnamed : fitting;
      if (std::ranges::none_of(list, [&](const Identity& f) { return f.same(who); })) {
        list.push_back(who);
      }
    }
    if (fitting.empty()) {
      fitting = std::move(unnamed);
    }
    // «Кошта встретился с Зеленским. Он …»: an official who leads goes on, unless another official fits.
    if (fitting.size() > 1 && leading && leading->official >= 0 &&
        std::ranges::count_if(fitting, [](const Identity& each) { return each.official >= 0; }) == 1) {
      fitting = {*leading};
    }
    if (fitting.size() == 1) {
      back.who = fitting.front();
      back.found = true;
      return back;
    }
    if (fitting.size() > 1) {
      back.rivals = fitting;
      return back;
    }
  }
  return back;
}

std::size_t SpokenOf::behind(Index token) const {
  const auto found =
      std::ranges::lower_bound(a_.mentions, token, {}, [](const Mention& m) { return m.tokens.begin; });
  return static_cast<std::size_t>(found - a_.mentions.begin());
}

bool SpokenOf::in_marks(Index token, Index from) const {
  const Index pair = a_.marks[token].inside;
  return pair != no_index && a_.marks[from].inside != pair;
}

bool SpokenOf::fits(const Identity& who, Gender wanted, bool officials_only, std::uint32_t country) const {
  if (country != 0 && who.official >= 0) {
    const std::uint32_t own = a_.lexicon->officials[static_cast<std::size_t>(who.official)].country;
    if (own != 0 && own != country) {
      return false;
    }
  }
  if (who.plural || (!who.org.empty())) {
    return false;
  }
  if (officials_only && who.official < 0) {
    return false;
  }
  if (who.official >= 0 && std::ranges::find(spoken_about_, who.official) != spoken_about_.end()) {
    return false;
  }
  return agree(wanted, who.gender);
}

Index SpokenOf::sentence_at(Index token) const {
  const auto after = std::ranges::upper_bound(a_.sentences, token, {}, [](TokenRange r) { return r.begin; });
  return static_cast<Index>(after - a_.sentences.begin()) - 1;
}

SpokenOf::Back SpokenOf::look_ahead(Index token, Gender wanted) const {
  Back back;
  const Index sentence = sentence_at(token);
  for (std::size_t n = behind(token); n < a_.mentions.size(); ++n) {
    const Mention& m = a_.mentions[n];
    if (m.tokens.begin <= token || !is_person(m) || in_marks(m.tokens.begin, token)) {
      continue;
    }
    if (sentence_of_mention_[n] > sentence + most_ahead) {
      break;
    }
    const Identity who = identity(n);
    if (m.who != Who::noun && !m.plural && agree(wanted, who.gender)) {
      back.who = who;
      back.found = true;
      return back;
    }
  }
  return back;
}

bool SpokenOf::nobody_before(Index token) const {
  const std::size_t end = std::min(behind(token), most_persons);
  for (std::size_t n = 0; n < end; ++n) {
    const Mention& m = a_.mentions[n];
    if (is_person(m) && !in_marks(m.tokens.begin, token)) {
      return false;
    }
  }
  return behind(token) <= most_persons;
}

int SpokenOf::named_spokesperson(Index n) const {
  const Mention& m = a_.mentions[n];
  if (!m.has_head || m.plural || (m.head != HeadClass::speaker && m.head != HeadClass::press)) {
    return -1;
  }
  int found = -1;
  for (Index before = 0; before < n; ++before) {
    const int id = a_.mentions[before].official;
    if (a_.mentions[before].who != Who::official || id < 0 || id == found) {
      continue;
    }
    const Person& person = a_.lexicon->officials[static_cast<std::size_t>(id)];
    if (!person.spokesperson || !agree(m.gender, person.gender) || !person.in_office(a_.date)) {
      continue;
    }
    if (found >= 0) {
      return -1;
    }
    found = id;
  }
  return found;
}

/// In another case or with another ending: комиссарка, комиссар; посла, посол.
bool SpokenOf::same_word(Index one, Index two) const {
  constexpr std::size_t ending = 4;
  const std::string_view word = a_.key(two);
  if (a_.key(one).starts_with(
          word.substr(0, word.size() > 3 * ending ? word.size() - ending : word.size()))) {
    return true;
  }
  const auto ambassador = [&](Index i) {
    return a_.marks[i].entry != nullptr &&
           std::ranges::any_of(a_.marks[i].entry->senses, [](const Sense& sense) {
             return sense.kind == SenseKind::role_head && sense.head == HeadClass::ambassador &&
                    sense.rest.empty();
           });
  };
  return ambassador(one) && ambassador(two);
}

std::optional<std::size_t> SpokenOf::named_by_this_word(Index n) const {
  const Mention& m = a_.mentions[n];
  const Index behind_it = m.tokens.end;
  const bool owned = behind_it < a_.size() && a_.is(behind_it, TokenKind::word) &&
                     (a_.token(behind_it).capital || a_.has(behind_it, Tag::place));
  const bool described = m.tokens.begin > 0 && a_.is(m.tokens.begin - 1, TokenKind::word) &&
                         !a_.token(m.tokens.begin).sentence_end && a_.marks[m.tokens.begin - 1].tags == 0 &&
                         a_.marks[m.tokens.begin - 1].cue == no_index;
  if (m.name.size() != 1 || m.plural || m.former || owned || described) {
    return std::nullopt;
  }
  for (Index before = n; before > 0; --before) {
    const Mention& other = a_.mentions[before - 1];
    const bool named = (other.who == Who::official || other.who == Who::person) && other.tokens.size() > 1 &&
                       other.tokens.begin != other.name.begin;
    const bool held = other.who == Who::role && other.official >= 0;
    if ((named || held) && same_word(other.tokens.begin, m.name.begin)) {
      return before - 1;
    }
  }
  return std::nullopt;
}

}  // namespace qw::quotes
