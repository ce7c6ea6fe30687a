#pragma once

#include "crawler/quotes/frames.hpp"

#include <cstddef>
#include <vector>

/// The first sentence of a content, without the insertion that holds its cue, cut into clauses: the scopes in
/// which operators count.
namespace qw::quotes {

struct Clause {
  std::size_t begin = 0;  ///< positions in the list of tokens
  std::size_t end = 0;
  bool subordinate = false;
  bool behind_semicolon = false;
};

class ContentClauses {
 protected:
  ContentClauses(const Analysis& a, const Draft& draft);

  bool has(std::size_t at, Tag tag) const { return a_.has(tokens_[at], tag); }
  bool covered(std::size_t at) const { return a_.marks[tokens_[at]].covered != no_index; }
  std::size_t length(std::size_t at) const { return a_.marks[tokens_[at]].tag_length; }
  TokenKind kind(std::size_t at) const { return a_.token(tokens_[at]).kind; }

  /// The first word, a dash in front passed over.
  std::size_t lead_of(const Clause& clause) const;
  bool has_verb(const Clause& clause) const;
  bool has_predicate(const Clause& clause) const;
  std::size_t first_word(const Clause& clause) const;
  bool is_presupposing(std::size_t at) const;
  bool infinitive_near(const Clause& clause, std::size_t at) const;
  /// «текст має з'явитися до п'ятниці»: a date for a thing and nobody who is told to do it.
  bool timetable(const Clause& clause) const;
  /// «должна быть осуществлена»: a short passive participle behind the infinitive «быть».
  bool is_passive_event(std::size_t at) const;
  bool is_imperative(std::size_t at) const;

  const Analysis& a_;
  const Draft& draft_;
  std::vector<Index> tokens_;
  std::vector<Clause> clauses_;
  std::size_t main_end_ = 0;  ///< clauses of the main statement
  bool ends_with_question_ = false;

 private:
  /// The first sentence without an insertion that holds the cue.
  void collect();
  /// «слова „раз“ там не было»: a conjunction in marks of its own is spoken of.
  bool is_named_word(Index i) const;
  bool next_is_end(Index i) const;
  bool is_edge(Index i) const;
  void split();
  /// «Я оптимистка, но не мечтательница»: a nominal statement with its subject stands before «но».
  bool says_something(std::size_t n) const;
  /// A comma inside «учитывая, что» opens no clause.
  bool inside_phrase(std::size_t at) const;
  bool covered_before(std::size_t at) const;
  bool is_subordinate(const Clause& clause) const;
  /// An indirect question begins with the word that would open a clause elsewhere: «чому Європа …».
  bool only_question_word(std::size_t first) const;
  bool followed_by_main() const;
};

}  // namespace qw::quotes
