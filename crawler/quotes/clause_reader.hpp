#pragma once

#include "crawler/quotes/frames.hpp"

/// What hangs on a verb: что, чтобы, ли, a colon, an infinitive, a fragment in marks, назвал X «Y». One walk
/// from the verb to the right finds which of them it is.
namespace qw::quotes {

class ClauseReader {
 public:
  explicit ClauseReader(Reading& reading) : r_(reading), a_(reading.a) {}
  void run();

 private:
  struct Scope {
    TokenRange range;  ///< sentence, or the content of the record around the cue
    bool nested = false;
    Index outer = no_index;  ///< draft around
  };

  /// The record whose content holds the cue; a cue inside marks that are no speech is none of ours.
  bool scope_of(const Cue& cue, Scope& scope) const;
  void read(Index c);
  Subject subject_of(const Cue& cue, const Scope& scope) const;
  /// Speech in speech needs a person of its own, said to have spoken.
  bool may_nest(const Cue& cue, const Subject& subject, const Scope& scope) const;
  Draft draft_of(Index c, const Subject& subject, const Scope& scope) const;
  bool is_conjunction(Index i) const;
  void scan(Index c, const Subject& subject, const Scope& scope);
  /// «наголошує на викликах, що постають перед Європою»: the clause is the noun's.
  bool is_relative(const Cue& cue, Index conjunction, Index end) const;
  /// «Подтвердила то, о чём говорили шёпотом: …»: the colon behind the relative clause, no_index where there
  /// is none.
  Index colon_behind_relative(Index comma, Index end) const;
  /// The verb of such a relative clause: its colon belongs to the verb in front.
  bool tells_of_talk(const Cue& cue) const;
  /// «Открыть порт предложила Кос»
  void read_fronted(Index c, const Subject& subject, const Scope& scope);
  /// A noun of speech with its own speaker behind it, or one that «выразил» and the like bring.
  bool owned_noun(Index i, Index end) const;

  // Clauses (frames_conjunctions.cpp).
  void read_conjunctions(Index c, Index conjunction, const Subject& subject, const Scope& scope);
  /// A person with a verb of its own in the clause.
  bool person_inside(Index begin, const Scope& scope) const;
  /// «выступил за то, чтобы»
  bool stands_for_aim(Index conjunction) const;
  /// «…, и что …», «…, а Песков — что …»: the conjunction that goes on, with another speaker where one is
  /// named.
  Index next_conjunction(Index end, Index limit, Subject& speaker) const;
  bool read_question(Index c, Index begin, const Subject& subject, const Scope& scope);
  void read_colon(Index c, Index colon, const Subject& subject, const Scope& scope);

  // Infinitives and words in marks (frames_objects.cpp).
  void read_infinitive(Index c, Index infinitive, const Subject& subject, const Scope& scope);
  /// «пошлины, которые пообещал ввести Вашингтон»: the relative is what is to be done.
  bool object_relative(const Cue& cue, const Scope& scope) const;
  bool all_in_marks(TokenRange content) const;
  /// «предложила Каллас «рассказать …»»: who is asked stands between the verb and the marks.
  bool addressee(Index begin, Index end) const;
  /// призвал «не терять темпа», опасается «слабой сделки», отметил, что «…»
  bool read_fragment(Index c, Index open, const Subject& subject, const Scope& scope);
  /// назвала решение «ошибкой»; X назвали «большой ошибкой прошлого»
  void read_call(Index c, const Subject& subject, const Scope& scope);

  Reading& r_;
  const Analysis& a_;
};

inline constexpr Index most_steps = 40;  ///< from a cue to its clause

}  // namespace qw::quotes
