#include "crawler/quotes/analysis.hpp"

#include <algorithm>

namespace qw::quotes {
namespace {

constexpr Index helper_window = 4;

/// Gender and number of a past form or a short adjective by its last letter: -а is feminine, -о neuter, -и -ы
/// -і plural.
void agree_by_ending(std::string_view key, Cue& cue) {
  cue.gender = model::Gender::masculine;
  if (key.ends_with("\u0430")) {
    cue.gender = model::Gender::feminine;
  } else if (key.ends_with("\u043E")) {
    cue.gender = model::Gender::neuter;
  } else if (key.ends_with("\u0438") || key.ends_with("\u044B") || key.ends_with("\u0456")) {
    cue.gender = model::Gender::unknown;
    cue.plural = true;
  } else if (key.ends_with("\u0442") || key.ends_with("\u044C") || key.ends_with("\u0435") ||
             key.ends_with("\u0454")) {
    cue.gender = model::Gender::unknown;  // present tense
    cue.plural = key.ends_with("\u0443\u0442\u044C") || key.ends_with("\u044E\u0442") ||
                 key.ends_with("\u0443\u0442") || key.ends_with("\u044F\u0442") ||
                 key.ends_with("\u044E\u0442\u044C");
  }
}

unsigned negated(const Analysis& a, Index i) {
  return i > 0 && a.has(i - 1, Tag::not_) && a.marks[i - 1].covered == no_index ? 1U : 0U;
}

bool distanced(const Analysis& a, Index i) {
  for (Index back = 1; back <= 2 && back <= i; ++back) {
    const Index at = i - back;
    if (a.token(at).kind != TokenKind::word) {
      return false;
    }
    if (a.has(at, Tag::distance)) {
      return true;
    }
  }
  return false;
}

/// An infinitive speaks only behind «мог», «любит», «поспешил» …: those give number, gender and negation.
bool take_helper(const Analysis& a, Cue& cue) {
  for (Index back = 1; back <= helper_window && back <= cue.token; ++back) {
    const Index at = cue.token - back;
    if (a.token(at).kind != TokenKind::word) {
      return false;
    }
    if (a.has(at, Tag::helper)) {
      agree_by_ending(a.key(at), cue);
      cue.has_number = true;
      cue.form = cue.gender == model::Gender::unknown && !cue.plural ? VerbForm::now : VerbForm::past;
      cue.negations = negated(a, cue.token) + negated(a, at);
      cue.first = at;
      cue.distance = distanced(a, at);
      return true;
    }
  }
  return false;
}

/// «заявившая, что», «считающий, что»: the participle of a verb that takes a clause, right before its
/// conjunction.
bool read_participle(const Analysis& a, Index i, Cue& cue) {
  if (!a.is(i + 1, TokenKind::comma) || !a.has(i + 2, Tag::that)) {
    return false;
  }
  const std::string_view key = a.key(i);
  for (const auto& [suffix, finite] :
       {std::pair<std::string_view, std::string_view>{"\u0432\u0448", "\u043B"},
        {"\u044E\u0449", "\u0435\u0442"},
        {"\u044F\u0449", "\u0438\u0442"}}) {
    const std::size_t at = key.rfind(suffix);
    if (at == std::string_view::npos || key.size() - at > 10) {
      continue;
    }
    const std::string verb = std::string(key.substr(0, at)) + std::string(finite);
    const Entry* entry = a.lexicon->find(a.languages[i], verb);
    if (entry == nullptr) {
      continue;
    }
    for (const Sense& sense : entry->senses) {
      if (sense.kind != SenseKind::cue || !sense.rest.empty() || (sense.traits & Trait::clause) == 0 ||
          sense.cue == CueClass::know) {
        continue;
      }
      cue.cue = sense.cue;
      cue.form = VerbForm::past;
      cue.traits = sense.traits;
      cue.lemma = sense.lemma;
      cue.has_number = false;
      cue.participle = true;
      cue.negations = negated(a, i);
      cue.first = cue.negations > 0 ? i - 1 : i;
      return true;
    }
  }
  return false;
}

}  // namespace

void find_cues(Analysis& a) {
  std::size_t hit = 0;
  for (Index i = 0; i < a.size(); ++i) {
    while (hit < a.phrases.size() && a.phrases[hit].token < i) {
      ++hit;
    }
    const text::Token& token = a.token(i);
    if (token.kind != TokenKind::word) {
      continue;
    }
    if (a.marks[i].entry == nullptr) {
      Cue cue;
      cue.token = cue.first = i;
      if (a.marks[i].mention == no_index && read_participle(a, i, cue)) {
        a.marks[i].cue = static_cast<Index>(a.cues.size());
        a.cues.push_back(cue);
      }
      continue;
    }
    const Sense* best = nullptr;
    Index length = 1;
    for (std::size_t h = hit; h < a.phrases.size() && a.phrases[h].token == i; ++h) {
      if (a.phrases[h].sense->kind == SenseKind::cue && (best == nullptr || a.phrases[h].length > length)) {
        best = a.phrases[h].sense;
        length = a.phrases[h].length;
      }
    }
    if (best == nullptr && a.marks[i].mention != no_index) {
      continue;
    }
    for (const Sense& sense : a.marks[i].entry->senses) {
      if (best == nullptr && sense.kind == SenseKind::cue && sense.rest.empty()) {
        best = &sense;
      }
    }
    Cue cue;
    cue.token = cue.first = i;
    if (best != nullptr) {
      cue.length = length;
      cue.cue = best->cue;
      cue.form = best->form;
      cue.traits = best->traits;
      cue.lemma = best->lemma;
      cue.gender = best->gender;
      cue.plural = best->plural;
      cue.has_number = best->form == VerbForm::past || best->form == VerbForm::now;
      cue.negations = negated(a, i);
      cue.distance = distanced(a, i);
      if (best->form == VerbForm::infinitive && !take_helper(a, cue)) {
        continue;
      }
      if (cue.negations > 0 && cue.first == i) {
        cue.first = i - 1;
      }
    } else if (a.has(i, Tag::sure)) {
      cue.cue = CueClass::claim;
      cue.form = VerbForm::predicate;
      cue.traits = Trait::clause;
      agree_by_ending(a.key(i), cue);
      cue.negations = negated(a, i);
      cue.distance = distanced(a, i);
      cue.first = cue.negations > 0 ? i - 1 : i;
      cue.traits |= cue.negations > 0 ? Trait::possible : 0;
    } else if (!read_participle(a, i, cue)) {
      continue;
    }
    a.marks[i].cue = static_cast<Index>(a.cues.size());
    a.cues.push_back(cue);
    i += length - 1;
  }
}

}  // namespace qw::quotes
