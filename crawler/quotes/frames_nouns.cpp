#include "crawler/quotes/frames.hpp"

#include <algorithm>

namespace qw::quotes {
namespace {

constexpr Index most_owner_words = 3;
constexpr Index most_behind_noun = 12;
constexpr Index most_before_noun = 8;

/// Заявление X о том, что …; обещание X снять …; заявила о готовности снять ….
class NounReader {
 public:
  explicit NounReader(Reading& reading) : r_(reading), a_(reading.a) {}

  void run() {
    for (Index i = 0; i < a_.size(); ++i) {
      if (a_.token(i).kind != TokenKind::word || a_.marks[i].entry == nullptr) {
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
  }

 private:
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
    if (in_speech(r_, noun)) {
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
      draft.owned_noun = true;
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
    const bool request =
        noun > 0 && a_.has(noun - 1, Tag::preposition) && (!own || a_.key(noun - 1).size() == 4);
    if (draft.cue == CueClass::demand && request) {
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
        if (draft.cue != CueClass::ask && i + 1 < limit &&
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
        if (asks_for_words(a_, i)) {
          return;
        }
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
      if (a_.token(i).kind == TokenKind::comma) {
        break;
      }
      if (i > content.begin + 1 && looks_like_verb(a_, i) && !is_infinitive(a_, i) && a_.marks[i].tags == 0 &&
          a_.marks[i].mention == no_index) {
        // Back over «в зале» to where the infinitive's own words end.
        Index cut = i;
        for (Index back = i; back > content.begin + 1 && i - back < 3; --back) {
          if (a_.has(back - 1, Tag::preposition)) {
            cut = back - 1;
          }
        }
        return cut;
      }
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
      for (Index j = i + 1; j < end && j < i + 6; ++j) {
        if (a_.token(j).kind != TokenKind::word || a_.marks[j].mention != no_index) {
          break;
        }
        if (a_.marks[j].covered != no_index) {
          continue;
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
    // «заява про те, що …, насправді прозвучала інакше»
    for (Index i = draft.content.end; i < sentence.end && own; ++i) {
      draft.cited_to_correct = draft.cited_to_correct || a_.has(i, Tag::false_claim);
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

  /// «слова Каллас о необходимости ограничить»: whose words they are, or no_index.
  Index owner_of_words(Index noun) const {
    if (noun < 3 || !a_.has(noun - 1, Tag::about)) {
      return no_index;
    }
    const Index id = a_.marks[noun - 2].mention;
    if (id == no_index) {
      return no_index;
    }
    const Mention& m = a_.mentions[id];
    const Index before = m.tokens.begin;
    const bool speech = before > 0 && a_.marks[before - 1].entry != nullptr &&
                        std::ranges::any_of(a_.marks[before - 1].entry->senses, [](const Sense& sense) {
                          return sense.kind == SenseKind::cue_noun && sense.rest.empty();
                        });
    return speech && (m.cases & Case::gen) != 0 ? id : no_index;
  }

  /// заявила о готовности снять санкции, подтвердил планы выслать
  void read_stance(Index noun) {
    if (in_speech(r_, noun)) {
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
    if (const Index owner_before = owner_of_words(noun); owner_before != no_index) {
      draft.subject = Subject{};
      draft.subject.mention = owner_before;
      draft.owned_noun = true;
      verb = nullptr;
    }
    if (!draft.subject.found()) {
      return;
    }
    if (verb != nullptr) {
      r_.attach_cue(draft, *verb, draft.subject);
    } else {
      draft.cue_token = noun;  // «выразила готовность снять»
    }
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

  Reading& r_;
  const Analysis& a_;
};

}  // namespace

void read_nouns(Reading& reading) { NounReader(reading).run(); }

}  // namespace qw::quotes
