#include "crawler/quotes/frames.hpp"

#include <algorithm>

namespace qw::quotes {
namespace {

constexpr Index most_depth = 2;       ///< of speech in speech
constexpr Index most_steps = 40;      ///< from a cue to its clause
constexpr Index most_addressee = 12;  ///< words between a demand and its infinitive

/// что, чтобы, colon, infinitive, ли, назвал X «Y»: what hangs on a verb. Long because all of them share one
/// walk from the verb to the right.
class ClauseReader {
 public:
  explicit ClauseReader(Reading& reading) : r_(reading), a_(reading.a) {}

  void run() {
    for (Index c = 0; c < a_.cues.size(); ++c) {
      if (!r_.used_cues[c]) {
        read(c);
      }
    }
  }

 private:
  struct Scope {
    TokenRange range;  ///< sentence, or the content of the record around the cue
    bool nested = false;
    Index outer = no_index;  ///< draft around
  };

  /// The record whose content holds the cue; a cue inside marks that are no speech is none of ours.
  bool scope_of(const Cue& cue, Scope& scope) const {
    scope.range = r_.sentence(cue.token);
    const Index pair = a_.marks[cue.token].inside;
    if (pair != no_index) {
      Index around = pair;
      while (around != no_index && !r_.used_pairs[around]) {
        around = a_.pairs[around].parent;
      }
      if (around == no_index) {
        return false;
      }
      scope.nested = true;
      scope.range = {a_.pairs[around].open + 1, a_.pairs[around].close};
      for (Index i = cue.token; i > scope.range.begin; --i) {
        if (a_.token(i - 1).sentence_end) {
          scope.range.begin = i;
          break;
        }
      }
      for (Index i = cue.token; i < scope.range.end; ++i) {
        if (a_.token(i).sentence_end) {
          scope.range.end = i + 1;
          break;
        }
      }
    }
    if (const Index d = r_.inner[cue.token]; d != no_index) {
      const Draft& draft = r_.drafts[d];
      scope.outer = d;
      if (!scope.nested || draft.content.size() < scope.range.size()) {
        scope.nested = true;
        scope.range.begin = std::max(scope.range.begin, draft.content.begin);
        scope.range.end = std::min(scope.range.end, draft.content.end);
      }
    }
    // Raw sentences inside the scope part too (dash speech, colon inside a paragraph).
    for (Index i = cue.token; i > scope.range.begin; --i) {
      if (a_.token(i - 1).sentence_end && a_.marks[i - 1].inside == a_.marks[cue.token].inside) {
        scope.range.begin = i;
        break;
      }
    }
    return true;
  }

  void read(Index c) {
    const Cue& cue = a_.cues[c];
    if (cue.cue == CueClass::know || cue.form == VerbForm::infinitive) {
      return;
    }
    if ((cue.first > 0 && a_.has(cue.first - 1, Tag::ask_particle)) ||
        (cue.token + 1 < a_.size() && a_.has(cue.token + 1, Tag::ask_particle))) {
      return;  // «верят ли в …, что»: nobody has said it
    }
    Scope scope;
    if (!scope_of(cue, scope)) {
      return;
    }
    Subject subject = subject_of(cue, scope);
    if (scope.nested && !may_nest(cue, subject, scope)) {
      return;
    }
    if (cue.cue == CueClass::call) {
      read_call(c, subject, scope);
      return;
    }
    scan(c, subject, scope);
  }

  Subject subject_of(const Cue& cue, const Scope& scope) const {
    if ((cue.traits & Trait::document) != 0 || cue.form == VerbForm::impersonal) {
      Subject owner;
      owner.mention = owner_behind(a_, cue.token + cue.length, scope.range.end, 6);
      if (owner.mention == no_index) {
        for (Index i = cue.first; i > scope.range.begin && i + 8 > cue.first; --i) {
          const Index id = a_.marks[i - 1].mention;
          if (id != no_index && (a_.mentions[id].cases & Case::gen) != 0) {
            owner.mention = id;
            break;
          }
        }
      }
      return owner;
    }
    return find_subject(a_, scope.range, cue, Look::before_first);
  }

