#include "crawler/quotes/frames.hpp"

#include <algorithm>

namespace qw::quotes {
namespace {

constexpr Index most_owner_words = 3;
constexpr Index most_behind_noun = 12;
constexpr Index most_before_noun = 8;

/// Заявление X о том, что …; обещание X снять …; заявила о готовности снять …; … Об этом заявила X.
class NounReader {
 public:
  explicit NounReader(Reading& reading) : r_(reading), a_(reading.a) {}

  void run() {
    for (Index i = 0; i < a_.size(); ++i) {
      if (a_.token(i).kind != TokenKind::word || a_.marks[i].entry == nullptr) {
        continue;
      }
      if (a_.has(i, Tag::cataphora)) {
        read_back_reference(i);
        continue;
      }
      if (a_.has(i, Tag::stance_noun)) {
        read_stance(i);
        continue;
      }
      for (const Sense& sense : a_.marks[i].entry->senses) {
        if (sense.kind == SenseKind::cue_noun && sense.rest.empty()) {
          read_noun(i, sense);
          break;
        }
      }
    }
    fronted();
  }

 private:
  bool in_speech(Index i) const {
    Index pair = a_.marks[i].inside;
    while (pair != no_index) {
      if (r_.used_pairs[pair]) {
        return true;
      }
      pair = a_.pairs[pair].parent;
    }
    return std::ranges::any_of(
        r_.drafts, [&](const Draft& d) { return !d.nested && d.content.begin <= i && i < d.content.end; });
  }

  /// The verb of which the noun is the object: «высказала сомнение», «подтвердил планы».
  Subject subject_by_verb(Index noun, TokenRange sentence, const Cue** verb) const {
    for (Index back = 1; back <= most_before_noun && noun >= sentence.begin + back; ++back) {
      const Index i = noun - back;
      if (a_.token(i).kind != TokenKind::word) {
        break;
      }
      if (a_.marks[i].cue != no_index) {
        const Cue& cue = a_.cues[a_.marks[i].cue];
        if (cue.cue == CueClass::know || cue.form == VerbForm::infinitive) {
          break;
        }
        if (verb != nullptr) {
          *verb = &cue;
        }
        return find_subject(a_, {sentence.begin, noun}, cue, Look::before_first);
      }
      if (a_.has(i, Tag::express)) {
        const Cue cue = verb_at(a_, i);
        const Subject subject = find_subject(a_, {sentence.begin, sentence.end}, cue, Look::before_first);
        return subject;
      }
    }
    return {};
  }

  void read_noun(Index noun, const Sense& sense) {
    if (in_speech(noun)) {
      return;
    }
    const TokenRange sentence = r_.sentence(noun);
    Draft draft;
    draft.form = model::QuoteForm::nominal;
    draft.cue = sense.cue;
    draft.traits = sense.traits;
    draft.cue_token = noun;
    draft.cue_rules = true;
    Index i = noun + 1;
    const Index owner = owner_behind(a_, i, sentence.end, most_owner_words);
    bool own = false;
    if (owner != no_index && (a_.mentions[owner].cases & Case::gen) != 0) {
      draft.subject.mention = owner;
      i = a_.mentions[owner].tokens.end;
      own = true;
    } else if (noun > sentence.begin && a_.marks[noun - 1].mention != no_index &&
               a_.mentions[a_.marks[noun - 1].mention].possessive) {
      draft.subject.mention = a_.marks[noun - 1].mention;
      own = true;
    } else {
      const Cue* verb = nullptr;
      draft.subject = subject_by_verb(noun, sentence, &verb);
      if (verb != nullptr && verb->negations > 0) {
        draft.negations = verb->negations;
      }
    }
    if (!own && draft.cue == CueClass::demand && noun > 0 && a_.has(noun - 1, Tag::preposition)) {
      return;  // «на просьбу прокомментировать»
    }
    if (!draft.subject.found() && draft.cue != CueClass::ask) {
      return;
    }
    const Index limit = std::min(sentence.end, i + most_behind_noun);
    bool about = false;
    for (; i < limit; ++i) {
      const text::Token& token = a_.token(i);
      if (a_.is_opening(i)) {
        const Pair& pair = a_.pairs[a_.marks[i].pair];
        if (own && !r_.used_pairs[a_.marks[i].pair] && pair.words >= 2 && i == behind_owner(noun, draft) &&
            !a_.token(i + 1).capital) {
          draft.content = {i + 1, pair.close};
          draft.directive = draft.cue == CueClass::demand;
          r_.used_pairs[a_.marks[i].pair] = true;
          r_.add(std::move(draft));
          return;
        }
        i = a_.pair_end(i);
        continue;
      }
      if (token.kind == TokenKind::comma) {
        if (i + 1 < limit &&
            (a_.has(i + 1, Tag::that) || a_.has(i + 1, Tag::so_that) || a_.has(i + 1, Tag::as_if)) &&
            !r_.used_conjunctions[i + 1] && a_.marks[i + 1].covered == no_index &&
            (about || i == behind_owner(noun, draft) || i == noun + 1)) {
          clause(draft, i + 1, noun, sentence, own);
        } else if (draft.cue == CueClass::ask && i + 2 < limit) {
          question(draft, i + 1, sentence);
        }
        return;
      }
      if (token.kind != TokenKind::word) {
        return;
      }
      if (a_.has(i, Tag::this_that)) {
        about = true;
        continue;
      }
      if (a_.has(i, Tag::about) || a_.has(i, Tag::preposition)) {
        continue;
      }
      if ((sense.traits & Trait::infinitive) != 0 && is_infinitive(a_, i)) {
        draft.infinitive = true;
        draft.directive = draft.cue == CueClass::demand;
        Index begin = i;
        if (own && behind_owner(noun, draft) < i) {
          begin = behind_owner(noun, draft);
        }
        draft.content = {begin, noun_clause_end(begin, noun, sentence)};
        // «Требование ограничить бюджет в Кремле назвали абсурдом»: the main clause goes on without a comma.
        draft.content.end = cut_main_clause(draft.content, noun, sentence);
        r_.add(std::move(draft));
        return;
      }
      if (a_.marks[i].cue != no_index) {
        return;
      }
    }
  }

