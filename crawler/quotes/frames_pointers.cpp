#include "crawler/quotes/frames.hpp"

#include <algorithm>

namespace qw::quotes {
namespace {

/// What points back or forward to the words: … Об этом заявила X.   О том, что …, говорил X.
class PointerReader {
 public:
  explicit PointerReader(Reading& reading) : r_(reading), a_(reading.a) {}

  void run() {
    for (Index i = 0; i < a_.size(); ++i) {
      if (a_.token(i).kind == TokenKind::word && (a_.has(i, Tag::cataphora) || said_this(i))) {
        read_back_reference(i);
      }
    }
    fronted();
  }

 private:
  /// X. Об этом сообщила Y.   X – таку думку висловив Y.
  void read_back_reference(Index at) {
    if (in_speech(r_, at)) {
      return;
    }
    const TokenRange sentence = r_.sentence(at);
    Index begin = at;
    while (begin > sentence.begin && (a_.has(begin - 1, Tag::adverb) || a_.has(begin - 1, Tag::and_))) {
      --begin;
    }
    const bool behind_aside = begin > sentence.begin && a_.token(begin - 1).kind == TokenKind::comma &&
                              a_.has(sentence.begin, Tag::how);
    const bool leads = begin == sentence.begin || behind_aside;
    const bool comma =
        begin > sentence.begin && a_.token(begin - 1).kind == TokenKind::comma && !behind_aside;
    const bool speaks_next = a_.marks[at + a_.marks[at].tag_length].cue != no_index;
    const bool dash = (begin > sentence.begin && a_.token(begin - 1).kind == TokenKind::dash) ||
                      (comma && (speaks_next || (!a_.has(at, Tag::about) && !a_.has(at, Tag::preposition))));
    if (!leads && !dash) {
      return;
    }
    const Index behind = at + a_.marks[at].tag_length;
    Subject subject;
    const Cue* verb = nullptr;
    Cue made;
    Index limit = behind + 14;
    for (Index i = behind; i < sentence.end && i < limit; ++i) {
      if (a_.marks[i].cue != no_index && a_.cues[a_.marks[i].cue].cue != CueClass::know) {
        verb = &a_.cues[a_.marks[i].cue];
        break;
      }
      if (a_.has(i, Tag::cataphora_verb)) {
        made = verb_at(a_, i);
        verb = &made;
        break;
      }
      if (a_.token(i).kind == TokenKind::comma && a_.has(i + 1, Tag::how)) {
        // «Об этом, как передаёт X, заявила Y»
        Index close = i + 1;
        while (close < sentence.end && a_.token(close).kind != TokenKind::comma) {
          ++close;
        }
        i = close;
        continue;
      }
      if (a_.token(i).kind == TokenKind::comma && !beside_date(i)) {
        // «Про це, виступаючи на конференції, заявила X»
        const Index close = closed_insertion(i, sentence.end);
        if (close == no_index) {
          break;
        }
        i = close;
        limit = close + 6;
      }
    }
    if (verb == nullptr || verb->negations > 0 || verb->cue == CueClass::ask) {
      return;
    }
    if (verb->form == VerbForm::impersonal || (verb->traits & Trait::document) != 0) {
      subject.mention = owner_behind(a_, verb->token + 1, sentence.end, 6);
    } else {
      subject = subject_before(behind, *verb);
      if (subject.mention == no_index) {
        subject = find_subject(a_, {at, sentence.end}, *verb, Look::behind_first);
      }
    }
    // A clause of its own makes it a record of its own.
    for (Index i = verb->token; i < sentence.end; ++i) {
      if (a_.token(i).kind == TokenKind::comma && a_.has(i + 1, Tag::relative) && !a_.has(i + 1, Tag::that)) {
        break;  // «…, яка заявила, що»: the relative's own record
      }
      if (a_.token(i).kind == TokenKind::colon ||
          (i > 0 && a_.token(i - 1).kind == TokenKind::comma && a_.has(i, Tag::that) && a_.cues.size() > 0 &&
           verb != &made && i < verb->token + 6)) {
        return;
      }
    }
    Draft draft;
    draft.form = model::QuoteForm::nominal;
    if (dash) {
      Index stop = begin - 1;
      draft.content = {sentence.begin, stop};
    } else {
      if (sentence.begin == 0) {
        return;
      }
      Index start = sentence.begin;
      while (start > 0 && !(start < sentence.begin && a_.token(start - 1).sentence_end) &&
             (start == sentence.begin || !ends_paragraph(start - 1))) {
        --start;
      }
      draft.content = {start, without_relay({start, sentence.begin})};
      // A record of the sentence before stays, but for what the speaker says of a house («… надеется, что
      // …»).
      const bool person = subject.mention != no_index && is_person(a_.mentions[subject.mention]);
      for (Index i = start; i < sentence.begin; ++i) {
        const Index d = r_.by_cue[i];
        if (d == no_index || r_.drafts[d].nested) {
          continue;
        }
        const Index other = r_.drafts[d].subject.mention;
        const bool relayed = person && other != no_index && a_.mentions[other].who == Who::media &&
                             r_.drafts[d].form == model::QuoteForm::parenthetical;
        if (!relayed && (!person || other == no_index || a_.mentions[other].who != Who::org ||
                         a_.mentions[other].place || r_.drafts[d].cue != CueClass::claim)) {
          return;
        }
        if (relayed) {
          draft.content = r_.drafts[d].content;
        }
      }
      if (person && only_comments({start, sentence.begin})) {
        return;
      }
      for (Index i = start; i < sentence.begin; ++i) {
        if (r_.by_cue[i] != no_index) {
          r_.drafts[r_.by_cue[i]].dropped = true;
        }
      }
      if (subject.mention != no_index && a_.mentions[subject.mention].who == Who::media) {
        if (person_speaks({start, sentence.begin})) {
          return;  // an outlet passes it on
        }
        if (const Index source = named_source(a_, sentence); source != no_index) {
          subject.mention = source;
        }
      }
    }
    if (verb != &made) {
      r_.attach_cue(draft, *verb, subject);
    } else {
      draft.subject = subject;
      draft.cue_token = at;
      draft.cue_length = a_.marks[at].tag_length;
      draft.verb_gender = made.form == VerbForm::past ? made.gender : model::Gender::unknown;
    }
    draft.cue_rules = false;
    for (Index c = 0; c < a_.cues.size(); ++c) {
      if (verb == &a_.cues[c]) {
        r_.used_cues[c] = true;
      }
    }
    r_.add(std::move(draft));
  }

