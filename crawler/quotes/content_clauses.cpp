#include "crawler/quotes/content_clauses.hpp"

#include <algorithm>
#include <array>

namespace qw::quotes {
namespace {

constexpr std::size_t most_tokens = 200;  ///< of the first sentence that are looked at

}  // namespace

ContentClauses::ContentClauses(const Analysis& a, const Draft& draft) : a_(a), draft_(draft) {
  collect();
  if (!tokens_.empty()) {
    split();
  }
}

void ContentClauses::collect() {
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

bool ContentClauses::is_named_word(Index i) const {
  const Index pair = a_.marks[i].inside;
  return pair != no_index && a_.pairs[pair].words == 1 &&
         (a_.has(i, Tag::condition) || a_.has(i, Tag::presupposed)) && a_.pairs[pair].open + 1 == i &&
         a_.pairs[pair].open >= draft_.content.begin;
}

bool ContentClauses::next_is_end(Index i) const {
  return i + 1 < a_.size() && a_.token(i + 1).kind == TokenKind::quote && a_.token(i + 1).sentence_end;
}

bool ContentClauses::is_edge(Index i) const {
  const text::Token& token = a_.token(i);
  return token.kind == TokenKind::comma || token.kind == TokenKind::dash || token.sentence_end;
}

void ContentClauses::split() {
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

bool ContentClauses::says_something(std::size_t n) const {
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

bool ContentClauses::inside_phrase(std::size_t at) const {
  return at + 1 < tokens_.size() && covered(at + 1) && covered_before(at);
}

bool ContentClauses::covered_before(std::size_t at) const {
  const Index first = a_.marks[tokens_[at + 1]].covered;
  return first < tokens_[at];
}

std::size_t ContentClauses::lead_of(const Clause& clause) const {
  std::size_t at = clause.begin;
  while (at + 1 < clause.end && kind(at) == TokenKind::dash) {
    ++at;
  }
  return at;
}

bool ContentClauses::has_verb(const Clause& clause) const {
  for (std::size_t at = clause.begin; at < clause.end; ++at) {
    if (looks_like_verb(a_, tokens_[at])) {
      return true;
    }
  }
  return false;
}

bool ContentClauses::has_predicate(const Clause& clause) const {
  for (std::size_t at = clause.begin; at < clause.end; ++at) {
    if (kind(at) == TokenKind::dash || has(at, Tag::no_predicate) || has(at, Tag::duty) ||
        has(at, Tag::duty_inf) || looks_like_verb(a_, tokens_[at])) {
      return true;
    }
  }
  return false;
}

std::size_t ContentClauses::first_word(const Clause& clause) const {
  std::size_t at = clause.begin;
  while (at < clause.end && (kind(at) != TokenKind::word || has(at, Tag::but) || has(at, Tag::and_)) &&
         kind(at) != TokenKind::number) {
    ++at;
  }
  return at;
}

bool ContentClauses::is_subordinate(const Clause& clause) const {
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

bool ContentClauses::only_question_word(std::size_t first) const {
  return has(first, Tag::ask_word) &&
         (draft_.question || (!has(first, Tag::condition) && !followed_by_main()));
}

bool ContentClauses::followed_by_main() const {
  return std::ranges::any_of(tokens_, [&](Index i) { return a_.token(i).kind == TokenKind::comma; });
}

bool ContentClauses::is_presupposing(std::size_t at) const {
  // «раз на місяць», «раз в год» count times.
  const std::size_t next = at + length(at);
  return next >= tokens_.size() || length(at) > 1 || !has(next, Tag::preposition) ||
         a_.key(tokens_[at]).size() > 6;
}

bool ContentClauses::infinitive_near(const Clause& clause, std::size_t at) const {
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

bool ContentClauses::timetable(const Clause& clause) const {
  bool event = false;
  bool date = false;
  for (std::size_t at = clause.begin; at < clause.end; ++at) {
    event |= has(at, Tag::event_verb) || (at > clause.begin && is_passive_event(at));
    date |= has(at, Tag::time) || kind(at) == TokenKind::number;
  }
  return event && date;
}

bool ContentClauses::is_passive_event(std::size_t at) const {
  const std::string_view before = a_.key(tokens_[at - 1]);
  if (before != "\u0431\u044B\u0442\u044C" && before != "\u0431\u0443\u0442\u0438") {
    return false;
  }
  const std::string_view key = a_.key(tokens_[at]);
  constexpr std::array endings = {
      "\u0435\u043D",       "\u0435\u043D\u0430", "\u0435\u043D\u043E",       "\u0435\u043D\u044B",
      "\u0430\u043D",       "\u0430\u043D\u0430", "\u0430\u043D\u043E",       "\u0430\u043D\u044B",
      "\u0435\u043D\u0456", "\u0430\u043D\u0456", "\u0435\u043D\u0438\u0439", "\u0430\u043D\u0438\u0439"};
  return std::ranges::any_of(endings, [&](const char* ending) { return key.ends_with(ending); });
}

bool ContentClauses::is_imperative(std::size_t at) const {
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
  const bool maybe =
      !ukrainian && (key.ends_with("\u0438\u0442\u0435") || key.ends_with("\u0438\u0442\u0435\u0441\u044C"));
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

}  // namespace qw::quotes