  Index behind_owner(Index noun, const Draft& draft) const {
    if (draft.subject.mention != no_index && a_.mentions[draft.subject.mention].tokens.begin > noun) {
      return a_.mentions[draft.subject.mention].tokens.end;
    }
    return noun + 1;
  }

  /// A finite verb behind a place or a name inside an infinitive's words belongs to the main clause.
  Index cut_main_clause(TokenRange content, Index noun, TokenRange sentence) const {
    if (!noun_leads(noun, sentence)) {
      return content.end;
    }
    for (Index i = content.begin + 1; i < content.end; ++i) {
      const Index id = a_.marks[i].mention;
      if (id != no_index && a_.mentions[id].tokens.begin == i) {
        const Mention& m = a_.mentions[id];
        const Index behind = m.tokens.end;
        for (Index j = behind; j < content.end && j < behind + 4; ++j) {
          if (a_.token(j).kind != TokenKind::word) {
            break;
          }
          if ((a_.marks[j].cue != no_index && a_.cues[a_.marks[j].cue].form != VerbForm::infinitive) ||
              (looks_like_verb(a_, j) && !is_infinitive(a_, j))) {
            return m.after_preposition && i > content.begin + 1 ? i - 1 : i;
          }
        }
        i = behind - 1;
      }
    }
    return content.end;
  }

  bool noun_leads(Index noun, TokenRange sentence) const {
    for (Index i = sentence.begin; i < noun; ++i) {
      if (looks_like_verb(a_, i)) {
        return false;
      }
    }
    return true;
  }

  /// «Заявление X о том, что …, застало врасплох»: the clause ends where the noun's own verb comes.
  Index noun_clause_end(Index begin, Index noun, TokenRange sentence) const {
    const Index end = clause_end(r_, begin, sentence.end, nullptr);
    if (!noun_leads(noun, sentence)) {
      return end;
    }
    for (Index i = begin; i < end; ++i) {
      if (a_.is_opening(i)) {
        i = a_.pair_end(i);
        continue;
      }
      if (a_.token(i).kind != TokenKind::comma) {
        continue;
      }
      for (Index j = i + 1; j < end && j < i + 4; ++j) {
        if (a_.token(j).kind != TokenKind::word || a_.marks[j].mention != no_index) {
          break;
        }
        if (looks_like_verb(a_, j) && !is_infinitive(a_, j) && !a_.has(j, Tag::possible)) {
          return i;
        }
        if (!a_.has(j, Tag::adverb) && !a_.has(j, Tag::false_claim) && !a_.has(j, Tag::not_)) {
          break;
        }
      }
    }
    return end;
  }

  void clause(Draft draft, Index conjunction, Index noun, TokenRange sentence, bool own) {
    r_.used_conjunctions[conjunction] = true;
    draft.distance = a_.has(conjunction, Tag::distance);
    draft.directive = a_.has(conjunction, Tag::so_that);
    draft.infinitive = draft.directive;
    Index begin = conjunction + 1;
    draft.content = {begin, noun_clause_end(begin, noun, sentence)};
    // «заява про те, що …, насправді прозвучала інакше»: cited only to be corrected.
    for (Index i = draft.content.end; i < sentence.end && own; ++i) {
      if (a_.has(i, Tag::false_claim)) {
        return;
      }
    }
    r_.add(std::move(draft));
  }

