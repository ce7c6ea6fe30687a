#include "crawler/quotes/subjects.hpp"

#include "base/utf8.hpp"

#include <algorithm>

namespace qw::quotes {
namespace {

constexpr Index most_behind = 12;
constexpr Index most_before = 150;

bool is_participle(const Analysis& a, Index i) {
  if (a.token(i).kind != TokenKind::word || a.token(i).capital || a.key(i).size() < 14 ||
      a.marks[i].mention != no_index) {
    return false;
  }
  const std::u32string letters = utf8::to_code_points(a.key(i));
  const std::u32string_view tail =
      std::u32string_view(letters).substr(letters.size() > 6 ? letters.size() - 6 : 0);
  const auto has = [&](std::u32string_view part) { return tail.find(part) != std::u32string_view::npos; };
  return has(U"\u0432\u0448") || has(U"\u044E\u0449") || has(U"\u044F\u0449") || has(U"\u0443\u0449") ||
         has(U"\u0430\u0449") || has(U"\u044E\u0447\u0438") || has(U"\u044F\u0447\u0438") ||
         has(U"\u0435\u043D\u0438\u0439");
}

bool is_break(const Analysis& a, Index i) {
  const TokenKind kind = a.token(i).kind;
  return kind == TokenKind::comma || kind == TokenKind::dash || kind == TokenKind::open_bracket ||
         kind == TokenKind::close_bracket;
}

bool is_hard_break(const Analysis& a, Index i) {
  const TokenKind kind = a.token(i).kind;
  return kind == TokenKind::colon || kind == TokenKind::semicolon ||
         (kind == TokenKind::stop && a.token(i).sentence_end);
}

bool can_be_subject(const Analysis& a, const Cue& cue, const Mention& m) {
  if (m.possessive || ((m.cases & Case::nom) == 0 && !m.place)) {
    return false;
  }
  // «на вопрос РИА Новости»: an outlet behind a noun of speech is its genitive.
  if (m.who == Who::media && m.tokens.begin > 0 && a.marks[m.tokens.begin - 1].entry != nullptr &&
      std::ranges::any_of(a.marks[m.tokens.begin - 1].entry->senses,
                          [](const Sense& sense) { return sense.kind == SenseKind::cue_noun; })) {
    return false;
  }
  // «в интервью CNN»
  if (m.who == Who::media && m.tokens.begin > 1 && a.is(m.tokens.begin - 1, TokenKind::word) &&
      a.has(m.tokens.begin - 2, Tag::preposition) && !a.token(m.tokens.begin - 1).capital &&
      a.marks[m.tokens.begin - 1].cue == no_index) {
    return false;
  }
  if (m.after_preposition && !m.place) {
    return false;
  }
  return agrees(a, cue, m);
}

Subject behind(const Analysis& a, TokenRange clause, const Cue& cue) {
  Subject subject;
  const Index start = cue.token + cue.length;
  bool noun_first = false;
  TokenRange noun;
  for (Index i = start; i < clause.end && i < start + most_behind; ++i) {
    const text::Token& token = a.token(i);
    if (token.kind == TokenKind::quote) {
      // «Интерфакс» in marks is an outlet; other pairs end the search.
      if (!a.is_opening(i) || i + 1 >= clause.end || a.marks[i + 1].mention == no_index) {
        break;
      }
      continue;
    }
    if (token.kind == TokenKind::comma && i > start) {
      break;
    }
    if (token.kind == TokenKind::comma) {
      // «подчеркнула, в частности, X»
      Index close = i + 1;
      while (close < clause.end && close < i + 4 && a.is(close, TokenKind::word) &&
             a.marks[close].mention == no_index && a.marks[close].cue == no_index &&
             !a.has(close, Tag::that) && !a.has(close, Tag::so_that)) {
        ++close;
      }
      if (close == i + 1 || !a.is(close, TokenKind::comma) || a.marks[close + 1].mention == no_index) {
        break;
      }
      i = close;
      continue;
    }
    if (token.kind != TokenKind::word && token.kind != TokenKind::number) {
      break;
    }
    if (a.marks[i].cue != no_index && a.cues[a.marks[i].cue].form != VerbForm::infinitive && i > start) {
      break;
    }
    if (const Index id = a.marks[i].mention; id != no_index) {
      const Mention& m = a.mentions[id];
      if (can_be_subject(a, cue, m)) {
        const Index next = m.tokens.end + (a.is(m.tokens.end, TokenKind::quote) ? 1 : 0);
        if (m.who == Who::media && next < clause.end && a.marks[next].mention != no_index &&
            a.marks[next].mention != id && can_be_subject(a, cue, a.mentions[a.marks[next].mention])) {
          subject.mention = a.marks[next].mention;
          return subject;
        }
        subject.mention = id;
        return subject;
      }
      i = m.tokens.end - 1;
      continue;
    }
    if (a.has(i, Tag::that) || a.has(i, Tag::so_that) || a.has(i, Tag::as_if)) {
      break;
    }
    if (!noun_first && noun.empty() && i == start && looks_like_noun(a, i)) {
      noun_first = true;
      noun = {i, i + 1};
    } else if (noun_first && noun.end == i && looks_like_noun(a, i)) {
      noun.end = i + 1;
    }
  }
  if (noun_first) {
    subject.somebody = true;
    subject.words = noun;
  }
  return subject;
}

Subject before(const Analysis& a, TokenRange clause, const Cue& cue) {
  Subject subject;
  clause.begin = std::max(clause.begin, cue.first > most_before ? cue.first - most_before : 0);
  if (cue.participle) {
    for (Index j = cue.first; j > clause.begin && !is_hard_break(a, j - 1); --j) {
      if (const Index id = a.marks[j - 1].mention; id != no_index && !a.mentions[id].possessive) {
        subject.mention = id;
        break;
      }
    }
    return subject;
  }
  bool insertion_pending = false;
  Index segment_end = cue.first;
  Index i = cue.first;
  bool first_segment = true;
  // Segment by segment from the cue to the left.
  while (true) {
    Index segment = i;
    while (segment > clause.begin && !is_break(a, segment - 1) && !is_hard_break(a, segment - 1)) {
      --segment;
    }
    segment_end = i;
    const bool insertion = segment < segment_end && begins_insertion(a, segment);
    if (insertion && first_segment && a.has(segment, Tag::relative)) {
      // «Каллас, которая заявила …»: the nearest name to the left of the comma, in any case.
      for (Index j = segment; j > clause.begin; --j) {
        if (const Index id = a.marks[j - 1].mention; id != no_index && !a.mentions[id].possessive) {
          subject.mention = id;
          return subject;
        }
      }
      return subject;
    }
    // «…, що НАТО та ЄС оголосили війну, заявила»: a clause with a conjunction has a subject of its own.
    const bool subordinate =
        segment < segment_end &&
        (a.has(segment, Tag::that) || a.has(segment, Tag::so_that) || a.has(segment, Tag::condition));
    insertion_pending = (insertion || subordinate) && !first_segment;
    if (!insertion_pending) {
      for (Index j = segment_end; j > segment; --j) {
        const Index id = a.marks[j - 1].mention;
        if (id == no_index) {
          continue;
        }
        const Mention& m = a.mentions[id];
        const bool bracketed = m.tokens.begin > 0 && a.is(m.tokens.begin - 1, TokenKind::open_bracket);
        if (!bracketed && can_be_subject(a, cue, m)) {
          subject.mention = id;
          return subject;
        }
        j = std::max(m.tokens.begin + 1, segment + 1);
      }
    }
    if (segment <= clause.begin || is_hard_break(a, segment - 1)) {
      return subject;
    }
    i = segment - 1;
    first_segment = false;
    if (i <= clause.begin) {
      return subject;
    }
  }
}

/// «Кошта напомнил, что …, и добавил»: the verb to which this one is joined has the subject.
const Cue* joined_to(const Analysis& a, TokenRange clause, const Cue& cue) {
  if (cue.first <= clause.begin || !(a.has(cue.first - 1, Tag::and_) || a.has(cue.first - 1, Tag::but)) ||
      (cue.form != VerbForm::past && cue.form != VerbForm::now)) {
    return nullptr;
  }
  const Index oldest = std::max(clause.begin, cue.first > most_before ? cue.first - most_before : 0);
  for (Index i = cue.first; i > oldest; --i) {
    if (is_hard_break(a, i - 1)) {
      return nullptr;
    }
    const Index c = a.marks[i - 1].cue;
    if (c == no_index) {
      continue;
    }
    const Cue& other = a.cues[c];
    const bool finite = other.form == VerbForm::past || other.form == VerbForm::now;
    if (finite && other.cue != CueClass::know && other.plural == cue.plural &&
        (other.form != cue.form || other.gender == cue.gender)) {
      return &other;
    }
  }
  return nullptr;
}

}  // namespace

bool begins_insertion(const Analysis& a, Index i) {
  if (i >= a.size()) {
    return false;
  }
  if (a.has(i, Tag::relative) || a.has(i, Tag::how) || a.has(i, Tag::aside_gerund) || is_participle(a, i)) {
    return true;
  }
  if (a.has(i, Tag::preposition) && i + 1 < a.size() && a.has(i + 1, Tag::relative)) {
    return true;
  }
  return a.marks[i].cue != no_index && a.cues[a.marks[i].cue].form == VerbForm::gerund;
}

bool agrees(const Analysis& a, const Cue& cue, const Mention& m) {
  if (m.place) {
    return cue.plural || !cue.has_number || cue.form == VerbForm::impersonal;
  }
  if (!cue.has_number && cue.form != VerbForm::predicate) {
    return true;
  }
  if (m.first_person) {
    return true;
  }
  if (cue.plural != m.plural) {
    if (!cue.plural) {
      return false;
    }
    // «Метсола и Каллас заявили»
    const Index begin = m.tokens.begin;
    const Index end = m.tokens.end;
    const auto joins = [&](Index i) { return a.has(i, Tag::and_) || a.is(i, TokenKind::comma); };
    const bool joined_before = begin > 1 && joins(begin - 1) && a.marks[begin - 2].mention != no_index;
    bool joined_behind = false;
    for (Index i = end + 1; i < a.size() && i < end + 4 && joins(end); ++i) {
      joined_behind = joined_behind || (a.marks[i].mention != no_index &&
                                        a.mentions[a.marks[i].mention].tokens.begin <= end + 3);
    }
    return joined_before || joined_behind || (m.who == Who::media && m.plural);
  }
  if (cue.form == VerbForm::past || cue.form == VerbForm::predicate) {
    using model::Gender;
    if (cue.gender == Gender::feminine && m.gender == Gender::masculine) {
      return m.who == Who::noun || m.who == Who::carry;  // «политик заявила»
    }
    if (cue.gender == Gender::masculine && m.gender == Gender::feminine) {
      return false;
    }
    if (cue.gender == Gender::neuter) {
      return m.who == Who::media || m.who == Who::body || m.who == Who::anonymous ||
             m.gender == Gender::neuter;
    }
  }
  return true;
}

/// «Вилдерс выступил с критикой ЕК, заявив»: the subject of the main verb, the first that can be one.
Subject main_subject(const Analysis& a, TokenRange clause, const Cue& cue) {
  Subject subject;
  clause.begin = std::max(clause.begin, cue.first > most_before ? cue.first - most_before : 0);
  for (Index i = clause.begin; i < cue.first; ++i) {
    if (a.is_opening(i)) {
      i = a.pair_end(i);
      continue;
    }
    const bool opens = i == clause.begin || is_break(a, i - 1);
    if (opens && i > clause.begin && (a.has(i, Tag::that) || begins_insertion(a, i))) {
      while (i < cue.first && !is_break(a, i)) {
        ++i;
      }
      continue;
    }
    const Index id = a.marks[i].mention;
    if (id == no_index) {
      continue;
    }
    const Mention& m = a.mentions[id];
    if (m.tokens.begin == i && m.who != Who::media && can_be_subject(a, cue, m) &&
        !(i > 0 && a.is(i - 1, TokenKind::open_bracket))) {
      subject.mention = id;
      return subject;
    }
    i = std::max(i, m.tokens.end - 1);
  }
  return subject;
}

Subject find_subject(const Analysis& a, TokenRange clause, const Cue& cue, Look look) {
  if (cue.form == VerbForm::gerund && look == Look::before_first) {
    const Subject subject = main_subject(a, clause, cue);
    if (subject.mention != no_index) {
      return subject;
    }
  }
  if (look == Look::before_first) {
    if (const Cue* other = joined_to(a, clause, cue); other != nullptr) {
      const Subject subject = before(a, clause, *other);
      if (subject.mention != no_index) {
        return subject;
      }
    }
  }
  Subject first = look == Look::behind_first ? behind(a, clause, cue) : before(a, clause, cue);
  if (first.mention != no_index || first.somebody) {
    return first;
  }
  return look == Look::behind_first ? before(a, clause, cue) : behind(a, clause, cue);
}

Index owner_behind(const Analysis& a, Index i, Index end, Index gap) {
  for (Index j = i; j < end && j <= i + gap; ++j) {
    const TokenKind kind = a.token(j).kind;
    if (kind != TokenKind::word && kind != TokenKind::quote && kind != TokenKind::number) {
      return no_index;
    }
    if (const Index id = a.marks[j].mention; id != no_index) {
      const Mention& m = a.mentions[id];
      // «на сайте Еврокомиссии»: the site is its owner's.
      const Index next = m.tokens.end;
      const bool of_the_next = m.who == Who::media && !a.token(m.name.begin).capital && next < end &&
                               a.marks[next].mention != no_index &&
                               (a.mentions[a.marks[next].mention].cases & Case::gen) != 0;
      if (!m.possessive && !of_the_next) {
        return id;
      }
      j = m.tokens.end - 1;
      continue;
    }
    if (a.has(j, Tag::preposition) && j > i) {
      return no_index;
    }
  }
  return no_index;
}

Cue verb_at(const Analysis& a, Index i) {
  Cue cue;
  cue.token = cue.first = i;
  std::string_view key = a.key(i);
  if (key.ends_with("\u0441\u044F") || key.ends_with("\u0441\u044C")) {
    key.remove_suffix(4);  // reflexive
  }
  cue.form = VerbForm::past;
  cue.gender = model::Gender::masculine;
  if (key.ends_with("\u0430")) {
    cue.gender = model::Gender::feminine;
  } else if (key.ends_with("\u0438")) {
    cue.gender = model::Gender::unknown;
    cue.plural = true;
  } else if (key.ends_with("\u0442") || key.ends_with("\u0454") || key.ends_with("\u044C")) {
    cue.form = VerbForm::now;
    cue.gender = model::Gender::unknown;
    cue.plural = key.ends_with("\u044E\u0442") || key.ends_with("\u044E\u0442\u044C");
  } else if (key.ends_with("\u0432") && a.languages[i] == text::Language::ru) {
    cue.form = VerbForm::gerund;
    cue.has_number = false;
  }
  return cue;
}

}  // namespace qw::quotes
