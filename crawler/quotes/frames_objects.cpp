#include "crawler/quotes/clause_reader.hpp"

#include <algorithm>

namespace qw::quotes {

void ClauseReader::read_infinitive(Index c, Index infinitive, const Subject& subject, const Scope& scope) {
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

void ClauseReader::read_fronted(Index c, const Subject& subject, const Scope& scope) {
  const Cue& cue = a_.cues[c];
  const Index begin = scope.range.begin;
  if (scope.nested || (cue.traits & Trait::infinitive) == 0 || cue.cue == CueClass::deny ||
      (cue.form != VerbForm::past && cue.form != VerbForm::now) || subject.mention == no_index ||
      a_.mentions[subject.mention].tokens.begin != cue.token + cue.length || cue.first < begin + 2 ||
      !is_infinitive(a_, begin)) {
    return;
  }
  for (Index i = begin + 1; i < cue.first; ++i) {
    if (a_.token(i).kind == TokenKind::comma || a_.token(i).kind == TokenKind::dash ||
        (looks_like_verb(a_, i) && !is_infinitive(a_, i))) {
      return;
    }
  }
  Draft draft = draft_of(c, subject, scope);
  draft.infinitive = true;
  draft.directive = cue.cue == CueClass::demand;
  draft.content = {begin, cue.first};
  draft.form = form_of(a_, draft.content);
  r_.used_cues[c] = true;
  r_.add(std::move(draft));
}

bool ClauseReader::object_relative(const Cue& cue, const Scope& scope) const {
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

bool ClauseReader::all_in_marks(TokenRange content) const {
  return a_.is_opening(content.begin) && a_.pair_end(content.begin) + 2 >= content.end;
}

bool ClauseReader::addressee(Index begin, Index end) const {
  constexpr Index most_words = 4;
  if (end - begin > most_words || a_.has(begin, Tag::preposition) || a_.has(begin, Tag::that)) {
    return false;
  }
  for (Index i = begin; i < end; ++i) {
    if (!a_.is(i, TokenKind::word) || a_.marks[i].cue != no_index) {
      return false;
    }
  }
  return true;
}

bool ClauseReader::read_fragment(Index c, Index open, const Subject& subject, const Scope& scope) {
  const Cue& cue = a_.cues[c];
  const Pair& pair = a_.pairs[a_.marks[open].pair];
  const Index start = cue.token + cue.length;
  const bool about =
      open == start + 1 && a_.has(start, Tag::about) && (cue.traits & Trait::clause) != 0 && pair.words >= 3;
  const bool addressed = cue.cue == CueClass::demand && open > start && addressee(start, open);
  const bool direct_object = open == start || addressed || about ||
                             (subject.mention != no_index && a_.mentions[subject.mention].tokens.end == open);
  if (!direct_object || r_.used_pairs[a_.marks[open].pair] ||
      (pair.words < 2 && !(cue.cue == CueClass::demand && is_infinitive(a_, open + 1))) ||
      a_.token(open + 1).capital || !subject.found() ||
      (subject.mention != no_index && a_.mentions[subject.mention].first_person && !scope.nested) ||
      cue.cue == CueClass::judge || cue.cue == CueClass::ask) {
    return false;
  }
  Draft draft = draft_of(c, subject, scope);
  draft.form = model::QuoteForm::partial;
  draft.content = addressed ? TokenRange{start, pair.close + 1} : TokenRange{open + 1, pair.close};
  // «призывает «встать» и «помочь»»: one record.
  if (const Index next = pair.close + 2; next < scope.range.end && a_.has(pair.close + 1, Tag::and_) &&
                                         a_.is_opening(next) && !a_.token(next + 1).capital) {
    draft.content = {addressed ? start : open, a_.pair_end(next) + 1};
    r_.used_pairs[a_.marks[next].pair] = true;
  }
  draft.directive = cue.cue == CueClass::demand;
  draft.infinitive = draft.directive;
  r_.used_cues[c] = true;
  r_.used_pairs[a_.marks[open].pair] = true;
  r_.add(std::move(draft));
  return true;
}

void ClauseReader::read_call(Index c, const Subject& subject, const Scope& scope) {
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

}  // namespace qw::quotes
