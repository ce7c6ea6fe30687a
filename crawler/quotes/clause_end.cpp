#include "crawler/quotes/frames.hpp"

#include <algorithm>

namespace qw::quotes {
namespace {

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

bool looks_like_adjective(const Analysis& a, Index i) {
  if (!a.is(i, TokenKind::word) || a.token(i).capital || a.marks[i].mention != no_index ||
      a.marks[i].tags != 0) {
    return false;
  }
  const auto word = a.language_data->word(a.languages[i], a.key(i));
  return word->known && std::ranges::all_of(word->lemmas, [](const std::string& lemma) {
           return lemma.ends_with("\u0438\u0439") || lemma.ends_with("\u0456\u0439");
         });
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
  Index next = i + 2;
  if (next < end && a.languages[next] == text::Language::uk) {
    // «по будинку, що розташований поруч», «держави, що вже працює»
    while (next + 1 < end && (a.has(next, Tag::adverb) || a.has(next, Tag::not_))) {
      ++next;
    }
    if (looks_like_adjective(a, next)) {
      return true;
    }
  }
  return next < end && looks_like_verb(a, next) && !is_infinitive(a, next);
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
  // «призвала открыть порт, чем удивила рыбаков»
  if (cue != nullptr && a.has(next, Tag::ask_word) && a.has(next, Tag::subordinator) &&
      !a.has(next, Tag::relative) && next + 1 < end && a.marks[next].tag_length == 1 &&
      looks_like_verb(a, next + 1)) {
    const Cue verb = verb_at(a, next + 1);
    if (verb.form == VerbForm::past && cue->form == VerbForm::past && verb.plural == cue->plural &&
        verb.gender == cue->gender) {
      return true;
    }
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
      // «…, сообщили в Верховной Раде»
      const Index behind = after.token + after.length;
      if (after.plural && behind + 1 < end && a.has(behind, Tag::preposition) &&
          a.token(behind + 1).capital) {
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
  // «напомнил о призыве владеть языком силы, однако добавил, что …»
  if (a.has(next, Tag::but) && cue == nullptr) {
    if (const Cue* after = cue_behind(a, next + 1, end); after != nullptr && is_finite(*after) &&
                                                         after->cue != CueClass::know &&
                                                         takes_clause(a, *after, end)) {
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
        if (const Index id = i + 1 < end ? a.marks[i + 1].mention : no_index;
            id != no_index && a.mentions[id].who == Who::media &&
            (a.mentions[id].tokens.end >= end || a.is(a.mentions[id].tokens.end, TokenKind::stop))) {
          return i;
        }
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