  /// «Порт закрыт, сообщает ТАСС. Такое мнение высказал X»: the end of the words before the outlet.
  Index without_relay(TokenRange words) const {
    for (Index i = words.begin + 1; i + 2 < words.end; ++i) {
      if (a_.is_opening(i)) {
        i = a_.pair_end(i);
        continue;
      }
      const Index c = a_.token(i).kind == TokenKind::comma ? a_.marks[i + 1].cue : no_index;
      if (c == no_index || a_.cues[c].form != VerbForm::now) {
        continue;
      }
      const Subject subject = find_subject(a_, {i + 1, words.end}, a_.cues[c], Look::behind_first);
      if (subject.mention != no_index && a_.mentions[subject.mention].who == Who::media) {
        return i;
      }
    }
    return words.end;
  }

  /// «X прокомментировал отставку. Об этом он написал …»: what was said does not stand there.
  bool only_comments(TokenRange words) const {
    for (Index i = words.begin; i < words.end; ++i) {
      const Index c = a_.marks[i].cue;
      if (c != no_index && a_.cues[c].form == VerbForm::past &&
          ((a_.cues[c].traits & Trait::comments) != 0 ||
           (a_.cues[c].cue == CueClass::answer && (a_.cues[c].traits & Trait::clause) == 0))) {
        return true;
      }
    }
    return false;
  }

  /// «Об этом она рассказала в интервью X»: who stands between the pointer and the verb, but for an outlet.
  Subject subject_before(Index begin, const Cue& verb) const {
    for (Index i = verb.first; i > begin; --i) {
      const Index id = a_.marks[i - 1].mention;
      if (id == no_index) {
        continue;
      }
      const Mention& m = a_.mentions[id];
      if ((is_person(m) || m.who == Who::org) && !m.possessive && !m.after_preposition &&
          (m.cases & Case::nom) != 0 && agrees(a_, verb, m)) {
        Subject subject;
        subject.mention = id;
        return subject;
      }
      i = m.tokens.begin + 1;
    }
    return {};
  }

  /// The comma that closes the insertion behind the comma at `i`, when the verb of speech comes right behind
  /// it.
  Index closed_insertion(Index i, Index end) const {
    constexpr Index most_tokens = 25;
    for (Index close = i + 1; close + 1 < end && close < i + most_tokens; ++close) {
      if (a_.marks[close].cue != no_index && a_.cues[a_.marks[close].cue].form != VerbForm::gerund) {
        return no_index;
      }
      if (a_.token(close).kind != TokenKind::comma) {
        continue;
      }
      Index next = close + 1;
      if (const Index id = a_.marks[next].mention; id != no_index && is_person(a_.mentions[id])) {
        next = a_.mentions[id].tokens.end;
      }
      if (a_.marks[next].cue != no_index || a_.has(next, Tag::cataphora_verb)) {
        return close;
      }
    }
    return no_index;
  }

