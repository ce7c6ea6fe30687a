#include "crawler/quotes/speakers.hpp"

#include <algorithm>
#include <unordered_map>

namespace qw::quotes {
namespace {

using model::Gender;

constexpr std::size_t most_back = 12;     ///< sentences that a pronoun looks back
constexpr Index most_ahead = 4;           ///< sentences that a text without a name before looks on
constexpr std::size_t few_mentions = 3;   ///< before a verb that names nobody
constexpr std::size_t most_persons = 64;  ///< mentions that it looks at

/// Somebody who was spoken of.
struct Identity {
  int official = -1;
  std::string org;
  std::string name;  ///< key of the last word, for those without an id
  Gender gender = Gender::unknown;
  bool plural = false;
  bool somebody = false;
  bool joint = false;  ///< one of several who spoke together
  bool house = false;  ///< an institution, outlet or place: no pronoun means it

  bool same(const Identity& other) const {
    if (official >= 0 || other.official >= 0) {
      return official == other.official;
    }
    return !org.empty() ? org == other.org : name == other.name;
  }
};

struct Slot {
  Identity who;
  Index token = 0;
  Index sentence = 0;
};

bool agree(Gender wanted, Gender has) {
  return wanted == Gender::unknown || has == Gender::unknown || wanted == has;
}

/// Long because names, offices, nouns and pronouns share the list of who spoke before.
class Resolver {
 public:
  Resolver(const Analysis& analysis, const std::vector<Draft>& drafts) : a_(analysis), drafts_(drafts) {
    sentence_of_mention_.reserve(a_.mentions.size());
    std::size_t sentence = 0;
    for (const Mention& m : a_.mentions) {
      while (sentence + 1 < a_.sentences.size() && a_.sentences[sentence].end <= m.tokens.begin) {
        ++sentence;
      }
      sentence_of_mention_.push_back(static_cast<Index>(sentence));
    }
    settle_namesakes();
  }

  std::vector<Speaker> run() {
    std::vector<Speaker> speakers;
    for (const Draft& draft : drafts_) {
      speakers.push_back(resolve(draft));
    }
    return speakers;
  }

 private:
  /// A bare surname belongs to the namesake when the last full name in the text was his.
  void settle_namesakes() {
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

  bool given(const Mention& m) const {
    const Index first = m.name.begin;
    return m.official >= 0 &&
           a_.lexicon->officials[static_cast<std::size_t>(m.official)].first_names.contains(
               std::string(a_.key(first)));
  }

  Identity identity(std::size_t n) const {
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
    }
    return who;
  }

