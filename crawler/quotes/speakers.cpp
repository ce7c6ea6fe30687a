#include "crawler/quotes/speakers.hpp"

#include "crawler/quotes/spoken_of.hpp"

#include <algorithm>

namespace qw::quotes {
namespace {

using model::Gender;

constexpr std::size_t few_mentions = 3;  ///< before a verb that names nobody

/// Long because names, offices, nouns and pronouns share the list of who spoke before.
class Resolver : SpokenOf {
 public:
  Resolver(const Analysis& analysis, const std::vector<Draft>& drafts)
      : SpokenOf(analysis), drafts_(drafts) {}

  std::vector<Speaker> run() {
    std::vector<Speaker> speakers;
    for (const Draft& draft : drafts_) {
      speakers.push_back(resolve(draft));
    }
    return speakers;
  }

 private:
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

  bool carry(const Draft& draft, Identity& who) {
    find_spoken_about(draft, draft.cue_token);
    const bool found = carry_slot(draft, who);
    spoken_about_.clear();
    return found;
  }

  bool carry_slot(const Draft& draft, Identity& who) const {
    for (std::size_t n = slots_.size(); n > 0; --n) {
      const Slot& slot = slots_[n - 1];
      if (slot.token >= draft.cue_token) {
        continue;
      }
      if (draft.sentence > slot.sentence + 4) {
        return false;
      }
      if (draft.form == model::QuoteForm::direct && slot.who.official >= 0 &&
          std::ranges::find(spoken_about_, slot.who.official) != spoken_about_.end()) {
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
        coordinated(draft, n, who, speaker);
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
        find_spoken_about(draft, m.tokens.begin);
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
        coordinated(draft, n, who, speaker);
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
  void coordinated(const Draft& draft, Index n, Identity& who, Speaker& speaker) const {
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
        speaker.tokens = a_.mentions[at].name;
        speaker.mention = std::string(a_.bytes(a_.mentions[at].name));
        return;
      }
    }
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

  /// «Она добавила, что Каллас …», «Каллас права», — сказала она: nobody is called by name in the words of
  /// a pronoun that means him.
  void find_spoken_about(const Draft& draft, Index token) {
    spoken_about_.clear();
    const Index sentence = sentence_at(token);
    const auto add = [&](std::size_t n) {
      if (a_.mentions[n].who == Who::official && a_.mentions[n].official >= 0 && !foreign_[n]) {
        spoken_about_.push_back(a_.mentions[n].official);
      }
    };
    for (std::size_t n = behind(token + 1); n < a_.mentions.size() && sentence_of_mention_[n] == sentence;
         ++n) {
      add(n);
    }
    if (draft.form == model::QuoteForm::direct) {
      for (std::size_t n = behind(draft.content.begin);
           n < a_.mentions.size() && a_.mentions[n].tokens.begin < draft.content.end; ++n) {
        add(n);
      }
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
    spoken_about_.clear();
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
    if (m.possessive && draft.form == model::QuoteForm::nominal) {
      if (const auto object = object_before(m)) {
        who = identity(*object);
        return true;
      }
    }
    find_spoken_about(draft, m.tokens.begin);
    return resolve_back(m.tokens.begin, false, m.gender, false, who, speaker);
  }

  /// «X раскритиковал Каллас после её слов»: the possessive does not mean the subject, whose word would be
  /// «своих».
  std::optional<std::size_t> object_before(const Mention& m) const {
    const Index sentence = sentence_at(m.tokens.begin);
    std::optional<std::size_t> nearest;
    bool subject = false;
    for (std::size_t n = behind(m.tokens.begin); n > 0 && sentence_of_mention_[n - 1] == sentence; --n) {
      const Mention& before = a_.mentions[n - 1];
      if (!is_person(before) || before.possessive || in_marks(before.tokens.begin, m.tokens.begin)) {
        continue;
      }
      subject = subject || nearest.has_value();
      if (!nearest && fits(identity(n - 1), m.gender, false)) {
        nearest = n - 1;
      }
    }
    return subject ? nearest : std::nullopt;
  }

  const std::vector<Draft>& drafts_;
};

}  // namespace

std::vector<Speaker> find_speakers(const Analysis& analysis, const std::vector<Draft>& drafts) {
  return Resolver(analysis, drafts).run();
}

}  // namespace qw::quotes