  /// «Это заявила X»: the verb of speech stands right behind, and its subject behind that.
  bool said_this(Index i) const {
    if (!a_.has(i, Tag::cataphora_object) || a_.marks[i + 1].cue == no_index) {
      return false;
    }
    const Cue& cue = a_.cues[a_.marks[i + 1].cue];
    if (cue.cue == CueClass::claim && cue.negations == 0 && (i == 0 || a_.token(i - 1).sentence_end) &&
        (cue.form == VerbForm::past || cue.form == VerbForm::now)) {
      return find_subject(a_, {cue.first, r_.sentence(i).end}, cue, Look::behind_first).mention != no_index;
    }
    const Index id = a_.marks[cue.token + cue.length].mention;
    return cue.form == VerbForm::past && (cue.traits & Trait::clause) != 0 && cue.cue != CueClass::know &&
           cue.negations == 0 && id != no_index && agrees(a_, cue, a_.mentions[id]);
  }

  /// «Об этом в пятницу, 8 января, сообщила»
  bool beside_date(Index comma) const {
    const auto dates = [&](Index i) { return a_.is(i, TokenKind::number) || a_.has(i, Tag::time); };
    return dates(comma + 1) || dates(comma - 1);
  }

  static bool is_person(const Mention& m) {
    return m.who == Who::official || m.who == Who::person || m.who == Who::role || m.who == Who::noun ||
           m.who == Who::carry || (m.who == Who::pronoun && !m.place);
  }

  bool person_speaks(TokenRange words) const {
    for (Index i = words.begin; i < words.end; ++i) {
      const Index c = a_.marks[i].cue;
      if (c == no_index || a_.cues[c].cue == CueClass::know) {
        continue;
      }
      const Subject subject = find_subject(a_, words, a_.cues[c], Look::before_first);
      if (subject.mention != no_index && a_.mentions[subject.mention].who != Who::media) {
        return true;
      }
    }
    return false;
  }

  bool ends_paragraph(Index i) const {
    const auto& paragraphs = a_.document->paragraphs;
    const auto after =
        std::ranges::upper_bound(paragraphs, i, {}, [](const text::Paragraph& p) { return p.tokens.begin; });
    return after != paragraphs.begin() && std::prev(after)->tokens.end == i + 1;
  }

  /// О том, что газ подорожает, предупредил X.
  void fronted() {
    for (const TokenRange& sentence : a_.sentences) {
      Index i = sentence.begin;
      if (sentence.size() < 6 || !a_.has(i, Tag::preposition) || !a_.has(i + 1, Tag::this_that) ||
          a_.token(i + 2).kind != TokenKind::comma || !a_.has(i + 3, Tag::that) ||
          r_.used_conjunctions[i + 3]) {
        continue;
      }
      for (Index j = i + 4; j + 1 < sentence.end; ++j) {
        if (a_.token(j).kind != TokenKind::comma) {
          continue;
        }
        Index verb = j + 1;
        if (const Index id = a_.marks[verb].mention;
            id != no_index && (a_.mentions[id].cases & Case::nom) != 0) {
          verb = a_.mentions[id].tokens.end;
        }
        if (a_.marks[verb].cue == no_index) {
          continue;
        }
        const Cue& cue = a_.cues[a_.marks[verb].cue];
        if (cue.cue == CueClass::know || (cue.form != VerbForm::past && cue.form != VerbForm::now)) {
          continue;
        }
        const Subject subject = find_subject(a_, {j + 1, sentence.end}, cue, Look::behind_first);
        if (!subject.found()) {
          continue;
        }
        if (const Index d = r_.by_cue[cue.token]; d != no_index) {
          r_.drafts[d].dropped = true;
        }
        Draft draft;
        r_.attach_cue(draft, cue, subject);
        draft.cue_rules = true;
        draft.content = {i + 4, j};
        r_.used_conjunctions[i + 3] = true;
        r_.add(std::move(draft));
        break;
      }
    }
  }

  Reading& r_;
  const Analysis& a_;
};

}  // namespace

void read_pointers(Reading& reading) { PointerReader(reading).run(); }

}  // namespace qw::quotes
