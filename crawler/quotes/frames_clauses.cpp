#include "crawler/quotes/clause_reader.hpp"

#include <algorithm>

namespace qw::quotes {
namespace {

constexpr Index most_depth = 2;       ///< of speech in speech
constexpr Index most_addressee = 12;  ///< words between a demand and its infinitive

}  // namespace

void ClauseReader::run() {
  for (Index c = 0; c < a_.cues.size(); ++c) {
    if (!r_.used_cues[c]) {
      read(c);
    }
  }
}

bool ClauseReader::scope_of(const Cue& cue, Scope& scope) const {
  scope.range = r_.sentence(cue.token);
  const Index pair = a_.marks[cue.token].inside;
  if (pair != no_index) {
    Index around = pair;
    while (around != no_index && !r_.used_pairs[around]) {
      around = a_.pairs[around].parent;
    }
    if (around == no_index) {
      return false;
    }
    scope.nested = true;
    scope.range = {a_.pairs[around].open + 1, a_.pairs[around].close};
    for (Index i = cue.token; i > scope.range.begin; --i) {
      if (a_.token(i - 1).sentence_end) {
        scope.range.begin = i;
        break;
      }
    }
    for (Index i = cue.token; i < scope.range.end; ++i) {
      if (a_.token(i).sentence_end) {
        scope.range.end = i + 1;
        break;
      }
    }
  }
  if (const Index d = r_.inner[cue.token]; d != no_index) {
    const Draft& draft = r_.drafts[d];
    scope.outer = d;
    if (!scope.nested || draft.content.size() < scope.range.size()) {
      scope.nested = true;
      scope.range.begin = std::max(scope.range.begin, draft.content.begin);
      scope.range.end = std::min(scope.range.end, draft.content.end);
    }
  }
  // Raw sentences inside the scope part too (dash speech, colon inside a paragraph).
  for (Index i = cue.token; i > scope.range.begin; --i) {
    if (a_.token(i - 1).sentence_end && a_.marks[i - 1].inside == a_.marks[cue.token].inside) {
      scope.range.begin = i;
      break;
    }
  }
  return true;
}

void ClauseReader::read(Index c) {
  const Cue& cue = a_.cues[c];
  if (cue.cue == CueClass::know || cue.form == VerbForm::infinitive) {
    return;
  }
  if ((cue.first > 0 && a_.has(cue.first - 1, Tag::ask_particle)) ||
      (cue.token + 1 < a_.size() && a_.has(cue.token + 1, Tag::ask_particle))) {
    return;  // «верят ли в …, что»: nobody has said it
  }
  if (tells_of_talk(cue)) {
    return;
  }
  Scope scope;
  if (!scope_of(cue, scope)) {
    return;
  }
  Subject subject = subject_of(cue, scope);
  if (scope.nested && !may_nest(cue, subject, scope)) {
    return;
  }
  if (cue.cue == CueClass::call || (cue.traits & Trait::names) != 0) {
    read_call(c, subject, scope);
    if (cue.cue == CueClass::call || r_.used_cues[c]) {
      return;
    }
  }
  scan(c, subject, scope);
  if (!r_.used_cues[c]) {
    read_fronted(c, subject, scope);
  }
}

Subject ClauseReader::subject_of(const Cue& cue, const Scope& scope) const {
  if ((cue.traits & Trait::document) != 0 || cue.form == VerbForm::impersonal) {
    Subject owner;
    owner.mention = owner_behind(a_, cue.token + cue.length, scope.range.end, 6);
    if (owner.mention == no_index) {
      for (Index i = cue.first; i > scope.range.begin && i + 8 > cue.first; --i) {
        const Index id = a_.marks[i - 1].mention;
        if (id != no_index && (a_.mentions[id].cases & Case::gen) != 0) {
          owner.mention = id;
          break;
        }
      }
    }
    return owner;
  }
  return find_subject(a_, scope.range, cue, Look::before_first);
}

bool ClauseReader::may_nest(const Cue& cue, const Subject& subject, const Scope& scope) const {
  if (subject.mention == no_index || cue.negations > 0 ||
      (scope.outer != no_index && r_.drafts[scope.outer].depth >= most_depth)) {
    return false;
  }
  const Mention& m = a_.mentions[subject.mention];
  if (cue.cue == CueClass::claim && m.who != Who::official &&
      (scope.outer == no_index || r_.drafts[scope.outer].form == model::QuoteForm::direct)) {
    return false;  // what others think
  }
  const bool person = m.who == Who::official || m.who == Who::person || m.who == Who::role ||
                      (m.who == Who::pronoun && !m.first_person && !m.place && !m.plural) ||
                      m.who == Who::noun;
  if (!person || m.tokens.begin < scope.range.begin || m.tokens.end > scope.range.end) {
    return false;
  }
  return !(m.who == Who::pronoun && scope.outer != no_index &&
           r_.drafts[scope.outer].form != model::QuoteForm::direct);
}

Draft ClauseReader::draft_of(Index c, const Subject& subject, const Scope& scope) const {
  Draft draft;
  draft.nested = scope.nested;
  draft.depth = scope.outer == no_index ? 0 : r_.drafts[scope.outer].depth + 1;
  draft.cue_rules = true;
  r_.attach_cue(draft, a_.cues[c], subject);
  return draft;
}

bool ClauseReader::is_conjunction(Index i) const {
  return (a_.has(i, Tag::that) || a_.has(i, Tag::so_that) || a_.has(i, Tag::as_if)) &&
         (a_.marks[i].covered == no_index) && !r_.used_conjunctions[i];
}

void ClauseReader::scan(Index c, const Subject& subject, const Scope& scope) {
  const Cue& cue = a_.cues[c];
  const Index start = cue.token + cue.length;
  Index commas = 0;
  Index verbs_after_comma = 0;
  for (Index i = start; i < scope.range.end && i < start + most_steps; ++i) {
    const text::Token& token = a_.token(i);
    if (a_.is_opening(i)) {
      if (read_fragment(c, i, subject, scope)) {
        return;
      }
      i = a_.pair_end(i);
      continue;
    }
    switch (token.kind) {
      case TokenKind::colon:
        read_colon(c, i, subject, scope);
        return;
      case TokenKind::semicolon:
      case TokenKind::stop:
        if (token.kind == TokenKind::stop && !token.sentence_end) {
          continue;
        }
        return;
      case TokenKind::comma: {
        if (i + 1 >= scope.range.end) {
          return;
        }
        if (is_conjunction(i + 1)) {
          if (!is_relative(cue, i + 1, scope.range.end)) {
            read_conjunctions(c, i + 1, subject, scope);
          }
          return;
        }
        if (const Index colon = colon_behind_relative(i, scope.range.end); colon != no_index) {
          read_colon(c, colon, subject, scope);
          return;
        }
        if (cue.cue == CueClass::ask && read_question(c, i + 1, subject, scope)) {
          return;
        }
        if (begins_insertion(a_, i + 1) && a_.marks[i + 1].cue == no_index) {
          Index j = i + 2;
          while (j < scope.range.end && a_.token(j).kind != TokenKind::comma) {
            ++j;
          }
          if (j >= scope.range.end) {
            return;
          }
          i = j - 1;
          if (j + 1 < scope.range.end && is_conjunction(j + 1)) {
            read_conjunctions(c, j + 1, subject, scope);
            return;
          }
          i = j;
          continue;
        }
        ++commas;
        if (commas > 3) {
          return;
        }
        continue;
      }
      case TokenKind::word:
        break;
      default:
        continue;
    }
    if (const Index other = a_.marks[i].cue; other != no_index && i > start) {
      const VerbForm form = a_.cues[other].form;
      if (form != VerbForm::infinitive) {
        return;  // the clause is the other verb's
      }
    }
    if (is_conjunction(i) &&
        (i == start || (subject.mention != no_index && a_.mentions[subject.mention].tokens.end == i)) &&
        !a_.has(i, Tag::how)) {
      if (!a_.has(i, Tag::as_if) || i + 1 < scope.range.end) {
        read_conjunctions(c, i, subject, scope);  // the comma is missing
        return;
      }
    }
    if (a_.has(i, Tag::so_that) && is_conjunction(i) && i > start) {
      return;
    }
    if ((cue.traits & Trait::infinitive) != 0 && commas == 0 && i < start + most_addressee &&
        is_infinitive(a_, i)) {
      if (!asks_for_words(a_, i)) {
        read_infinitive(c, i, subject, scope);
      }
      return;
    }
    if (owned_noun(i, scope.range.end)) {
      return;  // заявление Каллас о том, что …: the noun's own frame
    }
    if (commas > 0 && looks_like_verb(a_, i) && !is_infinitive(a_, i)) {
      ++verbs_after_comma;
      if (verbs_after_comma > 0) {
        return;
      }
    }
  }
}

bool ClauseReader::is_relative(const Cue& cue, Index conjunction, Index end) const {
  if (a_.languages[conjunction] != text::Language::uk || !a_.has(conjunction, Tag::that) ||
      a_.has(conjunction - 2, Tag::this_that)) {
    return false;
  }
  Index verb = conjunction + 1;
  while (verb + 1 < end && (a_.has(verb, Tag::adverb) || a_.has(verb, Tag::not_))) {
    ++verb;
  }
  if (verb >= end || !looks_like_verb(a_, verb) || is_infinitive(a_, verb)) {
    return false;
  }
  const Index behind = cue.token + cue.length;
  const bool about = conjunction > behind + 2 && a_.has(behind, Tag::preposition);
  return about || (cue.has_number && conjunction > behind + 1 && verb_at(a_, verb).plural != cue.plural);
}

Index ClauseReader::colon_behind_relative(Index comma, Index end) const {
  constexpr Index longest = 12;
  if (comma == 0 || comma + 2 >= end || !a_.has(comma - 1, Tag::this_that) ||
      !a_.has(comma + 1, Tag::preposition)) {
    return no_index;
  }
  for (Index i = comma + 2; i < end && i <= comma + longest; ++i) {
    const TokenKind kind = a_.token(i).kind;
    if (kind == TokenKind::colon) {
      return i;
    }
    if (kind == TokenKind::comma || kind == TokenKind::semicolon || a_.is_opening(i)) {
      return no_index;
    }
  }
  return no_index;
}

bool ClauseReader::tells_of_talk(const Cue& cue) const {
  constexpr Index reach = 5;
  for (Index i = cue.first; i > 0 && i + reach > cue.first; --i) {
    if (a_.token(i - 1).kind == TokenKind::comma) {
      return colon_behind_relative(i - 1, a_.size()) != no_index;
    }
  }
  return false;
}

bool ClauseReader::owned_noun(Index i, Index end) const {
  if (a_.marks[i].entry == nullptr || a_.marks[i].mention != no_index) {
    return false;
  }
  const bool noun = std::ranges::any_of(a_.marks[i].entry->senses, [](const Sense& sense) {
    return sense.kind == SenseKind::cue_noun && sense.rest.empty();
  });
  if (!noun || a_.has(i, Tag::rumour)) {
    return false;
  }
  return owner_behind(a_, i + 1, end, 1) != no_index;
}

void read_clauses(Reading& reading) { ClauseReader(reading).run(); }

}  // namespace qw::quotes