  void question(Draft draft, Index begin, TokenRange sentence) {
    if (!a_.has(begin, Tag::ask_word) && !a_.has(begin, Tag::ask_particle)) {
      bool particle = false;
      for (Index i = begin; i < sentence.end && i < begin + 5; ++i) {
        particle = particle || a_.has(i, Tag::ask_particle);
      }
      if (!particle) {
        return;
      }
    }
    draft.question = true;
    draft.form = model::QuoteForm::indirect;
    draft.subject = Subject{};
    draft.subject.somebody = true;
    Index end = begin;
    while (end < sentence.end && a_.token(end).kind != TokenKind::comma && !a_.token(end).sentence_end) {
      ++end;
    }
    draft.content = {begin, end};
    r_.add(std::move(draft));
  }

  /// заявила о готовности снять санкции, подтвердил планы выслать
  void read_stance(Index noun) {
    if (in_speech(noun)) {
      return;
    }
    const TokenRange sentence = r_.sentence(noun);
    Index i = noun + 1;
    Index owner = owner_behind(a_, i, sentence.end, 1);
    if (owner != no_index) {
      i = a_.mentions[owner].tokens.end;
    }
    if (i >= sentence.end) {
      return;
    }
    Index infinitive = i;
    if (!is_infinitive(a_, infinitive)) {
      return;
    }
    const Cue* verb = nullptr;
    Draft draft;
    draft.subject = subject_by_verb(noun, sentence, &verb);
    if (verb == nullptr || !draft.subject.found()) {
      return;
    }
    r_.attach_cue(draft, *verb, draft.subject);
    draft.form = model::QuoteForm::nominal;
    draft.cue_rules = true;
    draft.infinitive = true;
    if (a_.has(noun, Tag::stance_not)) {
      draft.negations += 1;
    }
    draft.possible = a_.has(noun, Tag::stance_may);
    draft.directive = a_.has(noun, Tag::stance_must);
    draft.content = {infinitive, clause_end(r_, infinitive, sentence.end, verb)};
    r_.add(std::move(draft));
  }

  /// X. Об этом сообщила Y.   X – таку думку висловив Y.
  void read_back_reference(Index at) {
    if (in_speech(at)) {
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
    const bool dash =
        begin > sentence.begin && (a_.token(begin - 1).kind == TokenKind::dash ||
                                   (a_.token(begin - 1).kind == TokenKind::comma && !a_.has(at, Tag::about) &&
                                    !a_.has(at, Tag::preposition) && !behind_aside));
    if (!leads && !dash) {
      return;
    }
    const Index behind = at + a_.marks[at].tag_length;
    Subject subject;
    const Cue* verb = nullptr;
    Cue made;
    for (Index i = behind; i < sentence.end && i < behind + 14; ++i) {
      if (a_.marks[i].cue != no_index && a_.cues[a_.marks[i].cue].cue != CueClass::know) {
        verb = &a_.cues[a_.marks[i].cue];
        break;
      }
      if (a_.has(i, Tag::cataphora_verb)) {
        made = verb_at(a_, i);
        verb = &made;
        break;
      }
      if (a_.token(i).kind == TokenKind::comma) {
        break;
      }
    }
    if (verb == nullptr || verb->negations > 0 || verb->cue == CueClass::ask) {
      return;
    }
    if (verb->form == VerbForm::impersonal || (verb->traits & Trait::document) != 0) {
      subject.mention = owner_behind(a_, verb->token + 1, sentence.end, 6);
    } else {
      subject = find_subject(a_, {at, sentence.end}, *verb, Look::behind_first);
    }
    // A clause of its own makes it a record of its own.
    for (Index i = verb->token; i < sentence.end; ++i) {
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
      draft.content = {start, sentence.begin};
      bool taken = false;
      for (Index i = start; i < sentence.begin; ++i) {
        taken = taken || (r_.by_cue[i] != no_index && !r_.drafts[r_.by_cue[i]].nested);
      }
      if (taken) {
        return;
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
        if (a_.token(j).kind != TokenKind::comma || a_.marks[j + 1].cue == no_index) {
          continue;
        }
        const Cue& cue = a_.cues[a_.marks[j + 1].cue];
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

void read_nouns(Reading& reading) { NounReader(reading).run(); }

}  // namespace qw::quotes
