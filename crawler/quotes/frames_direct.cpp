#include "crawler/quotes/frames.hpp"

#include <algorithm>

namespace qw::quotes {
namespace {

constexpr Index few_words = 3;
constexpr Index most_fragment_words = 6;

bool speaks(const Cue& cue) {
  return cue.cue != CueClass::know && cue.cue != CueClass::call &&
         (cue.form == VerbForm::past || cue.form == VerbForm::now || cue.form == VerbForm::predicate ||
          cue.form == VerbForm::impersonal);
}

bool can_name(const Mention& m) {
  return ((m.cases & Case::nom) != 0 || m.place) && !m.possessive && (!m.after_preposition || m.place);
}

/// Long because every side of a pair of marks is asked in one order.
class DirectReader {
 public:
  explicit DirectReader(Reading& reading) : r_(reading), a_(reading.a) {}

  void run() {
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

 private:
  TokenRange inside(const Pair& pair) const { return {pair.open + 1, pair.close}; }
  Index after(const Pair& pair) const { return pair.closed ? pair.close + 1 : pair.close; }

  Draft draft_of(Index n) const {
    Draft draft;
    draft.form = model::QuoteForm::direct;
    draft.content = inside(a_.pairs[n]);
    return draft;
  }

  void take(Index n, Draft draft) {
    r_.used_pairs[n] = true;
    r_.add(std::move(draft));
  }

  /// The cue that begins behind `i`, at most three adverbs away; its token or no_index.
  Index cue_near(Index i, Index end) const {
    for (Index j = i; j < end && j < i + 4; ++j) {
      if (a_.token(j).kind != TokenKind::word) {
        return no_index;
      }
      if (a_.marks[j].cue != no_index && speaks(a_.cues[a_.marks[j].cue])) {
        return j;
      }
      if (a_.marks[j].mention != no_index ||
          !(a_.has(j, Tag::adverb) || a_.has(j, Tag::not_) || a_.has(j, Tag::helper))) {
        return no_index;
      }
    }
    return no_index;
  }

  Subject document_owner(const Cue& cue, Index end) const {
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

  Subject subject_of(TokenRange clause, const Cue& cue, Look look) const {
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

  /// «Деньги есть, — пояснил X, — но нужна подпись».
  bool read_broken(Index n) {
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

  /// «…», — сказал X.  «…» — X.  «…»: X показала план
  bool read_behind(Index n) {
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

  /// "Нужны гарантии", чтобы было понятно, "кто придёт", — сказала она: one record from the first mark.
  void join_before(Index n, TokenRange sentence, Draft& draft) {
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

  /// «Разговор был «очень добрым», оценил X», «гурту «Мандри» – так …»: a few words inside a clause of the
  /// writer's are no speech of their own.
  bool is_fragment(Index n, TokenRange sentence) const {
    const Pair& pair = a_.pairs[n];
    if (pair.open <= sentence.begin || pair.words > most_fragment_words) {
      return false;
    }
    const Index before = pair.open - 1;
    return a_.token(before).kind == TokenKind::word && a_.marks[before].cue == no_index &&
           !a_.token(pair.close - 1).sentence_end &&
           (a_.marks[before].mention == no_index || !a_.token(pair.open + 1).capital);
  }

  /// «…», — сказал он, — «…»: one record from the first to the last.
  void join_next(Index n, Index cue_token, TokenRange sentence, Draft& draft) {
    for (Index i = cue_token; i < sentence.end; ++i) {
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

  /// «…» — Кубилюс о планах ЕС.
  bool read_signature(Index n, Index named, TokenRange sentence) {
    if (named == no_index) {
      return false;
    }
    const Mention& m = a_.mentions[named];
    if (m.who == Who::body && !m.place) {
      return false;
    }
    const Index end = m.tokens.end;
    const bool last = end >= sentence.end || a_.token(end).kind == TokenKind::stop ||
                      a_.token(end).kind == TokenKind::symbol;
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

  /// «…», — кричали с трибуны; «…», — в Еврокомиссии.
  bool read_place(Index n, Index i, TokenRange sentence) {
    if (i + 1 < sentence.end && a_.has(i, Tag::preposition)) {
      const Index id = a_.marks[i + 1].mention;
      if (id != no_index && a_.mentions[id].place && a_.mentions[id].who == Who::org) {
        return read_signature(n, id, sentence);
      }
    }
    return false;
  }

  /// "…": фон дер Ляєн представила план
  bool read_announced(Index n, Index colon, TokenRange sentence) {
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

  Index first_word(TokenRange sentence) const {
    Index i = sentence.begin;
    while (i < sentence.end &&
           (a_.token(i).kind == TokenKind::symbol || a_.token(i).kind == TokenKind::dash)) {
      ++i;
    }
    return i;
  }

  /// Каллас ответила: «…».   Каллас в эфире CNN: ¶ «…»
  bool read_colon(Index n) {
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

  /// Tokens behind the last direct speech in `left`.
  Index speech_before(TokenRange left) const {
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

  /// The speaker in the words before a colon. False when nobody speaks there.
  bool read_left(TokenRange left, Draft& draft) {
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

  /// «отметил, что город готов: «…»»: the clause is a record of its own.
  bool has_clause(const Cue& cue, Index colon) const {
    const Index behind = cue.token + cue.length;
    return behind + 3 < colon && a_.token(behind).kind == TokenKind::comma && a_.has(behind + 1, Tag::that);
  }

  /// A noun that carries speech within three words of `i`.
  bool beside_speech_noun(Index i, TokenRange left) const {
    for (Index j = i > left.begin + 2 ? i - 2 : left.begin; j < left.end && j <= i + 3; ++j) {
      if (a_.marks[j].entry != nullptr &&
          std::ranges::any_of(a_.marks[j].entry->senses, [](const Sense& sense) {
            return sense.rest.empty() &&
                   (sense.kind == SenseKind::cue_noun ||
                    (sense.kind == SenseKind::noun && sense.noun == NounKind::document));
          })) {
        return true;
      }
    }
    return false;
  }

  /// сказала «Мы готовы …» without a colon.
  bool read_bare(Index n) {
    const Pair& pair = a_.pairs[n];
    if (read_predicate(n)) {
      return true;
    }
    if (pair.open == 0 || pair.words < few_words + 1 || !a_.token(pair.open + 1).capital) {
      return false;
    }
    const Index c = a_.marks[pair.open - 1].cue;
    if (c == no_index || !speaks(a_.cues[c]) || a_.cues[c].token + a_.cues[c].length != pair.open ||
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

  /// она «полностью согласна».
  bool read_predicate(Index n) {
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
    draft.subject.mention = id;
    draft.cue_token = m.tokens.begin;
    draft.cue_length = 0;
    take(n, std::move(draft));
    return true;
  }

  /// A whole sentence in marks goes to the speaker of the record before.
  void read_floating(Index n) {
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

  /// «Он сказал мне: „Нам нужен мир“» inside other marks.
  void read_inner(Index n) {
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
      if (c == no_index || !speaks(a_.cues[c])) {
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

  Reading& r_;
  const Analysis& a_;
};

}  // namespace

void read_direct(Reading& reading) { DirectReader(reading).run(); }

}  // namespace qw::quotes
