#include "crawler/quotes/operators.hpp"

#include <algorithm>
#include <vector>

namespace qw::quotes {
namespace {

using model::Modality;
using model::Polarity;

constexpr std::size_t most_tokens = 200;  ///< of the first sentence that are looked at

struct Clause {
  std::size_t begin = 0;  ///< positions in the list of tokens
  std::size_t end = 0;
  bool subordinate = false;
  bool behind_semicolon = false;
};

/// Long because the clauses of one sentence are read once and every operator asks for the same scope.
class Judge {
 public:
  Judge(const Analysis& a, const Draft& draft) : a_(a), draft_(draft) {}

  Judgement run() {
    collect();
    if (tokens_.empty()) {
      return {};
    }
    split();
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
  bool has(std::size_t at, Tag tag) const { return a_.has(tokens_[at], tag); }
  bool covered(std::size_t at) const { return a_.marks[tokens_[at]].covered != no_index; }
  std::size_t length(std::size_t at) const { return a_.marks[tokens_[at]].tag_length; }
  TokenKind kind(std::size_t at) const { return a_.token(tokens_[at]).kind; }

  /// The first sentence without an insertion that holds the cue.
  void collect() {
    TokenRange content = draft_.content;
    Index skip_begin = no_index;
    Index skip_end = no_index;
    if (draft_.cue_length > 0 && draft_.cue_token >= content.begin && draft_.cue_token < content.end) {
      skip_begin = draft_.cue_token;
      while (skip_begin > content.begin && !is_edge(skip_begin - 1)) {
        --skip_begin;
      }
      skip_end = draft_.cue_token;
      while (skip_end < content.end && !is_edge(skip_end)) {
        ++skip_end;
      }
      if (skip_end < content.end) {
        ++skip_end;
      }
    }
    for (Index i = content.begin; i < content.end && tokens_.size() < most_tokens; ++i) {
      if (i == skip_begin) {
        const bool ended = skip_end > content.begin && a_.token(skip_end - 1).sentence_end;
        i = skip_end - 1;
        if (ended) {
          break;
        }
        continue;
      }
      if (a_.token(i).kind == TokenKind::quote || is_named_word(i)) {
        continue;
      }
      if (a_.token(i).kind == TokenKind::stop && a_.token(i).mark == U'?' &&
          (a_.token(i).sentence_end || i + 1 == content.end || next_is_end(i))) {
        ends_with_question_ = true;
      }
      tokens_.push_back(i);
      if (a_.token(i).sentence_end || (a_.token(i).kind == TokenKind::stop && next_is_end(i))) {
        break;
      }
    }
  }

  /// «слова „раз“ там не было»: a conjunction in marks of its own is spoken of.
  bool is_named_word(Index i) const {
    const Index pair = a_.marks[i].inside;
    return pair != no_index && a_.pairs[pair].words == 1 &&
           (a_.has(i, Tag::condition) || a_.has(i, Tag::presupposed)) && a_.pairs[pair].open + 1 == i &&
           a_.pairs[pair].open >= draft_.content.begin;
  }

  bool next_is_end(Index i) const {
    return i + 1 < a_.size() && a_.token(i + 1).kind == TokenKind::quote && a_.token(i + 1).sentence_end;
  }

  bool is_edge(Index i) const {
    const text::Token& token = a_.token(i);
    return token.kind == TokenKind::comma || token.kind == TokenKind::dash || token.sentence_end;
  }

  void split() {
    Clause clause;
    int brackets = 0;
    for (std::size_t at = 0; at <= tokens_.size(); ++at) {
      bool edge = at == tokens_.size();
      bool semicolon = false;
      if (!edge) {
        const TokenKind k = kind(at);
        brackets += k == TokenKind::open_bracket ? 1 : 0;
        brackets -= k == TokenKind::close_bracket && brackets > 0 ? 1 : 0;
        semicolon = k == TokenKind::semicolon || k == TokenKind::colon;
        edge = (k == TokenKind::comma && brackets == 0 && !inside_phrase(at)) || semicolon;
      }
      // «останутся до тех пор, пока не …»: the phrase opens its clause without a comma before it.
      const bool opens = !edge && at > clause.begin && brackets == 0 && length(at) > 2 && !covered(at) &&
                         has(at, Tag::subordinator);
      if (!edge && !opens) {
        continue;
      }
      clause.end = at;
      if (clause.end > clause.begin) {
        clause.subordinate = is_subordinate(clause);
        clauses_.push_back(clause);
      }
      clause = Clause{};
      clause.begin = opens ? at : at + 1;
      clause.behind_semicolon = semicolon;
    }
    // The main statement ends where another one is joined to it.
    main_end_ = clauses_.size();
    bool seen = false;
    for (std::size_t n = 0; n < clauses_.size(); ++n) {
      Clause& each = clauses_[n];
      // An unmarked clause behind a subordinate one goes on with it when the main predicate has been said; a
      // word between commas («, ймовірно,») ends nothing.
      if (n > 0 && seen && !each.subordinate && clauses_[n - 1].subordinate && !each.behind_semicolon &&
          !has(each.begin, Tag::but) && !has(each.begin, Tag::and_)) {
        each.subordinate = true;
      }
      if (n > 0 && (seen || says_something(n))) {
        const std::size_t lead = lead_of(each);
        const bool joined = has(lead, Tag::but) || (has(lead, Tag::and_) && has_verb(each));
        if (each.behind_semicolon || joined) {
          main_end_ = n;
          break;
        }
      }
      seen = seen || (!each.subordinate && has_predicate(each));
    }
    if (!clauses_.empty() && clauses_.front().subordinate && main_end_ == 1 && clauses_.size() > 1) {
      main_end_ = 2;
    }
  }

  /// «Я оптимистка, но не мечтательница»: a nominal statement with its subject stands before «но».
  bool says_something(std::size_t n) const {
    if (!has(lead_of(clauses_[n]), Tag::but)) {
      return false;
    }
    std::size_t words = 0;
    for (std::size_t at = clauses_[n - 1].begin; at < clauses_[n - 1].end; ++at) {
      if (has(at, Tag::not_)) {
        return false;
      }
      words += kind(at) == TokenKind::word && !has(at, Tag::adverb) && !has(at, Tag::but) ? 1 : 0;
    }
    return words >= 2;
  }

  /// A comma inside «учитывая, что» opens no clause.
  bool inside_phrase(std::size_t at) const {
    return at + 1 < tokens_.size() && covered(at + 1) && covered_before(at);
  }
  bool covered_before(std::size_t at) const {
    const Index first = a_.marks[tokens_[at + 1]].covered;
    return first < tokens_[at];
  }

  /// The first word, a dash in front passed over.
  std::size_t lead_of(const Clause& clause) const {
    std::size_t at = clause.begin;
    while (at + 1 < clause.end && kind(at) == TokenKind::dash) {
      ++at;
    }
    return at;
  }

  bool has_verb(const Clause& clause) const {
    for (std::size_t at = clause.begin; at < clause.end; ++at) {
      if (looks_like_verb(a_, tokens_[at])) {
        return true;
      }
    }
    return false;
  }

  bool has_predicate(const Clause& clause) const {
    for (std::size_t at = clause.begin; at < clause.end; ++at) {
      if (kind(at) == TokenKind::dash || has(at, Tag::no_predicate) || has(at, Tag::duty) ||
          has(at, Tag::duty_inf) || looks_like_verb(a_, tokens_[at])) {
        return true;
      }
    }
    return false;
  }

  std::size_t first_word(const Clause& clause) const {
    std::size_t at = clause.begin;
    while (at < clause.end && (kind(at) != TokenKind::word || has(at, Tag::but) || has(at, Tag::and_)) &&
           kind(at) != TokenKind::number) {
      ++at;
    }
    return at;
  }

  bool is_subordinate(const Clause& clause) const {
    const std::size_t first = first_word(clause);
    if (first >= clause.end) {
      return false;
    }
    const bool question = ends_with_question_ && (has(first, Tag::ask_word) || has(first, Tag::ask_particle));
    const Tags leading = a_.marks[tokens_[first]].tags;
    if (length(first) > 1 && (leading & bit(Tag::adverb)) != 0 && (leading & bit(Tag::condition)) == 0) {
      return false;  // «поки що»
    }
    constexpr Tags openers = bit(Tag::condition) | bit(Tag::no_condition) | bit(Tag::subordinator) |
                             bit(Tag::that) | bit(Tag::so_that) | bit(Tag::relative) | bit(Tag::reason) |
                             bit(Tag::let_plain);
    if ((leading & openers) != 0 && !question && !(clause.begin == 0 && only_question_word(first))) {
      return true;
    }
    if (has(first, Tag::presupposed) && (clause.begin > 0 || is_presupposing(first))) {
      return true;
    }
    if (clause.begin > 0 && begins_insertion(a_, tokens_[first]) && !has(first, Tag::how)) {
      return true;  // a participle
    }
    // «…, для которых», «…, из-за чего»
    if (has(first, Tag::preposition) && first + 1 < clause.end && has(first + 1, Tag::relative) &&
        clause.begin > 0) {
      return true;
    }
    // «… тогда, когда», «… только если»: an adverb before the conjunction.
    return clause.begin > 0 && first + 1 < clause.end && has(first, Tag::adverb) &&
           (a_.marks[tokens_[first + 1]].tags & (bit(Tag::condition) | bit(Tag::relative))) != 0;
  }

  /// An indirect question begins with the word that would open a clause elsewhere: «чому Європа …».
  bool only_question_word(std::size_t first) const {
    return has(first, Tag::ask_word) &&
           (draft_.question || (!has(first, Tag::condition) && !followed_by_main()));
  }
  bool followed_by_main() const {
    return std::ranges::any_of(tokens_, [&](Index i) { return a_.token(i).kind == TokenKind::comma; });
  }

  bool is_presupposing(std::size_t at) const {
    // «раз на місяць», «раз в год» count times.
    const std::size_t next = at + length(at);
    return next >= tokens_.size() || length(at) > 1 || !has(next, Tag::preposition) ||
           a_.key(tokens_[at]).size() > 6;
  }

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
    if (is_infinitive(a_, i) && finite_before(clause, at)) {
      return false;  // «решили не приходить»
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

  /// A finite verb of the clause before `at` that is no word of possibility, duty or time.
  bool finite_before(const Clause& clause, std::size_t at) const {
    constexpr Tags open = bit(Tag::possible) | bit(Tag::duty) | bit(Tag::duty_inf) | bit(Tag::enough);
    for (std::size_t j = clause.begin; j < at; ++j) {
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

  bool infinitive_near(const Clause& clause, std::size_t at) const {
    // «мала можливість представити»: the infinitive is the noun's.
    for (std::size_t j = at + 1; j < clause.end && j < at + 7; ++j) {
      if (has(j, Tag::stance_noun) || has(j, Tag::owned)) {
        return false;
      }
      if (is_infinitive(a_, tokens_[j])) {
        return true;
      }
    }
    const std::size_t from = at > clause.begin + 4 ? at - 4 : clause.begin;
    for (std::size_t j = from; j < at; ++j) {
      if (is_infinitive(a_, tokens_[j])) {
        return true;
      }
    }
    return false;
  }

  /// «текст має з'явитися до п'ятниці»: a date for a thing and nobody who is told to do it.
  bool timetable(const Clause& clause) const {
    bool event = false;
    bool date = false;
    for (std::size_t at = clause.begin; at < clause.end; ++at) {
      event |= has(at, Tag::event_verb);
      date |= has(at, Tag::time) || kind(at) == TokenKind::number;
    }
    return event && date;
  }

  bool is_imperative(std::size_t at) const {
    const Index i = tokens_[at];
    const std::string_view key = a_.key(i);
    if (key.size() < 8 || a_.marks[i].mention != no_index) {
      return false;
    }
    const bool ukrainian = a_.languages[i] == text::Language::uk;
    const bool sure =
        key.ends_with("\u0439\u0442\u0435") || key.ends_with("\u044C\u0442\u0435") ||
        key.ends_with("\u0439\u0442\u0435\u0441\u044C") ||
        (ukrainian && (key.ends_with("\u0456\u0442\u044C") || key.ends_with("\u0439\u043C\u043E")));
    const bool maybe = !ukrainian && (key.ends_with("\u0438\u0442\u0435") ||
                                      key.ends_with("\u0438\u0442\u0435\u0441\u044C"));
    // «Тримай стрій», «Учись!»: only as the first word.
    const bool one = at == first_word(clauses_.front()) &&
                     (key.ends_with("\u0439") ||
                      (key.ends_with("\u0438\u0441\u044C") && !key.ends_with("\u043B\u0438\u0441\u044C")));
    if (!sure && !maybe && !one) {
      return false;
    }
    const auto word = a_.language_data->word(a_.languages[i], key);
    return std::ranges::any_of(word->lemmas, [](const std::string& lemma) {
      return lemma.ends_with("\u0442\u044C") || lemma.ends_with("\u0442\u0438") ||
             lemma.ends_with("\u0447\u044C") || lemma.ends_with("\u0441\u044F");
    });
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

  const Analysis& a_;
  const Draft& draft_;
  std::vector<Index> tokens_;
  std::vector<Clause> clauses_;
  std::size_t main_end_ = 0;
  bool ends_with_question_ = false;
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