  std::optional<std::string> id_of(const Identity& who) const {
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

  // --- looking back ---------------------------------------------------------------------------------------

  static bool is_person(const Mention& m) {
    return m.who == Who::official || m.who == Who::role || m.who == Who::person || m.who == Who::noun;
  }

  /// The person that a pronoun or general noun means at `token`. `officials_only`: the noun names an office.
  struct Back {
    Identity who;
    bool found = false;
    std::vector<Identity> rivals;
  };

  Back look_back(Index token, Gender wanted, bool officials_only, std::uint32_t country = 0) const {
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

  /// The first mention at or behind the token.
  std::size_t behind(Index token) const {
    const auto found =
        std::ranges::lower_bound(a_.mentions, token, {}, [](const Mention& m) { return m.tokens.begin; });
    return static_cast<std::size_t>(found - a_.mentions.begin());
  }

  bool in_marks(Index token, Index from) const {
    const Index pair = a_.marks[token].inside;
    return pair != no_index && a_.marks[from].inside != pair;
  }

  bool fits(const Identity& who, Gender wanted, bool officials_only, std::uint32_t country = 0) const {
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
    return agree(wanted, who.gender);
  }

  Index sentence_at(Index token) const {
    const auto after =
        std::ranges::upper_bound(a_.sentences, token, {}, [](TokenRange r) { return r.begin; });
    return static_cast<Index>(after - a_.sentences.begin()) - 1;
  }

  /// The first person behind, for a text that begins with a pronoun.
  Back look_ahead(Index token, Gender wanted) const {
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

  bool nobody_before(Index token) const {
    const std::size_t end = std::min(behind(token), most_persons);
    for (std::size_t n = 0; n < end; ++n) {
      const Mention& m = a_.mentions[n];
      if (is_person(m) && !in_marks(m.tokens.begin, token)) {
        return false;
      }
    }
    return behind(token) <= most_persons;
  }

  // --- one draft ------------------------------------------------------------------------------------------

  Speaker resolve(const Draft& draft) {
    Speaker speaker;
    Identity who;
    bool known = false;
    if (draft.subject.mention != no_index) {
      const Mention& m = a_.mentions[draft.subject.mention];
      speaker.tokens = m.name;
      speaker.mention = std::string(a_.bytes(m.name));
      known = resolve_mention(draft, draft.subject.mention, who, speaker);
    } else if (draft.subject.somebody) {
      if (!draft.subject.words.empty()) {
        speaker.tokens = draft.subject.words;
        speaker.mention = std::string(a_.bytes(draft.subject.words));
      }
      who.somebody = true;
      who.gender = draft.verb_gender;
      known = true;
    } else if (draft.floating || carries(draft)) {
      known = carry(draft, who);
    }
    if (known) {
      speaker.official = id_of(who);
    }
    if (draft.subject.found() || known) {
      if (!draft.subject.found() && !known) {
        return speaker;
      }
      if (!draft.nested && !draft.owned_noun) {
        slots_.push_back({who, draft.cue_token, draft.sentence});
      }
    }
    return speaker;
  }

  /// No subject at all: the verb's own person is the one who spoke before, if number and gender allow.
  static bool carries(const Draft& draft) { return draft.cue_length > 0 || draft.floating; }

  bool carry(const Draft& draft, Identity& who) const {
    for (std::size_t n = slots_.size(); n > 0; --n) {
      const Slot& slot = slots_[n - 1];
      if (slot.token >= draft.cue_token) {
        continue;
      }
      if (draft.sentence > slot.sentence + 4) {
        return false;
      }
      if (slot.who.joint && !draft.floating) {
        return false;  // «…», — говорится в документе of several
      }
      if (draft.floating || agree(draft.verb_gender, slot.who.gender)) {
        if (plural_verb(draft) != slot.who.plural && !draft.floating && slot.who.org.empty()) {
          return false;
        }
        who = slot.who;
        return true;
      }
      return false;
    }
    if (draft.floating) {
      const Back back = look_back(draft.content.begin, Gender::unknown, false);
      if (back.found) {
        who = back.who;
        return true;
      }
    }
    if (!draft.floating && draft.verb_gender == Gender::unknown && is_present(draft)) {
      const Back back = look_back(draft.cue_token, Gender::unknown, true);
      if (back.found && behind(draft.cue_token) <= few_mentions) {
        who = back.who;
        return true;
      }
    }
    if (!draft.floating && draft.verb_gender != Gender::unknown && draft.verb_gender != Gender::neuter) {
      const Back back = look_back(draft.cue_token, draft.verb_gender, true);
      if (back.found) {
        who = back.who;
        return true;
      }
    }
    return false;
  }

  /// «Кос в Киеве. Говорит: …»
  bool is_present(const Draft& draft) const {
    const Index cue = a_.marks[draft.cue_token].cue;
    return cue != no_index && a_.cues[cue].form == VerbForm::now && !a_.cues[cue].plural;
  }

  bool plural_verb(const Draft& draft) const {
    const Index cue = a_.marks[draft.cue_token].cue;
    return cue != no_index && a_.cues[cue].plural;
  }

  bool resolve_mention(const Draft& draft, Index n, Identity& who, Speaker& speaker) {
    const Mention& m = a_.mentions[n];
    who = identity(n);
    switch (m.who) {
      case Who::official:
        if (draft.verb_gender == Gender::neuter) {
          who.official = -1;
        }
        coordinated(draft, n, who);
        return true;
      case Who::role:
        return resolve_role(draft, n, who, speaker);
      case Who::org:
        if (const int named = named_spokesperson(n); named >= 0) {
          who = Identity{};
          who.official = named;
          who.gender = a_.lexicon->officials[static_cast<std::size_t>(named)].gender;
          return true;
        }
        if (m.org == "?") {
          const Back owner = look_back(m.tokens.begin, owner_gender(m), true);
          who.org = owner.found && owner.who.official >= 0
                        ? a_.lexicon->officials[static_cast<std::size_t>(owner.who.official)].house
                        : "";
        }
        return true;
      case Who::carry: {
        const Gender wanted = m.gender == Gender::feminine ? m.gender : draft.verb_gender;
        return resolve_back(m.tokens.begin, m.plural, wanted == Gender::unknown ? m.gender : wanted, m.native,
                            who, speaker, m.country);
      }
      case Who::pronoun:
        return resolve_pronoun(draft, m, who, speaker);
      case Who::noun:
        if (const auto named = named_by_this_word(n)) {
          who = identity(*named);
          return true;
        }
        [[fallthrough]];
      case Who::person:
        if (who.gender == Gender::unknown) {
          who.gender = draft.verb_gender;
        }
        coordinated(draft, n, who);
        return true;
      case Who::body:
      case Who::media:
      case Who::anonymous:
        who.house = true;
        return true;
    }
    return true;
  }

  /// «Метсола и Каллас заявили»: the first that has an id.
  void coordinated(const Draft& draft, Index n, Identity& who) const {
    if (!plural_verb(draft) || a_.mentions[n].plural) {
      return;
    }
    Index at = n;
    while (at > 0 && n - at < 16) {
      const Mention& m = a_.mentions[at];
      const Mention& before = a_.mentions[at - 1];
      const Index gap = m.tokens.begin;
      if (before.tokens.end + 1 != gap ||
          !(a_.has(gap - 1, Tag::and_) || a_.token(gap - 1).kind == TokenKind::comma)) {
        break;
      }
      --at;
    }
    for (; at <= n; ++at) {
      const Identity each = identity(at);
      if (id_of(each)) {
        who = each;
        who.joint = true;
        return;
      }
    }
  }

  /// «Представитель ЕК» without a name is the one spokesperson whom the text has named before: the Commission
  /// speaks for the Union's diplomacy too.
  int named_spokesperson(Index n) const {
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

  /// «Посол отметила» behind «Посол ЕС Катарина Матернова»: a bare word for an office means the one whom it
  /// named.
  std::optional<std::size_t> named_by_this_word(Index n) const {
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
    const std::string_view word = a_.key(m.name.begin);
    constexpr std::size_t ending = 4;
    const std::string_view stem =
        word.substr(0, word.size() > 3 * ending ? word.size() - ending : word.size());
    for (Index before = n; before > 0; --before) {
      const Mention& other = a_.mentions[before - 1];
      if (other.tokens.size() < 2 || other.name.size() < 1 ||
          (other.who != Who::official && other.who != Who::person) ||
          other.tokens.begin == other.name.begin) {
        continue;
      }
      if (a_.key(other.tokens.begin).starts_with(stem)) {
        return before - 1;
      }
    }
    return std::nullopt;
  }

  Gender owner_gender(const Mention& m) const {
    const Index before = m.tokens.begin;
    if (before > 0 && a_.marks[before - 1].mention != no_index) {
      return a_.mentions[a_.marks[before - 1].mention].gender;
    }
    return Gender::unknown;
  }

  bool resolve_role(const Draft& draft, Index n, Identity& who, Speaker& speaker) {
    const Mention& m = a_.mentions[n];
    if (const int named = m.official < 0 ? named_spokesperson(n) : -1; named >= 0) {
      who = Identity{};
      who.official = named;
      who.gender = a_.lexicon->officials[static_cast<std::size_t>(named)].gender;
      return true;
    }
    if (m.bare_commissioner) {
      const Gender wanted = m.gender == Gender::feminine ? m.gender : draft.verb_gender;
      const Back back = look_back(m.tokens.begin, wanted, true);
      if (back.found && back.who.official >= 0 &&
          a_.lexicon->officials[static_cast<std::size_t>(back.who.official)].commissioner) {
        who = back.who;
      } else {
        list_rivals(back, speaker);
      }
      return true;
    }
    if (m.official >= 0) {
      const Gender holder = a_.lexicon->officials[static_cast<std::size_t>(m.official)].gender;
      const bool conflict = (m.gender == Gender::feminine && holder == Gender::masculine) ||
                            (draft.verb_gender == Gender::feminine && holder == Gender::masculine);
      if (conflict) {
        who = Identity{};
        who.gender = Gender::feminine;
        who.name = "?";
      }
    }
    return true;
  }

  void list_rivals(const Back& back, Speaker& speaker) const {
    for (const Identity& rival : back.rivals) {
      if (const auto id = id_of(rival)) {
        speaker.candidates.push_back(*id);
      }
    }
    if (speaker.candidates.size() < 2) {
      speaker.candidates.clear();
    }
  }

  bool resolve_back(Index token, bool plural, Gender wanted, bool officials_only, Identity& who,
                    Speaker& speaker, std::uint32_t country = 0) {
    who = Identity{};
    who.gender = wanted;
    who.plural = plural;
    if (plural) {
      return true;
    }
    Back back = look_back(token, wanted, officials_only, country);
    if (!back.found && back.rivals.empty() && nobody_before(token)) {
      back = look_ahead(token, wanted);
    }
    if (back.found) {
      who = back.who;
    } else {
      list_rivals(back, speaker);
    }
    return true;
  }

  /// «ответил тот»: who was spoken of last, but for the one who speaks around it.
  bool resolve_demonstrative(const Draft& draft, const Mention& m, Identity& who) const {
    who = Identity{};
    who.gender = m.gender;
    const Index sentence = sentence_at(m.tokens.begin);
    const Identity* around = nullptr;
    if (draft.nested) {
      for (const Slot& slot : slots_) {
        around = slot.sentence == sentence && slot.token < draft.cue_token ? &slot.who : around;
      }
    }
    for (std::size_t n = behind(m.tokens.begin); n > 0; --n) {
      if (sentence_of_mention_[n - 1] + 2 < sentence) {
        return true;
      }
      const Mention& before = a_.mentions[n - 1];
      const Identity each = identity(n - 1);
      if (!is_person(before) || before.possessive || in_marks(before.tokens.begin, m.tokens.begin) ||
          !fits(each, m.gender, false) || (around != nullptr && around->same(each))) {
        continue;
      }
      who = each;
      return true;
    }
    return true;
  }

  bool resolve_pronoun(const Draft& draft, const Mention& m, Identity& who, Speaker& speaker) {
    if (m.first_person) {
      who = Identity{};
      who.name = "?";
      return true;
    }
    if (m.place) {  // там
      for (std::size_t slot = slots_.size(); slot > 0; --slot) {
        const Slot& each = slots_[slot - 1];
        if (each.sentence + 3 < sentence_at(m.tokens.begin)) {
          break;
        }
        if (!each.who.org.empty() || each.who.house) {
          who = each.who;
          return true;
        }
      }
      for (std::size_t n = behind(m.tokens.begin); n > 0; --n) {
        const Mention& before = a_.mentions[n - 1];
        if (sentence_of_mention_[n - 1] + 2 < sentence_at(m.tokens.begin)) {
          break;
        }
        if (in_marks(before.tokens.begin, m.tokens.begin)) {
          continue;
        }
        if (before.who == Who::org || before.who == Who::body) {
          who = identity(n - 1);
          return true;
        }
      }
      who = Identity{};
      return true;
    }
    if (m.plural) {
      who = Identity{};
      who.plural = true;
      return true;
    }
    if (m.demonstrative) {
      return resolve_demonstrative(draft, m, who);
    }
    return resolve_back(m.tokens.begin, false, m.gender, false, who, speaker);
  }

  const Analysis& a_;
  const std::vector<Draft>& drafts_;
  std::vector<Index> sentence_of_mention_;
  std::vector<bool> foreign_;
  std::vector<Slot> slots_;
};

}  // namespace

std::vector<Speaker> find_speakers(const Analysis& analysis, const std::vector<Draft>& drafts) {
  return Resolver(analysis, drafts).run();
}

}  // namespace qw::quotes
