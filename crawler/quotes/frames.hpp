#pragma once

#include "crawler/quotes/subjects.hpp"

#include <vector>

/// Each kind of frame adds drafts; speakers and operators come later (language.md 2.1, docs/language.md).
namespace qw::quotes {

/// A record in the making.
struct Draft {
  TokenRange content;
  model::QuoteForm form = model::QuoteForm::indirect;
  Subject subject;
  Index cue_token = no_index;  ///< where the cue stands: order of speakers, and the record's cue
  Index cue_length = 1;
  Index order = 0;     ///< in which the frames found it
  Index sentence = 0;  ///< outer sentence of the cue
  CueClass cue = CueClass::say;
  std::uint16_t traits = 0;
  unsigned negations = 0;   ///< of the cue
  bool cue_rules = false;   ///< class and negation of the cue count (a clause or infinitive hangs on it)
  bool infinitive = false;  ///< the content is an infinitive or a чтобы clause
  bool directive = false;   ///< чтобы, or an infinitive behind a verb of demand
  bool question = false;
  bool distance = false;
  bool possible = false;
  bool past_only = false;  ///< speaker agrees with a past form of this gender
  model::Gender verb_gender = model::Gender::unknown;
  bool nested = false;    ///< inside the content of another record
  Index depth = 0;        ///< records around it
  bool dropped = false;   ///< another frame has taken its words
  bool floating = false;  ///< speaker of the record before
  bool cited_to_correct = false;
  bool bare = false;        ///< «она «согласна»»: no verb reports it
  bool owned_noun = false;  ///< заявление X: X need not be the one who speaks in the sentence
};

/// What the frames share while they read one text.
struct Reading {
  const Analysis& a;
  std::vector<Draft> drafts;
  std::vector<bool> used_cues;          ///< by Analysis::cues
  std::vector<bool> used_pairs;         ///< direct speech
  std::vector<bool> used_conjunctions;  ///< by token
  std::vector<Index> sentence_of;       ///< outer sentence of each token
  std::vector<Index> inner;             ///< by token: the smallest draft around it
  std::vector<Index> outer;             ///< by token: the last draft around it that is not nested
  std::vector<Index> by_cue;            ///< by token: the last draft whose cue it is

  explicit Reading(const Analysis& analysis);
  TokenRange sentence(Index token) const { return a.sentences[sentence_of[token]]; }
  void add(Draft draft);
  /// Fills cue, form of the verb and subject.
  void attach_cue(Draft& draft, const Cue& cue, const Subject& subject) const;
  bool speech_pair_at(Index i) const;
};

/// Without marks, dashes, commas and full stops at both ends; ? ! … stay.
TokenRange trimmed(const Analysis& a, TokenRange content);
/// Where a clause of speech that begins at `begin` ends: language.md F11.
Index clause_end(const Reading& reading, Index begin, Index end, const Cue* cue);
/// «прокомментировать», «ответить»: what is asked for is words, no act.
bool asks_for_words(const Analysis& a, Index infinitive);
/// «… со ссылкой на X»: the person or house that an outlet names as its source in these words, or no_index.
Index named_source(const Analysis& a, TokenRange words);
/// Inside marks that are speech, or inside the content of a record.
bool in_speech(const Reading& reading, Index i);
/// `partial` for a clause with a fragment in marks, else `otherwise`; a name or a set word in marks does not
/// make it so.
model::QuoteForm form_of(const Analysis& a, TokenRange content,
                         model::QuoteForm otherwise = model::QuoteForm::indirect);
/// Words in the range.
Index count_words(const Analysis& a, TokenRange range);

void read_direct(Reading& reading);     ///< marks, dashes, floating sentences
void read_dashes(Reading& reading);     ///< dash speech and words, — said Name
void read_headlines(Reading& reading);  ///< Name: words
void read_clauses(Reading& reading);    ///< что, чтобы, colon, infinitive, назвал X «Y»
void read_asides(Reading& reading);     ///< по словам X, как отметил X, сказал X
void read_nouns(Reading& reading);      ///< заявление о том, что; готовность снять
void read_pointers(Reading& reading);   ///< об этом заявила; о том, что …, говорил

}  // namespace qw::quotes
