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
  // «привело слова X агентство Y»: the verb agrees with Y.
  const bool of_the_object = (cue.traits & Trait::cites) != 0 && subject.mention != no_index &&
                             !agrees(a, cue, a.mentions[subject.mention]);
  if ((cue.form == VerbForm::past || cue.form == VerbForm::predicate) && !of_the_object) {
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
    // A mark that closes nothing.
    if (!content.empty() && a.is(content.end - 1, TokenKind::quote) &&
        a.marks[content.end - 1].pair == no_index) {
      --content.end;
      again = true;
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

}  // namespace qw::quotes
