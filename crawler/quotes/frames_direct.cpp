#include "crawler/quotes/direct_reader.hpp"

namespace qw::quotes {

bool reports_words(const Cue& cue) {
  return cue.cue != CueClass::know && cue.cue != CueClass::call &&
         (cue.form == VerbForm::past || cue.form == VerbForm::now || cue.form == VerbForm::predicate ||
          cue.form == VerbForm::impersonal);
}

bool can_name(const Mention& m) {
  return ((m.cases & Case::nom) != 0 || m.place) && !m.possessive && (!m.after_preposition || m.place);
}

void DirectReader::run() {
  for (Index n = 0; n < a_.pairs.size(); ++n) {
    const Pair& pair = a_.pairs[n];
    if (r_.used_pairs[n] || pair.open + 1 >= pair.close) {
      continue;
    }
    // A pair inside another one is speech only by a colon and a speaker of its own.
    if (pair.parent != no_index) {
      read_inner(n);
      continue;
    }
    if (read_broken(n) || read_behind(n) || read_colon(n)) {
      continue;
    }
    read_floating(n);
  }
}

Draft DirectReader::draft_of(Index n) const {
  Draft draft;
  draft.form = model::QuoteForm::direct;
  draft.content = inside(a_.pairs[n]);
  return draft;
}

void DirectReader::take(Index n, Draft draft) {
  r_.used_pairs[n] = true;
  r_.add(std::move(draft));
}

Index DirectReader::cue_near(Index i, Index end) const {
  for (Index j = i; j < end && j < i + 4; ++j) {
    if (a_.token(j).kind != TokenKind::word) {
      return no_index;
    }
    if (a_.marks[j].cue != no_index && reports_words(a_.cues[a_.marks[j].cue])) {
      return j;
    }
    if (a_.marks[j].mention != no_index ||
        !(a_.has(j, Tag::adverb) || a_.has(j, Tag::not_) || a_.has(j, Tag::helper))) {
      return no_index;
    }
  }
  return no_index;
}

Subject DirectReader::document_owner(const Cue& cue, Index end) const {
  Subject subject;
  if ((cue.traits & Trait::document) == 0 && cue.form != VerbForm::impersonal) {
    return subject;
  }
  for (Index i = cue.token + cue.length; i < end && i < cue.token + 10; ++i) {
    if (const Index id = a_.marks[i].mention;
        id != no_index && !a_.mentions[id].possessive && (a_.mentions[id].cases & Case::gen) != 0) {
      subject.mention = id;
      return subject;
    }
    if (a_.token(i).kind != TokenKind::word && a_.token(i).kind != TokenKind::quote) {
      break;
    }
  }
  return subject;
}

Subject DirectReader::subject_of(TokenRange clause, const Cue& cue, Look look) const {
  if ((cue.traits & Trait::document) != 0 || cue.form == VerbForm::impersonal) {
    return document_owner(cue, clause.end);
  }
  Subject subject = find_subject(a_, clause, cue, look);
  // «процитировала её пресс-служба»
  if (subject.mention != no_index && (cue.traits & Trait::cites) != 0 && subject.mention > 0 &&
      a_.mentions[subject.mention].org == "?") {
    subject.mention -= 1;
    return subject;
  }
  // «цитирует Каллас ТАСС», «приводит издание её слова»: the object is the speaker.
  if (subject.mention != no_index &&
      (a_.mentions[subject.mention].who == Who::media ||
       ((cue.traits & Trait::cites) != 0 && a_.mentions[subject.mention].who == Who::body))) {
    for (Index i = cue.token + cue.length; i < clause.end && i < cue.token + 8; ++i) {
      if (a_.token(i).kind != TokenKind::word) {
        break;
      }
      const Index id = a_.marks[i].mention;
      if (id != no_index && id != subject.mention && a_.mentions[id].who != Who::media &&
          !(a_.mentions[id].after_preposition)) {
        Subject object;
        object.mention = id;
        return object;
      }
    }
  }
  return subject;
}

Index DirectReader::first_word(TokenRange sentence) const {
  Index i = sentence.begin;
  while (i < sentence.end && (a_.token(i).kind == TokenKind::symbol || a_.token(i).kind == TokenKind::dash)) {
    ++i;
  }
  return i;
}

bool DirectReader::read_broken(Index n) {
  const Pair& pair = a_.pairs[n];
  for (Index i = pair.open + 2; i + 1 < pair.close; ++i) {
    if (a_.is_opening(i)) {
      i = a_.pair_end(i);
      continue;
    }
    if (a_.token(i).kind != TokenKind::dash) {
      continue;
    }
    const TokenKind before = a_.token(i - 1).kind;
    if (before != TokenKind::comma && before != TokenKind::stop) {
      continue;
    }
    Index end = i + 1;
    while (end < pair.close && a_.token(end).kind != TokenKind::dash) {
      ++end;
    }
    const Index at = cue_near(i + 1, end);
    if (at != no_index) {
      const Cue& cue = a_.cues[a_.marks[at].cue];
      const Subject subject = subject_of({i + 1, end}, cue, Look::behind_first);
      if (!subject.found() && end >= pair.close) {
        continue;
      }
      r_.used_cues[a_.marks[at].cue] = true;
      Draft draft = draft_of(n);
      r_.attach_cue(draft, cue, subject);
      if (end >= pair.close) {
        draft.content.end = i;  // the mark that should have closed before the dash is missing
      }
      take(n, std::move(draft));
      return true;
    }
  }
  return false;
}

void DirectReader::read_floating(Index n) {
  const Pair& pair = a_.pairs[n];
  const TokenRange sentence = r_.sentence(pair.open);
  if (first_word(sentence) != pair.open) {
    return;
  }
  for (Index i = after(pair); i < sentence.end; ++i) {
    const TokenKind kind = a_.token(i).kind;
    if (kind != TokenKind::stop && kind != TokenKind::symbol && kind != TokenKind::comma &&
        kind != TokenKind::dash) {
      return;
    }
  }
  const bool answers = sentence.begin > 0 && a_.token(sentence.begin - 1).kind == TokenKind::stop &&
                       a_.token(sentence.begin - 1).mark == U'?';
  if (pair.words < few_words && !answers) {
    return;
  }
  Draft draft = draft_of(n);
  draft.floating = true;
  take(n, std::move(draft));
}

void DirectReader::read_inner(Index n) {
  const Pair& pair = a_.pairs[n];
  if (pair.open == 0 || a_.token(pair.open - 1).kind != TokenKind::colon ||
      (pair.words < 2 && !a_.token(pair.open + 1).capital)) {
    return;
  }
  const Index colon = pair.open - 1;
  TokenRange left = {a_.pairs[pair.parent].open + 1, colon};
  for (Index i = colon; i > left.begin; --i) {
    if (a_.token(i - 1).sentence_end) {
      left.begin = i;
      break;
    }
  }
  for (Index i = left.end; i > left.begin; --i) {
    const Index c = a_.marks[i - 1].cue;
    if (c == no_index || !reports_words(a_.cues[c])) {
      continue;
    }
    const Subject subject = find_subject(a_, left, a_.cues[c], Look::before_first);
    if (subject.mention != no_index && !a_.mentions[subject.mention].first_person) {
      Draft draft = draft_of(n);
      draft.nested = true;
      r_.used_cues[c] = true;
      r_.attach_cue(draft, a_.cues[c], subject);
      take(n, std::move(draft));
    }
    return;
  }
}

void read_direct(Reading& reading) { DirectReader(reading).run(); }

}  // namespace qw::quotes