  /// Speech in speech needs a person of its own, said to have spoken.
  bool may_nest(const Cue& cue, const Subject& subject, const Scope& scope) const {
    if (subject.mention == no_index || cue.negations > 0 ||
        (scope.outer != no_index && r_.drafts[scope.outer].depth >= most_depth)) {
      return false;
    }
    const Mention& m = a_.mentions[subject.mention];
    if (cue.cue == CueClass::claim && m.who != Who::official &&
        (scope.outer == no_index || r_.drafts[scope.outer].form == model::QuoteForm::direct)) {
      return false;  // what others think
    }
    const bool person = m.who == Who::official || m.who == Who::person || m.who == Who::role ||
                        (m.who == Who::pronoun && !m.first_person && !m.place && !m.plural) ||
                        m.who == Who::noun;
    if (!person || m.tokens.begin < scope.range.begin || m.tokens.end > scope.range.end) {
      return false;
    }
    return !(m.who == Who::pronoun && scope.outer != no_index &&
             r_.drafts[scope.outer].form != model::QuoteForm::direct);
  }

  Draft draft_of(Index c, const Subject& subject, const Scope& scope) const {
    Draft draft;
    draft.nested = scope.nested;
    draft.depth = scope.outer == no_index ? 0 : r_.drafts[scope.outer].depth + 1;
    draft.cue_rules = true;
    r_.attach_cue(draft, a_.cues[c], subject);
    return draft;
  }

  bool is_conjunction(Index i) const {
    return (a_.has(i, Tag::that) || a_.has(i, Tag::so_that) || a_.has(i, Tag::as_if)) &&
           (a_.marks[i].covered == no_index) && !r_.used_conjunctions[i];
  }

  void scan(Index c, const Subject& subject, const Scope& scope) {
    const Cue& cue = a_.cues[c];
    const Index start = cue.token + cue.length;
    Index commas = 0;
    Index verbs_after_comma = 0;
    for (Index i = start; i < scope.range.end && i < start + most_steps; ++i) {
      const text::Token& token = a_.token(i);
      if (a_.is_opening(i)) {
        if (read_fragment(c, i, subject, scope)) {
          return;
        }
        i = a_.pair_end(i);
        continue;
      }
      switch (token.kind) {
        case TokenKind::colon:
          read_colon(c, i, subject, scope);
          return;
        case TokenKind::semicolon:
        case TokenKind::stop:
          if (token.kind == TokenKind::stop && !token.sentence_end) {
            continue;
          }
          return;
        case TokenKind::comma: {
          if (i + 1 >= scope.range.end) {
            return;
          }
          if (is_conjunction(i + 1)) {
            read_conjunctions(c, i + 1, subject, scope);
            return;
          }
          if (cue.cue == CueClass::ask && read_question(c, i + 1, subject, scope)) {
            return;
          }
          if (begins_insertion(a_, i + 1) && a_.marks[i + 1].cue == no_index) {
            Index j = i + 2;
            while (j < scope.range.end && a_.token(j).kind != TokenKind::comma) {
              ++j;
            }
            if (j >= scope.range.end) {
              return;
            }
            i = j - 1;
            if (j + 1 < scope.range.end && is_conjunction(j + 1)) {
              read_conjunctions(c, j + 1, subject, scope);
              return;
            }
            i = j;
            continue;
          }
          ++commas;
          if (commas > 3) {
            return;
          }
          continue;
        }
        case TokenKind::word:
          break;
        default:
          continue;
      }
      if (const Index other = a_.marks[i].cue; other != no_index && i > start) {
        const VerbForm form = a_.cues[other].form;
        if (form != VerbForm::infinitive) {
          return;  // the clause is the other verb's
        }
      }
      if (is_conjunction(i) &&
          (i == start || (subject.mention != no_index && a_.mentions[subject.mention].tokens.end == i)) &&
          !a_.has(i, Tag::how)) {
        if (!a_.has(i, Tag::as_if) || i + 1 < scope.range.end) {
          read_conjunctions(c, i, subject, scope);  // the comma is missing
          return;
        }
      }
      if (a_.has(i, Tag::so_that) && is_conjunction(i) && i > start) {
        return;
      }
      if ((cue.traits & Trait::infinitive) != 0 && commas == 0 && i < start + most_addressee &&
          is_infinitive(a_, i)) {
        if (!asks_for_words(a_, i)) {
          read_infinitive(c, i, subject, scope);
        }
        return;
      }
      if (owned_noun(i, scope.range.end)) {
        return;  // заявление Каллас о том, что …: the noun's own frame
      }
      if (commas > 0 && looks_like_verb(a_, i) && !is_infinitive(a_, i)) {
        ++verbs_after_comma;
        if (verbs_after_comma > 0) {
          return;
        }
      }
    }
  }

