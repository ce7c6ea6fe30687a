#include "crawler/quotes/operators.hpp"

#include "crawler/quotes/content_clauses.hpp"

#include <algorithm>

namespace qw::quotes {
namespace {

using model::Modality;
using model::Polarity;

/// Long because every operator asks for the same scope.
class Judge : ContentClauses {
 public:
  Judge(const Analysis& a, const Draft& draft) : ContentClauses(a, draft) {}

  Judgement run() {
    if (tokens_.empty()) {
      return {};
    }
    const bool asks = draft_.question || ends_with_question_ || has_particle();
    read_main();
    Judgement result;
    result.modality = conditional_   ? Modality::conditional
                      : presupposed_ ? Modality::presupposed
                      : possible_    ? Modality::possible
                                     : Modality::fact;
    const bool odd = negations_ % 2 == 1;
    bool directive = directive_ && !denied_duty_;
    if (draft_.directive) {
      directive = true;
    }
    if (asks) {
      result.polarity = Polarity::question;
    } else if (directive) {
      result.polarity = Polarity::directive;
    } else if (odd || denied_duty_) {
      result.polarity = Polarity::deny;
    }
    apply_cue(result);
    if (draft_.possible && result.modality == Modality::fact) {
      result.modality = Modality::possible;
    }
    const bool open = result.polarity == Polarity::question || result.polarity == Polarity::directive;
    if (open && result.modality == Modality::possible) {
      result.modality = Modality::fact;
    }
    return result;
  }

 private:
  bool has_particle() const {
    for (std::size_t n = 0; n < main_end_; ++n) {
      const Clause& clause = clauses_[n];
      if (clause.subordinate || (n > 0 && !ends_with_question_ && has_predicate(clauses_[n - 1]))) {
        continue;
      }
      for (std::size_t at = clause.begin; at < clause.end; ++at) {
        if (!has(at, Tag::ask_particle) || covered(at)) {
          continue;
        }
        const bool ukrainian = a_.languages[tokens_[at]] == text::Language::uk;
        // uk чи is also «or»; ru ли stands behind its word.
        if (at == first_word(clause) || (!ukrainian && at > clause.begin)) {
          return draft_.form != model::QuoteForm::indirect || draft_.question ||
                 at == first_word(clauses_.front()) || ends_with_question_;
        }
      }
    }
    return false;
  }

  void read_main() {
    for (std::size_t n = 0; n < clauses_.size() && !(n >= main_end_ && clauses_[n].behind_semicolon); ++n) {
      if (n == main_end_) {
        continue;  // «…, а если бы знала, …» is another statement
      }
      for (std::size_t at = clauses_[n].begin; at < clauses_[n].end; ++at) {
        if (clauses_[n].subordinate && at != first_word(clauses_[n]) &&
            !(at == first_word(clauses_[n]) + 1 && has(at - 1, Tag::adverb))) {
          continue;  // inside a clause that is none of the main statement's
        }
        if (has(at, Tag::condition) && !has(at, Tag::no_condition) && !covered(at) && !under_that(n)) {
          conditional_ = true;
        }
      }
    }
    if (!clauses_.empty()) {
      const std::size_t first = first_word(clauses_.front());
      if (first < clauses_.front().end && has(first, Tag::presupposed) && is_presupposing(first)) {
        presupposed_ = true;
      }
    }
    if (demands_himself()) {
      directive_ = true;
    }
    bool any_not = false;
    bool nobody = false;
    unsigned neither = 0;
    bool first_main = true;
    bool said = false;  // the main predicate: what follows without a conjunction is another statement
    for (std::size_t n = 0; n < main_end_; ++n) {
      const Clause& clause = clauses_[n];
      if (clause.subordinate) {
        continue;
      }
      if (said) {
        read_rest(clause);
        continue;
      }
      read_clause(clause, n, any_not, nobody, neither, first_main);
      first_main = false;
      said = has_predicate(clause);
    }
    if (!any_not && (nobody || neither == 1)) {
      ++negations_;
    }
  }

  /// «подчеркнула, что призывает Совет …»: a verb of demand without a subject of its own leads the content.
  bool demands_himself() const {
    if (draft_.form == model::QuoteForm::direct || clauses_.empty()) {
      return false;
    }
    const std::size_t first = first_word(clauses_.front());
    if (first >= clauses_.front().end || a_.marks[tokens_[first]].cue == no_index) {
      return false;
    }
    const Cue& cue = a_.cues[a_.marks[tokens_[first]].cue];
    return cue.cue == CueClass::demand && cue.form == VerbForm::now && cue.negations == 0;
  }

