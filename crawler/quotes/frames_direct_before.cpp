#include "crawler/quotes/direct_reader.hpp"

#include <algorithm>

namespace qw::quotes {

bool DirectReader::read_colon(Index n) {
  const Pair& pair = a_.pairs[n];
  Index colon = pair.open;
  while (colon > 0 &&
         (a_.token(colon - 1).kind == TokenKind::dash || a_.token(colon - 1).kind == TokenKind::symbol)) {
    --colon;
  }
  if (colon == 0 || a_.token(colon - 1).kind != TokenKind::colon) {
    return read_bare(n);
  }
  --colon;
  if (colon == 0 || pair.words < 1) {
    return false;
  }
  // Words go on behind the mark: a name or a fragment begins the speech («Кос: "дорожная карта" готова»).
  const Index behind = after(pair);
  if (behind < r_.sentence(pair.open).end && a_.token(behind).kind == TokenKind::word &&
      !a_.has(behind, Tag::and_) && !a_.has(behind, Tag::but) && a_.marks[behind].cue == no_index &&
      pair.words < few_words + 2) {
    return false;
  }
  TokenRange left = r_.sentence(colon);
  left.end = colon;
  left.begin = std::max(left.begin, speech_before(left));
  for (Index i = left.begin; i < left.end; ++i) {
    if (a_.has(i, Tag::link)) {
      return true;  // a link to another text
    }
  }
  Draft draft = draft_of(n);
  if (!read_left(left, draft)) {
    const bool speech = pair.words >= few_words || a_.token(pair.close - 1).kind == TokenKind::stop ||
                        a_.token(pair.open + 1).capital;
    if (!speech) {
      return false;
    }
  }
  take(n, std::move(draft));
  return true;
}

Index DirectReader::speech_before(TokenRange left) const {
  Index begin = left.begin;
  for (Index i = left.begin; i < left.end; ++i) {
    if (a_.token(i).kind == TokenKind::semicolon) {
      begin = i + 1;
    }
    if (a_.is_opening(i)) {
      i = a_.pair_end(i);
    }
  }
  return begin;
}

bool DirectReader::read_left(TokenRange left, Draft& draft) {
  Index best = no_index;
  for (Index i = left.begin; i < left.end; ++i) {
    if (a_.marks[i].inside != no_index && a_.marks[i].inside != a_.marks[left.begin].inside) {
      continue;
    }
    if (a_.marks[i].cue != no_index) {
      const Cue& cue = a_.cues[a_.marks[i].cue];
      if (cue.cue != CueClass::know && cue.form != VerbForm::infinitive) {
        best = a_.marks[i].cue;
      }
    }
  }
  if (best != no_index) {
    const Cue& cue = a_.cues[best];
    r_.used_cues[best] = !has_clause(cue, left.end);
    r_.attach_cue(draft, cue, subject_of(left, cue, Look::before_first));
    draft.negations = 0;
    draft.question = cue.cue == CueClass::ask && draft.question;
    if (draft.subject.found() || cue.form != VerbForm::gerund) {
      return true;
    }
  }
  // «В её интервью читаем: «…»», «є лише така її фраза: «…»»
  for (Index i = left.begin; i < left.end; ++i) {
    const Index id = a_.marks[i].mention;
    if (id != no_index && a_.mentions[id].possessive && beside_speech_noun(i, left)) {
      draft.subject.mention = id;
      draft.cue_token = i;
      draft.cue_length = 0;
      return true;
    }
  }
  // A name alone, or the subject of whatever the sentence tells: «Рибера снялась с турнира: «…»».
  for (Index i = left.begin; i < left.end; ++i) {
    const Index id = a_.marks[i].mention;
    if (id == no_index) {
      continue;
    }
    const Mention& m = a_.mentions[id];
    if (can_name(m) && m.who != Who::media && !(m.place && m.who == Who::pronoun)) {
      draft.subject.mention = id;
      draft.cue_token = m.tokens.begin;
      draft.cue_length = 0;
      return true;
    }
    i = m.tokens.end - 1;
  }
  // «Ответ Кос: «…»»
  for (Index i = left.begin; i < left.end; ++i) {
    if (a_.marks[i].mention != no_index && !a_.mentions[a_.marks[i].mention].possessive) {
      draft.subject.mention = a_.marks[i].mention;
      draft.cue_token = i;
      draft.cue_length = 0;
      return true;
    }
  }
  draft.floating = true;
  return false;
}

bool DirectReader::has_clause(const Cue& cue, Index colon) const {
  const Index behind = cue.token + cue.length;
  return behind + 3 < colon && a_.token(behind).kind == TokenKind::comma && a_.has(behind + 1, Tag::that);
}

bool DirectReader::beside_speech_noun(Index i, TokenRange left) const {
  for (Index j = i > left.begin + 2 ? i - 2 : left.begin; j < left.end && j <= i + 3; ++j) {
    if (a_.marks[j].entry != nullptr &&
        std::ranges::any_of(a_.marks[j].entry->senses, [](const Sense& sense) {
          return sense.rest.empty() && (sense.kind == SenseKind::cue_noun ||
                                        (sense.kind == SenseKind::noun && sense.noun == NounKind::document));
        })) {
      return true;
    }
  }
  return false;
}

bool DirectReader::read_bare(Index n) {
  const Pair& pair = a_.pairs[n];
  if (read_predicate(n)) {
    return true;
  }
  if (pair.open == 0 || pair.words < few_words + 1 || !a_.token(pair.open + 1).capital) {
    return false;
  }
  const Index c = a_.marks[pair.open - 1].cue;
  if (c == no_index || !reports_words(a_.cues[c]) || a_.cues[c].token + a_.cues[c].length != pair.open ||
      (a_.cues[c].cue != CueClass::say && a_.cues[c].cue != CueClass::answer)) {
    return false;
  }
  TokenRange left = r_.sentence(pair.open);
  left.end = pair.open;
  const Subject subject = find_subject(a_, left, a_.cues[c], Look::before_first);
  if (!subject.found()) {
    return false;
  }
  Draft draft = draft_of(n);
  r_.used_cues[c] = true;
  r_.attach_cue(draft, a_.cues[c], subject);
  take(n, std::move(draft));
  return true;
}

bool DirectReader::read_predicate(Index n) {
  const Pair& pair = a_.pairs[n];
  const TokenRange sentence = r_.sentence(pair.open);
  if (pair.open <= sentence.begin || pair.words < 2 || a_.token(pair.open + 1).capital || !pair.closed ||
      (after(pair) < sentence.end && a_.token(after(pair)).kind == TokenKind::word)) {
    return false;
  }
  const Index id = a_.marks[pair.open - 1].mention;
  if (id == no_index || !can_name(a_.mentions[id]) || a_.mentions[id].tokens.end != pair.open ||
      a_.mentions[id].plural || a_.mentions[id].place) {
    return false;
  }
  const Mention& m = a_.mentions[id];
  const bool leads = m.tokens.begin == sentence.begin ||
                     a_.token(m.tokens.begin - 1).kind != TokenKind::word ||
                     a_.has(m.tokens.begin - 1, Tag::and_) || a_.has(m.tokens.begin - 1, Tag::but);
  if (!leads ||
      (m.who != Who::official && m.who != Who::role && m.who != Who::person && m.who != Who::pronoun)) {
    return false;
  }
  Draft draft = draft_of(n);
  draft.form = model::QuoteForm::partial;
  draft.bare = true;
  draft.subject.mention = id;
  draft.cue_token = m.tokens.begin;
  draft.cue_length = 0;
  take(n, std::move(draft));
  return true;
}

}  // namespace qw::quotes
