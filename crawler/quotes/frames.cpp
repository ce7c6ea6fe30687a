#include "crawler/quotes/frames.hpp"

#include <algorithm>

namespace qw::quotes {
namespace {

bool is_trim(const Analysis& a, Index i, bool at_end) {
  const text::Token& token = a.token(i);
  switch (token.kind) {
    case TokenKind::comma:
    case TokenKind::semicolon:
    case TokenKind::colon:
    case TokenKind::dash:
    case TokenKind::symbol:
      return true;
    case TokenKind::stop:
      return !at_end || token.mark == U'.';
    default:
      return false;
  }
}

/// A finite cue right behind `i` (adverbs passed over).
const Cue* cue_behind(const Analysis& a, Index i, Index end) {
  for (Index j = i; j < end && j < i + 4; ++j) {
    if (a.token(j).kind != TokenKind::word) {
      return nullptr;
    }
    if (a.marks[j].cue != no_index) {
      return &a.cues[a.marks[j].cue];
    }
    if (!a.has(j, Tag::adverb) && !a.has(j, Tag::not_)) {
      return nullptr;
    }
  }
  return nullptr;
}

bool is_finite(const Cue& cue) { return cue.form == VerbForm::past || cue.form == VerbForm::now; }

bool same_agreement(const Cue& one, const Cue& two) {
  return one.plural == two.plural && one.form == two.form &&
         (one.gender == two.gender || one.form == VerbForm::now);
}

/// Does the cue take words of its own behind it (что, infinitive, colon)?
bool has_government(const Analysis& a, const Cue& cue, Index end) {
  for (Index i = cue.token + cue.length; i < end && i < cue.token + 14; ++i) {
    if (a.is_opening(i)) {
      return true;
    }
    if (a.token(i).kind == TokenKind::colon || a.has(i, Tag::that) || a.has(i, Tag::so_that)) {
      return true;
    }
    if ((cue.traits & Trait::infinitive) != 0 && is_infinitive(a, i)) {
      return true;
    }
  }
  return false;
}

/// «важно помнить, что», «…, что является гарантией»: the conjunction behind the comma at `i` begins no
/// second content.
bool takes_that(const Analysis& a, Index i, Index end) {
  const Entry* before = a.marks[i - 1].entry;
  if (before != nullptr && std::ranges::any_of(before->senses, [](const Sense& sense) {
        return sense.rest.empty() && (sense.kind == SenseKind::cue || sense.kind == SenseKind::cue_noun);
      })) {
    return true;
  }
  return i + 2 < end && looks_like_verb(a, i + 2) && !is_infinitive(a, i + 2);
}

/// «…, добавив, что …», «…, отказавшись комментировать»: the speaker's. «…, согласившись на условия» goes on
/// with what is said.
bool gerund_reports(const Analysis& a, const Cue& cue, Index end) {
  if (cue.cue == CueClass::say || cue.cue == CueClass::call) {
    return true;
  }
  for (Index i = cue.token + cue.length; i < end && i < cue.token + 14; ++i) {
    if (a.is_opening(i) || a.token(i).kind == TokenKind::colon || a.has(i, Tag::that) ||
        a.has(i, Tag::so_that)) {
      return true;
    }
    if (is_infinitive(a, i)) {
      return cue.cue != CueClass::deny || asks_for_words(a, i);
    }
  }
  return false;
}

/// что, чтобы right behind the verb.
bool takes_clause(const Analysis& a, const Cue& cue, Index end) {
  const Index behind = cue.token + cue.length;
  return behind + 1 < end && a.token(behind).kind == TokenKind::comma &&
         (a.has(behind + 1, Tag::that) || a.has(behind + 1, Tag::so_that));
}

/// «…, однако, по её словам, …»: the other statement has an account of its own.
bool account_behind(const Analysis& a, Index i, Index end) {
  while (i < end && (a.token(i).kind == TokenKind::comma || a.has(i, Tag::adverb))) {
    ++i;
  }
  const auto hit = std::ranges::lower_bound(a.phrases, i, {}, &Hit::token);
  return hit != a.phrases.end() && hit->token == i && i < end && hit->sense->kind == SenseKind::prepositional;
}

/// Does the comma at `i` begin what the writer says himself?
bool writer_goes_on(const Reading& r, Index i, Index end, const Cue* cue) {
  const Analysis& a = r.a;
  const Index next = i + 1;
  if (next >= end) {
    return true;
  }
  if (a.has(next, Tag::aside_gerund)) {
    return true;
  }
  if (const Index c = a.marks[next].cue; c != no_index) {
    const Cue& after = a.cues[c];
    if (after.form == VerbForm::gerund && gerund_reports(a, after, end)) {
      return true;
    }
    if (is_finite(after) && after.negations == 0) {
      // «…, передаёт ТАСС», «…, сказала она», «…, поблагодарила гостью»
      const Subject subject = find_subject(a, {next, end}, after, Look::behind_first);
      if (subject.mention != no_index &&
          a.mentions[subject.mention].tokens.begin <= after.token + after.length + 2) {
        return true;
      }
      if (cue != nullptr && is_finite(*cue) && same_agreement(*cue, after) && cue->form == VerbForm::past) {
        return true;
      }
    }
  }
  if (a.has(next, Tag::how)) {
    if (const Cue* after = cue_behind(a, next + 1, end); after != nullptr) {
      const Subject subject = find_subject(a, {next, end}, *after, Look::behind_first);
      return subject.mention != no_index && a.mentions[subject.mention].who == Who::media;
    }
  }
  if (a.has(next, Tag::but) && account_behind(a, next + 1, end)) {
    return true;
  }
  if (a.has(next, Tag::but)) {
    // «…, а Песков — что …», «…, однако Кошта заявил»
    const Index id = next + 1 < end ? a.marks[next + 1].mention : no_index;
    if (id != no_index && !a.mentions[id].after_preposition) {
      const Index behind = a.mentions[id].tokens.end;
      if (behind + 1 < end && a.token(behind).kind == TokenKind::dash &&
          (a.has(behind + 1, Tag::that) || a.has(behind + 1, Tag::so_that))) {
        return true;
      }
      if (const Cue* after = cue_behind(a, behind, end); after != nullptr && is_finite(*after) &&
                                                         after->cue != CueClass::know &&
                                                         has_government(a, *after, end)) {
        return true;
      }
    }
  }
  if (a.has(next, Tag::and_) || a.has(next, Tag::but)) {
    if (const Cue* after = cue_behind(a, next + 1, end);
        after != nullptr && cue != nullptr && after->cue != CueClass::know &&
        (same_agreement(*cue, *after) || (is_finite(*cue) && is_finite(*after) &&
                                          cue->plural == after->plural && takes_clause(a, *after, end))) &&
        has_government(a, *after, end) &&
        !find_subject(a, {after->first, end}, *after, Look::behind_first).found()) {
      return true;
    }
  }
  // «…, а также раскрыли тактику»
  if (a.has(next, Tag::but) && next + 1 < end && a.has(next + 1, Tag::adverb)) {
    if (const Cue* after = cue_behind(a, next + 1, end);
        after != nullptr && cue != nullptr && is_finite(*after) && after->form == VerbForm::past &&
        after->cue != CueClass::know && same_agreement(*cue, *after)) {
      return !find_subject(a, {after->first, end}, *after, Look::behind_first).found();
    }
  }
  return false;
}

}  // namespace

Reading::Reading(const Analysis& analysis)
    : a(analysis),
      used_cues(analysis.cues.size()),
      used_pairs(analysis.pairs.size()),
      used_conjunctions(analysis.size() + Analysis::slack),
      sentence_of(analysis.size() + Analysis::slack),
      inner(analysis.size() + Analysis::slack, no_index),
      outer(analysis.size() + Analysis::slack, no_index),
      by_cue(analysis.size() + Analysis::slack, no_index) {
  for (Index s = 0; s < a.sentences.size(); ++s) {
    for (Index i = a.sentences[s].begin; i < a.sentences[s].end; ++i) {
      sentence_of[i] = s;
    }
  }
}

void Reading::add(Draft draft) {
  draft.content = trimmed(a, draft.content);
  if (draft.content.empty() || count_words(a, draft.content) == 0) {
    return;
  }
  if (draft.cue_token == no_index) {
    draft.cue_token = draft.content.begin;
    draft.cue_length = 0;
  }
  draft.sentence = sentence_of[draft.cue_token];
  const auto id = static_cast<Index>(drafts.size());
  for (Index i = draft.content.begin; i < draft.content.end; ++i) {
    inner[i] =
        inner[i] == no_index || drafts[inner[i]].content.size() >= draft.content.size() ? id : inner[i];
    outer[i] = draft.nested ? outer[i] : id;
  }
  by_cue[draft.cue_token] = id;
  drafts.push_back(std::move(draft));
}

void Reading::attach_cue(Draft& draft, const Cue& cue, const Subject& subject) const {
  draft.subject = subject;
  draft.cue_token = cue.token;
  draft.cue_length = cue.length;
  draft.cue = cue.cue;
  draft.traits = cue.traits;
  draft.negations = cue.negations;
  draft.distance = draft.distance || cue.distance;
  if (cue.form == VerbForm::past || cue.form == VerbForm::predicate) {
    draft.verb_gender = cue.gender;
  }
}

bool Reading::speech_pair_at(Index i) const { return a.is_opening(i) && used_pairs[a.marks[i].pair]; }

TokenRange trimmed(const Analysis& a, TokenRange content) {
  for (bool again = true; again && !content.empty();) {
    again = false;
    while (!content.empty() && is_trim(a, content.begin, false)) {
      ++content.begin;
    }
    while (!content.empty() && is_trim(a, content.end - 1, true)) {
      --content.end;
    }
    // One pair around everything goes.
    if (!content.empty() && a.is_opening(content.begin)) {
      const Pair& pair = a.pairs[a.marks[content.begin].pair];
      if (pair.close + 1 == content.end && pair.closed) {
        ++content.begin;
        --content.end;
        again = true;
      } else if (!pair.closed && pair.close >= content.end) {
        ++content.begin;
        again = true;
      }
    }
    // «(цитата по ТАСС)» at the end.
    if (!content.empty() && a.token(content.end - 1).kind == TokenKind::close_bracket) {
      for (Index i = content.end - 1; i > content.begin; --i) {
        if (a.token(i - 1).kind == TokenKind::open_bracket) {
          bool relay = false;
          for (Index j = i; j < content.end; ++j) {
            relay = relay || a.has(j, Tag::relay_source) ||
                    (a.marks[j].mention != no_index && a.mentions[a.marks[j].mention].who == Who::media);
          }
          if (relay) {
            content.end = i - 1;
            again = true;
          }
          break;
        }
      }
    }
  }
  return content;
}

model::QuoteForm form_of(const Analysis& a, TokenRange content, model::QuoteForm otherwise) {
  for (Index i = content.begin; i < content.end; ++i) {
    if (!a.is_opening(i)) {
      continue;
    }
    const Pair& pair = a.pairs[a.marks[i].pair];
    const bool lower = i + 1 < a.size() && !a.token(i + 1).capital;
    Index behind = pair.close + 1;
    while (behind < content.end && a.token(behind).kind != TokenKind::word) {
      ++behind;
    }
    const bool last =
        behind >= content.end ||
        a.token(pair.close + 1 < a.size() ? pair.close + 1 : pair.close).kind != TokenKind::word;
    if ((pair.words >= 3 && lower) || (lower && last) || (pair.words >= 4)) {
      return model::QuoteForm::partial;
    }
    i = a.pair_end(i);
  }
  return otherwise;
}

Index count_words(const Analysis& a, TokenRange range) {
  Index words = 0;
  for (Index i = range.begin; i < range.end; ++i) {
    words += a.token(i).kind == TokenKind::word || a.token(i).kind == TokenKind::number ? 1 : 0;
  }
  return words;
}

Index named_source(const Analysis& a, TokenRange words) {
  constexpr Index most_words = 4;
  for (Index i = words.begin; i < words.end; ++i) {
    if (!a.has(i, Tag::relay_source)) {
      continue;
    }
    const Index begin = i + a.marks[i].tag_length;
    for (Index j = begin; j < words.end && j < begin + most_words && a.is(j, TokenKind::word); ++j) {
      const Index id = a.marks[j].mention;
      if (id == no_index || a.mentions[id].possessive) {
        continue;
      }
      const Who who = a.mentions[id].who;
      return who == Who::official || who == Who::role || who == Who::person || who == Who::org ? id
                                                                                               : no_index;
    }
  }
  return no_index;
}

bool in_speech(const Reading& r, Index i) {
  for (Index pair = r.a.marks[i].inside; pair != no_index; pair = r.a.pairs[pair].parent) {
    if (r.used_pairs[pair]) {
      return true;
    }
  }
  return r.outer[i] != no_index;
}

bool asks_for_words(const Analysis& a, Index infinitive) {
  const Entry* entry = a.marks[infinitive].entry;
  return entry != nullptr && std::ranges::any_of(entry->senses, [](const Sense& sense) {
           return sense.kind == SenseKind::cue && sense.form == VerbForm::infinitive && sense.rest.empty() &&
                  (sense.cue == CueClass::answer ||
                   (sense.cue == CueClass::say && (sense.traits & Trait::comments) != 0));
         });
}

Index clause_end(const Reading& r, Index begin, Index end, const Cue* cue) {
  const Analysis& a = r.a;
  Index brackets = 0;
  bool taker = false;  // a word in the content that itself takes a что clause
  for (Index i = begin; i < end; ++i) {
    const text::Token& token = a.token(i);
    if (a.is_opening(i)) {
      i = std::min(a.pair_end(i), end - 1);
      continue;
    }
    switch (token.kind) {
      case TokenKind::open_bracket:
        ++brackets;
        break;
      case TokenKind::close_bracket:
        if (brackets == 0) {
          return i;
        }
        --brackets;
        break;
      case TokenKind::stop:
        if (token.sentence_end && brackets == 0) {
          return i + 1;
        }
        break;
      case TokenKind::comma:
        if (brackets > 0) {
          break;
        }
        if (writer_goes_on(r, i, end, cue)) {
          return i;
        }
        if (i + 1 < end && a.has(i + 1, Tag::that) && !taker && i > begin + 1 && !takes_that(a, i, end) &&
            !a.has(i - 1, Tag::this_that) && a.marks[i + 1].covered == no_index && cue != nullptr) {
          return i;
        }
        if (i + 2 < end && (a.has(i + 1, Tag::and_) || a.has(i + 1, Tag::but)) && a.has(i + 2, Tag::that) &&
            cue != nullptr && a.marks[i + 2].covered == no_index) {
          return i;
        }
        if (i + 2 < end && a.has(i + 2, Tag::that) && a.has(i + 1, Tag::adverb) && cue != nullptr) {
          return i;
        }
        // «…, Каллас: и не надо»
        if (const Index id = i + 1 < end ? a.marks[i + 1].mention : no_index;
            id != no_index && a.is(a.mentions[id].tokens.end, TokenKind::colon) &&
            a.mentions[id].tokens.end < end) {
          return i;
        }
        break;
      case TokenKind::colon:
        if (brackets == 0 && cue != nullptr && r.speech_pair_at(i + 1)) {
          return i;
        }
        break;
      case TokenKind::semicolon:
        if (brackets == 0) {
          for (Index j = i + 1; j < end && a.token(j).kind != TokenKind::semicolon; ++j) {
            if (a.marks[j].cue != no_index && is_finite(a.cues[a.marks[j].cue]) &&
                a.cues[a.marks[j].cue].cue != CueClass::know &&
                find_subject(a, {i + 1, end}, a.cues[a.marks[j].cue], Look::before_first).mention !=
                    no_index) {
              return i;
            }
          }
        }
        break;
      case TokenKind::dash:
        if (const Cue* after = cue_behind(a, i + 1, end);
            after != nullptr && is_finite(*after) && after->cue != CueClass::know &&
            find_subject(a, {i + 1, end}, *after, Look::behind_first).mention != no_index) {
          return i;
        }
        break;
      case TokenKind::word:
        if ((a.has(i, Tag::and_)) && i > begin && i + 1 < end && cue != nullptr) {
          if (a.has(i + 1, Tag::that) && a.marks[i + 1].covered == no_index) {
            return i;
          }
          if (const Cue* after = cue_behind(a, i + 1, end);
              after != nullptr && after->cue != CueClass::know && is_finite(*after) &&
              same_agreement(*cue, *after) && after->negations == 0 && has_government(a, *after, end) &&
              (cue->form == VerbForm::past || after->cue != CueClass::judge) &&
              !find_subject(a, {after->token, end}, *after, Look::behind_first).found()) {
            return i;
          }
        }
        if (a.marks[i].cue != no_index && (a.cues[a.marks[i].cue].traits & Trait::clause) != 0) {
          taker = true;
        }
        break;
      default:
        break;
    }
  }
  return end;
}

}  // namespace qw::quotes