  /// Behind the main predicate only a word of possibility counts («…, вероятно»).
  void read_rest(const Clause& clause) {
    for (std::size_t at = clause.begin; at < clause.end; ++at) {
      possible_ = possible_ || (!covered(at) && has(at, Tag::possible) && clause.end - clause.begin <= 3);
    }
  }

  /// A condition inside a что clause of the content is that clause's own.
  bool under_that(std::size_t n) const {
    for (std::size_t before = 0; before < n; ++before) {
      const std::size_t first = first_word(clauses_[before]);
      if (before > 0 && first < clauses_[before].end && has(first, Tag::that) &&
          clauses_[before].subordinate) {
        return true;
      }
    }
    return false;
  }

  void read_clause(const Clause& clause, std::size_t n, bool& any_not, bool& nobody, unsigned& neither,
                   bool first_main) {
    const std::size_t first = first_word(clause);
    bool predicate = false;
    for (std::size_t at = clause.begin; at < clause.end; ++at) {
      // «намерен продолжать и не считает нужным»: the first predicate decides.
      if (has(at, Tag::and_) && predicate && at + 1 < clause.end &&
          (has(at + 1, Tag::not_) || has(at + 1, Tag::duty) || has(at + 1, Tag::possible))) {
        return;
      }
      predicate = predicate || (kind(at) == TokenKind::word && looks_like_verb(a_, tokens_[at]));
      if (kind(at) == TokenKind::dash && at + 1 < clause.end && has(at + 1, Tag::let)) {
        directive_ = true;
      }
      if (kind(at) != TokenKind::word || covered(at)) {
        continue;
      }
      const Tags tags = a_.marks[tokens_[at]].tags;
      if ((tags & bit(Tag::possible)) != 0 && !negated(at)) {
        possible_ = true;
      }
      if ((tags & bit(Tag::seems)) != 0 && at == first) {
        possible_ = true;
      }
      if ((tags & bit(Tag::plain)) != 0) {
        at += length(at) - 1;
        continue;
      }
      if ((tags & (bit(Tag::hardly) | bit(Tag::almost))) != 0) {
        ++negations_;
        any_not = true;
        at += length(at) - 1;
        continue;
      }
      if ((tags & bit(Tag::no_predicate)) != 0) {
        const bool weak = (tags & bit(Tag::nobody)) != 0 && clause_has_not(clause);
        if (!weak) {
          ++negations_;
          any_not = true;
        }
        at += length(at) - 1;
        continue;
      }
      nobody |= (tags & bit(Tag::nobody)) != 0;
      if ((tags & bit(Tag::neither)) != 0 && length(at) == 1) {
        ++neither;
      }
      if ((tags & bit(Tag::not_)) != 0) {
        any_not = true;
        if (negates_predicate(clause, at) && !contrasted(n, at)) {
          ++negations_;
        }
        continue;
      }
      read_duty(clause, at, first, tags, first_main);
    }
  }

  bool negated(std::size_t at) const { return at > 0 && has(at - 1, Tag::not_) && !covered(at - 1); }

  bool clause_has_not(const Clause& clause) const {
    for (std::size_t at = clause.begin; at < clause.end; ++at) {
      if (has(at, Tag::not_) && !covered(at)) {
        return true;
      }
    }
    return false;
  }

  /// не before the verb or predicative, or in a clause that has no other predicate («Крым — это не Украина»).
  bool negates_predicate(const Clause& clause, std::size_t at) const {
    const std::size_t next = at + 1;
    if (next >= clause.end || kind(next) != TokenKind::word) {
      return true;
    }
    const Index i = tokens_[next];
    if (is_infinitive(a_, i) && finite_beside(clause, at)) {
      return false;  // «решили не приходить», «решение не штрафовать выглядело бы странно»
    }
    if (looks_like_verb(a_, i) || is_infinitive(a_, i) || has(next, Tag::no_predicate)) {
      return true;
    }
    for (std::size_t j = clause.begin; j < clause.end; ++j) {
      if (j != at && j != next && looks_like_verb(a_, tokens_[j]) && !is_infinitive(a_, tokens_[j])) {
        return false;
      }
    }
    return true;
  }