  /// A noun of speech with its own speaker behind it, or one that «выразил» and the like bring.
  bool owned_noun(Index i, Index end) const {
    if (a_.marks[i].entry == nullptr || a_.marks[i].mention != no_index) {
      return false;
    }
    const bool noun = std::ranges::any_of(a_.marks[i].entry->senses, [](const Sense& sense) {
      return sense.kind == SenseKind::cue_noun && sense.rest.empty();
    });
    if (!noun || a_.has(i, Tag::rumour)) {
      return false;
    }
    return owner_behind(a_, i + 1, end, 1) != no_index;
  }

  void read_conjunctions(Index c, Index conjunction, const Subject& subject, const Scope& scope) {
    const Cue& cue = a_.cues[c];
    const bool that = a_.has(conjunction, Tag::that) || a_.has(conjunction, Tag::as_if);
    const bool so_that = a_.has(conjunction, Tag::so_that);
    const bool doubts = so_that && cue.cue == CueClass::deny && (cue.traits & Trait::possible) != 0;
    if (so_that && !doubts && (cue.traits & Trait::so_that) == 0 && cue.cue != CueClass::demand &&
        !stands_for_aim(conjunction)) {
      return;
    }
    if (that && !so_that && (cue.traits & Trait::clause) == 0 && cue.cue == CueClass::say &&
        (cue.traits & Trait::beside_marks) != 0 && !a_.has(conjunction - 1, Tag::this_that) &&
        a_.token(conjunction - 1).kind != TokenKind::comma) {
      return;
    }
    // «отвечая на вопрос, что бы он сделал»: the question of another.
    if (conjunction > 1 && a_.marks[conjunction - 2].entry != nullptr && cue.cue == CueClass::answer &&
        std::ranges::any_of(a_.marks[conjunction - 2].entry->senses, [](const Sense& sense) {
          return sense.kind == SenseKind::cue_noun && sense.cue == CueClass::ask;
        })) {
      return;
    }
    constexpr Index near = 3;
    if ((cue.traits & Trait::clause) == 0 && that && !so_that &&
        conjunction > cue.token + cue.length + near) {
      return;  // «отреагировал на возмущение тем, что …»
    }
    if (cue.form == VerbForm::impersonal && !subject.found() && person_inside(conjunction + 1, scope)) {
      return;  // «также сообщалось, что X призвал …»
    }
    Subject speaker = subject;
    Index at = conjunction;
    for (int round = 0; round < 8; ++round) {
      r_.used_conjunctions[at] = true;
      Index begin = at + 1;
      Draft draft = draft_of(c, speaker, scope);
      while (begin < scope.range.end &&
             (a_.has(begin, Tag::distance) || (a_.token(begin).kind == TokenKind::comma && begin > at + 1))) {
        draft.distance = draft.distance || a_.has(begin, Tag::distance);
        ++begin;
      }
      draft.distance = draft.distance || a_.has(at, Tag::distance);
      const Index end = clause_end(r_, begin, scope.range.end, &cue);
      draft.content = {begin, end};
      draft.form = form_of(a_, draft.content);
      draft.directive = so_that && !doubts;
      draft.infinitive = draft.directive;
      r_.used_cues[c] = true;
      r_.add(std::move(draft));
      at = next_conjunction(end, scope.range.end, speaker);
      if (at == no_index) {
        return;
      }
    }
  }

  /// A person with a verb of its own in the clause.
  bool person_inside(Index begin, const Scope& scope) const {
    for (Index i = begin; i < scope.range.end && i < begin + most_steps; ++i) {
      const Index c = a_.marks[i].cue;
      if (c == no_index || a_.cues[c].cue == CueClass::know) {
        continue;
      }
      const Subject subject = find_subject(a_, {begin, scope.range.end}, a_.cues[c], Look::before_first);
      if (subject.mention == no_index) {
        continue;
      }
      const Who who = a_.mentions[subject.mention].who;
      return who == Who::official || who == Who::person || who == Who::role;
    }
    return false;
  }

  /// «выступил за то, чтобы»
  bool stands_for_aim(Index conjunction) const {
    return conjunction >= 3 && a_.has(conjunction - 2, Tag::this_that) &&
           a_.key(conjunction - 3) == "\u0437\u0430";
  }

  /// «…, и что …», «…, а Песков — что …»: the conjunction that goes on, with another speaker where one is
  /// named.
  Index next_conjunction(Index end, Index limit, Subject& speaker) const {
    Index i = end;
    for (Index step = 0; step < 4 && i < limit; ++step, ++i) {
      if (a_.has(i, Tag::that) && a_.marks[i].covered == no_index) {
        return i;
      }
      const TokenKind kind = a_.token(i).kind;
      if (kind == TokenKind::comma || kind == TokenKind::dash) {
        continue;
      }
      if (a_.has(i, Tag::and_) || a_.has(i, Tag::but) || a_.has(i, Tag::adverb)) {
        continue;
      }
      if (const Index id = a_.marks[i].mention;
          id != no_index && a_.is(a_.mentions[id].tokens.end, TokenKind::dash)) {
        speaker = Subject{};
        speaker.mention = id;
        i = a_.mentions[id].tokens.end;
        continue;
      }
      return no_index;
    }
    return no_index;
  }

