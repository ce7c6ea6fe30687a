#include "crawler/quotes/frames.hpp"

#include <algorithm>

namespace qw::quotes {
namespace {

constexpr Index most_before_colon = 10;

/// Name: words. Also «Фон дер Ляйен — России: …», «Каллас о встрече: …», in lists and inside a sentence.
class HeadlineReader {
 public:
  explicit HeadlineReader(Reading& reading) : r_(reading), a_(reading.a) {}

  void run() {
    for (const TokenRange& sentence : a_.sentences) {
      for (Index i = first_word(sentence); i < sentence.end;) {
        i = std::max(read(i, sentence), i + 1);
        // A second «Name:» may follow a comma.
        while (i < sentence.end && a_.token(i - 1).kind != TokenKind::comma) {
          if (a_.is_opening(i)) {
            i = a_.pair_end(i);
          }
          ++i;
        }
      }
    }
  }

 private:
  Index first_word(TokenRange sentence) const {
    Index i = sentence.begin;
    while (i < sentence.end &&
           (a_.token(i).kind == TokenKind::symbol || a_.token(i).kind == TokenKind::dash ||
            a_.token(i).kind == TokenKind::number)) {
      ++i;
    }
    return i;
  }

  /// Gives the token behind the record, or `i` when there is none.
  Index read(Index i, TokenRange sentence) {
    const Index id = a_.marks[i].mention;
    if (id == no_index) {
      return i;
    }
    const Mention& m = a_.mentions[id];
    if (a_.has(i, Tag::label) && a_.is(i + 1, TokenKind::colon)) {
      return i;  // Источник: X
    }
    if (m.tokens.begin != i || m.possessive || (m.cases & Case::nom) == 0 || m.first_person ||
        (m.who == Who::pronoun && !m.place)) {
      return i;
    }
    Index colon = m.tokens.end;
    bool words_between = false;
    while (colon < sentence.end && colon < m.tokens.end + most_before_colon &&
           a_.token(colon).kind != TokenKind::colon) {
      const TokenKind kind = a_.token(colon).kind;
      if (kind == TokenKind::comma || kind == TokenKind::stop || kind == TokenKind::semicolon ||
          kind == TokenKind::open_bracket || a_.marks[colon].cue != no_index || a_.has(colon, Tag::but)) {
        return i;
      }
      if (kind == TokenKind::word && !words_between) {
        // Only «о …», «в эфире …», «на …», «в ответ»: a verb would make it a sentence of the writer's.
        if (!a_.has(colon, Tag::preposition) && a_.token(colon - 1).kind != TokenKind::dash &&
            colon == m.tokens.end) {
          return i;
        }
        words_between = true;
      }
      if (kind == TokenKind::word && a_.marks[colon].mention == no_index &&
          !a_.has(colon, Tag::preposition) && looks_like_verb(a_, colon) && colon > m.tokens.end) {
        return i;
      }
      ++colon;
    }
    if (colon >= sentence.end || a_.token(colon).kind != TokenKind::colon || colon + 1 >= sentence.end) {
      return i;
    }
    Index begin = colon + 1;
    if (r_.speech_pair_at(begin)) {
      return i;
    }
    if (a_.token(begin).kind == TokenKind::number && a_.token(begin).begin == a_.token(colon).end) {
      return i;  // 2:0
    }
    if (m.who == Who::body && a_.kind == model::TextKind::body) {
      return i;
    }
    if (a_.has(begin, Tag::about)) {
      return i;  // «Каллас: о войне и мире»
    }
    Draft draft;
    draft.form = model::QuoteForm::headline;
    draft.content = {begin, clause_end(r_, begin, sentence.end, nullptr)};
    draft.subject.mention = id;
    draft.cue_token = i;
    draft.cue_length = 0;
    const Index end = draft.content.end;
    if (m.who == Who::media && speaks_inside(draft.content)) {
      return end;  // Bild: Каллас заявила, что …
    }
    r_.add(std::move(draft));
    return end;
  }

  bool speaks_inside(TokenRange content) const {
    for (Index i = content.begin; i < content.end; ++i) {
      const Index c = a_.marks[i].cue;
      if (c != no_index && a_.cues[c].cue != CueClass::know &&
          find_subject(a_, content, a_.cues[c], Look::before_first).mention != no_index) {
        return true;
      }
    }
    return false;
  }

  Reading& r_;
  const Analysis& a_;
};

}  // namespace

void read_headlines(Reading& reading) { HeadlineReader(reading).run(); }

}  // namespace qw::quotes
