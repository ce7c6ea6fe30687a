#include "crawler/quotes/direct_reader.hpp"

namespace qw::quotes {
namespace {

constexpr Index most_fragment_words = 6;

}  // namespace

bool DirectReader::read_behind(Index n) {
  const Pair& pair = a_.pairs[n];
  const TokenRange sentence = r_.sentence(pair.open);
  Index i = after(pair);
  bool comma = false;
  bool dash = false;
  const bool question = pair.close > 0 && a_.token(pair.close - 1).kind == TokenKind::stop;
  while (i < sentence.end) {
    const TokenKind kind = a_.token(i).kind;
    if (kind == TokenKind::open_bracket) {
      while (i < sentence.end && a_.token(i).kind != TokenKind::close_bracket) {
        ++i;
      }
    } else if (kind == TokenKind::comma) {
      comma = true;
    } else if (kind == TokenKind::dash) {
      dash = true;
    } else if (kind == TokenKind::symbol || (kind == TokenKind::stop && !a_.token(i).sentence_end)) {
    } else {
      break;
    }
    ++i;
  }
  if (i >= sentence.end) {
    return false;
  }
  if (a_.token(i).kind == TokenKind::colon) {
    return read_announced(n, i, sentence);
  }
  if ((!comma && !dash && !question) || is_fragment(n, sentence)) {
    return false;
  }
  Index at = cue_near(i, sentence.end);
  Index named = no_index;
  if (at == no_index) {
    Index m = i;
    while (m < sentence.end && m < i + 2 && a_.has(m, Tag::adverb)) {
      ++m;
    }
    named = m < sentence.end ? a_.marks[m].mention : no_index;
    if (named == no_index || !can_name(a_.mentions[named])) {
      return dash && read_place(n, i, sentence);
    }
    at = cue_near(a_.mentions[named].tokens.end, sentence.end);
  }
  if (at == no_index) {
    return dash && read_signature(n, named, sentence);
  }
  const Cue& cue = a_.cues[a_.marks[at].cue];
  if (!dash && cue.form == VerbForm::predicate && cue.cue != CueClass::claim) {
    return false;
  }
  Draft draft = draft_of(n);
  Subject subject = named == no_index ? subject_of({i, sentence.end}, cue, Look::behind_first) : Subject{};
  if (named != no_index) {
    if (!agrees(a_, cue, a_.mentions[named])) {
      return false;
    }
    subject.mention = named;
  }
  if (!dash && !subject.found()) {
    return false;
  }
  r_.used_cues[a_.marks[at].cue] = true;
  r_.attach_cue(draft, cue, subject);
  join_next(n, at, sentence, draft);
  join_before(n, sentence, draft);
  take(n, std::move(draft));
  return true;
}

void DirectReader::join_before(Index n, TokenRange sentence, Draft& draft) {
  const Index first = first_word(sentence);
  if (!a_.is_opening(first) || a_.pairs[n].open == first || r_.used_pairs[a_.marks[first].pair]) {
    return;
  }
  for (Index i = a_.pair_end(first) + 1; i < a_.pairs[n].open; ++i) {
    if (a_.marks[i].cue != no_index || a_.token(i).kind == TokenKind::dash) {
      return;
    }
  }
  draft.content.begin = first;
  draft.content.end = a_.pairs[n].close + 1;
  draft.form = model::QuoteForm::partial;
  r_.used_pairs[a_.marks[first].pair] = true;
}

bool DirectReader::is_fragment(Index n, TokenRange sentence) const {
  const Pair& pair = a_.pairs[n];
  if (pair.open <= sentence.begin || pair.words > most_fragment_words) {
    return false;
  }
  const Index before = pair.open - 1;
  return a_.token(before).kind == TokenKind::word && a_.marks[before].cue == no_index &&
         !a_.token(pair.close - 1).sentence_end &&
         (a_.marks[before].mention == no_index || !a_.token(pair.open + 1).capital);
}

void DirectReader::join_next(Index n, Index cue_token, TokenRange sentence, Draft& draft) {
  for (Index i = cue_token; i < sentence.end; ++i) {
    if (i > cue_token && (a_.marks[i].cue != no_index || a_.has(i, Tag::that))) {
      return;  // «…», — сказала X, добавив, что это — «…»
    }
    if (a_.is_opening(i)) {
      const Index next = a_.marks[i].pair;
      if (next != n && i > 0 && a_.token(i - 1).kind == TokenKind::dash &&
          a_.pairs[next].parent == no_index) {
        draft.content.end = a_.pairs[next].close;
        r_.used_pairs[next] = true;
      }
      return;
    }
    if (a_.token(i).sentence_end) {
      return;
    }
  }
}

bool DirectReader::read_signature(Index n, Index named, TokenRange sentence) {
  if (named == no_index) {
    return false;
  }
  const Mention& m = a_.mentions[named];
  if (m.who == Who::body && !m.place) {
    return false;
  }
  const Index end = m.tokens.end;
  const bool last =
      end >= sentence.end || a_.token(end).kind == TokenKind::stop || a_.token(end).kind == TokenKind::symbol;
  const bool about = end < sentence.end && a_.has(end, Tag::speaker_name_link);
  if ((!last && !about) || a_.pairs[n].words < 2) {
    return false;
  }
  Draft draft = draft_of(n);
  draft.subject.mention = named;
  draft.cue_token = m.tokens.begin;
  draft.cue_length = 0;
  take(n, std::move(draft));
  return true;
}

bool DirectReader::read_place(Index n, Index i, TokenRange sentence) {
  if (i + 1 < sentence.end && a_.has(i, Tag::preposition)) {
    const Index id = a_.marks[i + 1].mention;
    if (id != no_index && a_.mentions[id].place && a_.mentions[id].who == Who::org) {
      return read_signature(n, id, sentence);
    }
  }
  return false;
}

bool DirectReader::read_announced(Index n, Index colon, TokenRange sentence) {
  Index first = colon + 1;
  if (first + 1 < sentence.end && a_.has(first, Tag::preposition)) {
    ++first;
  }
  const Index id = first < sentence.end ? a_.marks[first].mention : no_index;
  if (id == no_index || (first > colon + 1 && !a_.mentions[id].place) || !can_name(a_.mentions[id]) ||
      a_.pairs[n].words < few_words || a_.pairs[n].open != first_word(sentence)) {
    return false;
  }
  Draft draft = draft_of(n);
  draft.subject.mention = id;
  draft.cue_token = a_.mentions[id].tokens.begin;
  draft.cue_length = 0;
  take(n, std::move(draft));
  return true;
}

}  // namespace qw::quotes