  bool read_question(Index c, Index begin, const Subject& subject, const Scope& scope) {
    bool question =
        a_.has(begin, Tag::ask_word) || a_.has(begin, Tag::ask_particle) || a_.has(begin, Tag::condition);
    if (!question && a_.has(begin, Tag::preposition) && begin + 1 < scope.range.end) {
      question = a_.has(begin + 1, Tag::ask_word) || a_.has(begin + 1, Tag::relative);
    }
    for (Index i = begin; !question && i < scope.range.end && i < begin + 7; ++i) {
      if (a_.token(i).kind != TokenKind::word) {
        break;
      }
      question = a_.has(i, Tag::ask_particle);
    }
    if (!question) {
      return false;
    }
    Draft draft = draft_of(c, subject, scope);
    draft.question = true;
    draft.content = {begin, clause_end(r_, begin, scope.range.end, nullptr)};
    r_.used_cues[c] = true;
    r_.add(std::move(draft));
    return true;
  }

  void read_colon(Index c, Index colon, const Subject& subject, const Scope& scope) {
    const Cue& cue = a_.cues[c];
    Index begin = colon + 1;
    if (begin >= scope.range.end || cue.form == VerbForm::infinitive) {
      return;
    }
    if (a_.is_opening(begin) && r_.used_pairs[a_.marks[begin].pair]) {
      return;
    }
    if (!subject.found() && (cue.form == VerbForm::gerund || scope.nested)) {
      return;
    }
    // «… приветствовали: там считают, что …»: the verb behind the colon speaks.
    if (const Index id = a_.marks[begin].mention; id != no_index && a_.mentions[id].who == Who::pronoun &&
                                                  !a_.mentions[id].possessive &&
                                                  !a_.mentions[id].first_person) {
      const Index next = a_.mentions[id].tokens.end;
      if (next < scope.range.end && a_.marks[next].cue != no_index &&
          a_.cues[a_.marks[next].cue].cue != CueClass::know) {
        return;
      }
    }
    Draft draft = draft_of(c, subject, scope);
    draft.cue_rules = false;  // «отвергла: никакого плана нет»: the clause is what she says
    while (begin < scope.range.end && a_.has(begin, Tag::distance) && a_.marks[begin].covered == no_index) {
      draft.distance = true;
      ++begin;
    }
    draft.content = {begin, clause_end(r_, begin, scope.range.end, nullptr)};
    draft.form = form_of(a_, draft.content);
    r_.used_cues[c] = true;
    r_.add(std::move(draft));
  }

  void read_infinitive(Index c, Index infinitive, const Subject& subject, const Scope& scope) {
    const Cue& cue = a_.cues[c];
    if (cue.form == VerbForm::impersonal) {
      return;
    }
    Index begin = cue.token + cue.length;
    if (subject.mention != no_index) {
      const Mention& m = a_.mentions[subject.mention];
      if (m.tokens.begin >= begin && m.tokens.end <= infinitive) {
        begin = m.tokens.end;
      }
    }
    while (begin < infinitive && (a_.has(begin, Tag::adverb) || a_.has(begin, Tag::time))) {
      ++begin;
    }
    if ((cue.cue == CueClass::deny && cue.negations > 0) || object_relative(cue, scope)) {
      return;
    }
    Draft draft = draft_of(c, subject, scope);
    draft.infinitive = true;
    draft.directive = cue.cue == CueClass::demand;
    Index limit = begin;
    while (limit < scope.range.end && a_.token(limit).kind != TokenKind::colon) {
      limit = a_.is_opening(limit) ? a_.pair_end(limit) + 1 : limit + 1;
    }
    limit = std::min(limit, scope.range.end);
    draft.content = {begin, clause_end(r_, begin, limit, &cue)};
    draft.form = all_in_marks(draft.content) ? model::QuoteForm::partial : form_of(a_, draft.content);
    if (cue.cue == CueClass::deny) {
      return;  // «отказался пить»: an act
    }
    r_.used_cues[c] = true;
    r_.add(std::move(draft));
  }

