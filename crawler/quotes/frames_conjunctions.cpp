#include "crawler/quotes/clause_reader.hpp"

#include <algorithm>

namespace qw::quotes {

void ClauseReader::read_conjunctions(Index c, Index conjunction, const Subject& subject, const Scope& scope) {
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
  if ((cue.traits & Trait::clause) == 0 && that && !so_that && conjunction > cue.token + cue.length + near) {
    return;  // «отреагировал на возмущение тем, что …»
  }
  if ((cue.form == VerbForm::impersonal || (cue.traits & Trait::document) != 0) && !subject.found() &&
      person_inside(conjunction + 1, scope)) {
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

bool ClauseReader::person_inside(Index begin, const Scope& scope) const {
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

bool ClauseReader::stands_for_aim(Index conjunction) const {
  return conjunction >= 3 && a_.has(conjunction - 2, Tag::this_that) &&
         a_.key(conjunction - 3) == "\u0437\u0430";
}

Index ClauseReader::next_conjunction(Index end, Index limit, Subject& speaker) const {
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

bool ClauseReader::read_question(Index c, Index begin, const Subject& subject, const Scope& scope) {
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

void ClauseReader::read_colon(Index c, Index colon, const Subject& subject, const Scope& scope) {
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

}  // namespace qw::quotes