  /// A finite verb of the clause, before `at` or, where a noun carries the infinitive, behind it, that is no
  /// word of possibility, duty or time.
  bool finite_beside(const Clause& clause, std::size_t at) const {
    constexpr Tags open = bit(Tag::possible) | bit(Tag::duty) | bit(Tag::duty_inf) | bit(Tag::enough);
    const bool of_a_noun = at > clause.begin && kind(at - 1) == TokenKind::word &&
                           a_.marks[tokens_[at - 1]].tags == 0 && !looks_like_verb(a_, tokens_[at - 1]);
    for (std::size_t j = clause.begin; j < (of_a_noun ? clause.end : at); ++j) {
      if (looks_like_verb(a_, tokens_[j]) && !is_infinitive(a_, tokens_[j]) &&
          (a_.marks[tokens_[j]].tags & open) == 0) {
        return true;
      }
    }
    return false;
  }

  /// «не X, а Y» asserts Y, unless «а» brings a subject or a condition of its own.
  bool contrasted(std::size_t n, std::size_t negation) const {
    std::size_t behind = n + 1;  // «не вводит политики, которая …, а продолжает»
    while (behind < clauses_.size() && clauses_[behind].subordinate) {
      ++behind;
    }
    if (behind >= clauses_.size()) {
      return false;
    }
    const Clause& next = clauses_[behind];
    if (!has(next.begin, Tag::but) || a_.key(tokens_[next.begin]).size() != 2 || next.begin + 1 >= next.end) {
      return false;  // only the short «а»
    }
    const Index i = tokens_[next.begin + 1];
    if ((a_.marks[i].tags & (bit(Tag::condition) | bit(Tag::subordinator) | bit(Tag::no_condition))) != 0) {
      return false;
    }
    // «не изменит формат, а посольства сохранят»: behind a negated verb a verb of another subject is no
    // contrast.
    const bool verb = negation + 1 < tokens_.size() && looks_like_verb(a_, tokens_[negation + 1]);
    if (verb && has_verb(next) && !looks_like_verb(a_, i) && !has(next.begin + 1, Tag::adverb) &&
        !is_infinitive(a_, i)) {
      return false;
    }
    if (const Index id = a_.marks[i].mention; id != no_index) {
      const Mention& m = a_.mentions[id];
      if (m.who == Who::pronoun && !m.possessive) {
        return false;
      }
      return !(m.cases == Case::nom && has_verb(next));
    }
    return true;
  }

  void read_duty(const Clause& clause, std::size_t at, std::size_t first, Tags tags, bool first_main) {
    const bool duty = (tags & bit(Tag::duty)) != 0;
    const bool with_infinitive = (tags & bit(Tag::duty_inf)) != 0 && infinitive_near(clause, at);
    if (duty || with_infinitive) {
      if (negated(at)) {
        denied_duty_ = true;
      } else if (!timetable(clause)) {
        directive_ = true;
      }
    }
    if ((tags & bit(Tag::enough)) != 0 && at + 1 < clause.end && is_infinitive(a_, tokens_[at + 1])) {
      directive_ = true;
    }
    if ((tags & bit(Tag::let)) != 0 && (tags & bit(Tag::let_plain)) == 0 && at == first) {
      directive_ = true;
    }
    if ((tags & bit(Tag::we_demand)) != 0 && at <= first + 3) {
      directive_ = true;
    }
    const bool leads =
        at == first || (at == first + 1 && (has(first, Tag::not_) || has(first, Tag::adverb))) || first_main;
    if (leads && is_imperative(at)) {
      directive_ = true;
    }
  }

  void apply_cue(Judgement& result) const {
    if (!draft_.cue_rules) {
      return;
    }
    const bool deny_class = draft_.cue == CueClass::deny;
    const bool negated_cue = draft_.negations % 2 == 1 && (draft_.traits & Trait::steady) == 0;
    const bool possible_cue = (draft_.traits & Trait::possible) != 0;
    const bool excludes = (draft_.traits & Trait::excludes) != 0;
    if (draft_.directive && draft_.infinitive) {
      if (negated_cue) {
        result.polarity = Polarity::deny;
      }
      return;
    }
    if (excludes ? negated_cue : (possible_cue && !(negated_cue && deny_class))) {
      if (result.modality == Modality::fact) {
        result.modality = Modality::possible;
      }
    }
    const bool flip = deny_class != negated_cue;
    if (!flip || result.polarity == Polarity::question) {
      return;
    }
    result.polarity = result.polarity == Polarity::assert_ ? Polarity::deny
                      : result.polarity == Polarity::deny  ? Polarity::assert_
                                                           : Polarity::deny;
  }

  bool conditional_ = false;
  bool presupposed_ = false;
  bool possible_ = false;
  bool directive_ = false;
  bool denied_duty_ = false;
  unsigned negations_ = 0;
};

}  // namespace

Judgement judge_operators(const Analysis& analysis, const Draft& draft) {
  return Judge(analysis, draft).run();
}

}  // namespace qw::quotes