  /// «пошлины, которые пообещал ввести Вашингтон»: the relative is what is to be done.
  bool object_relative(const Cue& cue, const Scope& scope) const {
    for (Index i = cue.first; i > scope.range.begin; --i) {
      if (a_.token(i - 1).kind == TokenKind::comma || a_.token(i - 1).kind == TokenKind::dash) {
        const bool relative = a_.has(i, Tag::relative) && !a_.has(i, Tag::ask_particle);
        const bool several = a_.key(i).ends_with("\u0435") || a_.key(i).ends_with("\u0456");
        if (relative && several && !cue.plural) {
          return true;
        }
        const Subject subject = find_subject(a_, {i, scope.range.end}, cue, Look::behind_first);
        return relative && subject.mention != no_index && a_.mentions[subject.mention].tokens.begin > i;
      }
    }
    return false;
  }

  bool all_in_marks(TokenRange content) const {
    return a_.is_opening(content.begin) && a_.pair_end(content.begin) + 2 >= content.end;
  }

  /// призвал «не терять темпа», опасается «слабой сделки», отметил, что «…»
  bool read_fragment(Index c, Index open, const Subject& subject, const Scope& scope) {
    const Cue& cue = a_.cues[c];
    const Pair& pair = a_.pairs[a_.marks[open].pair];
    const Index start = cue.token + cue.length;
    const bool direct_object =
        open == start || (subject.mention != no_index && a_.mentions[subject.mention].tokens.end == open);
    if (!direct_object || r_.used_pairs[a_.marks[open].pair] || pair.words < 2 ||
        a_.token(open + 1).capital || !subject.found() ||
        (subject.mention != no_index && a_.mentions[subject.mention].first_person && !scope.nested) ||
        cue.cue == CueClass::judge || cue.cue == CueClass::ask) {
      return false;
    }
    Draft draft = draft_of(c, subject, scope);
    draft.form = model::QuoteForm::partial;
    draft.content = {open + 1, pair.close};
    // «призывает «встать» и «помочь»»: one record.
    if (const Index next = pair.close + 2; next < scope.range.end && a_.has(pair.close + 1, Tag::and_) &&
                                           a_.is_opening(next) && !a_.token(next + 1).capital) {
      draft.content = {open, a_.pair_end(next) + 1};
      r_.used_pairs[a_.marks[next].pair] = true;
    }
    draft.directive = cue.cue == CueClass::demand;
    draft.infinitive = draft.directive;
    r_.used_cues[c] = true;
    r_.used_pairs[a_.marks[open].pair] = true;
    r_.add(std::move(draft));
    return true;
  }

  /// назвала решение «ошибкой»; X назвали «большой ошибкой прошлого»
  void read_call(Index c, const Subject& subject, const Scope& scope) {
    const Cue& cue = a_.cues[c];
    if (!subject.found() && !cue.plural && cue.form != VerbForm::past) {
      return;
    }
    const Index start = cue.token + cue.length;
    Index object = start;
    if (subject.mention != no_index && a_.mentions[subject.mention].tokens.begin == start) {
      object = a_.mentions[subject.mention].tokens.end;
    }
    for (Index i = object; i < scope.range.end && i < start + 16; ++i) {
      const TokenKind kind = a_.token(i).kind;
      if (a_.is_opening(i)) {
        const Pair& pair = a_.pairs[a_.marks[i].pair];
        const Index behind = pair.close + 1;
        // A name in marks goes on: «назвала газету «День» лживой».
        const bool goes_on = behind < scope.range.end && a_.token(behind).kind == TokenKind::word &&
                             !a_.has(behind, Tag::and_) && !a_.has(behind, Tag::preposition) &&
                             !a_.has(behind, Tag::but);
        if (a_.token(i + 1).capital || (goes_on && i == object)) {
          i = a_.pair_end(i);
          continue;
        }
        if (i == object && pair.words < 3) {
          return;
        }
        Draft draft = draft_of(c, subject, scope);
        draft.cue_rules = false;
        draft.form = model::QuoteForm::partial;
        draft.content = i == object ? TokenRange{i + 1, pair.close} : TokenRange{object, behind};
        r_.used_cues[c] = true;
        r_.add(std::move(draft));
        return;
      }
      if (kind == TokenKind::comma || kind == TokenKind::colon || kind == TokenKind::stop ||
          kind == TokenKind::semicolon) {
        return;
      }
    }
  }

  Reading& r_;
  const Analysis& a_;
};

}  // namespace

void read_clauses(Reading& reading) { ClauseReader(reading).run(); }

}  // namespace qw::quotes
