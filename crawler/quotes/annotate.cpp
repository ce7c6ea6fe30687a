#include "crawler/quotes/analysis.hpp"

#include <algorithm>
#include <array>

namespace qw::quotes {
namespace {

constexpr Index most_phrase_tokens = 14;
/// A longer sentence is cut: every walk within a sentence costs at most this much for each of its words.
constexpr Index most_sentence_tokens = 400;

bool is_possessive(const Analysis& a, Index i) {
  const Entry* entry = a.lexicon->find(a.languages[i], a.key(i));
  return entry != nullptr && std::ranges::any_of(entry->senses, [](const Sense& sense) {
           return sense.kind == SenseKind::pronoun && (sense.cases & Case::gen) != 0;
         });
}

/// By its ending: an adjective in the case of a noun in the dative or instrumental («данным», «інформацією»).
bool agrees_as_adjective(std::string_view key, std::string_view noun) {
  constexpr std::array several = {"\u044B\u043C", "\u0438\u043C", "\u0438\u043C\u0438", "\u0456\u043C\u0438"};
  constexpr std::array one = {"\u043E\u0439", "\u0435\u0439", "\u043E\u044E", "\u0435\u044E"};
  if (key.ends_with("\u0441\u044F")) {
    key.remove_suffix(4);  // имеющимся
  }
  const bool plural = noun.ends_with("\u043C") || noun.ends_with("\u043C\u0438");
  constexpr std::size_t shortest = 10;
  return key.size() >= shortest &&
         (plural ? std::ranges::any_of(several, [&](const char* end) { return key.ends_with(end); })
                 : std::ranges::any_of(one, [&](const char* end) { return key.ends_with(end); }));
}

/// Tokens that a phrase takes from `i`, or 0 when it does not stand there. A comma before a word of the
/// phrase is passed over («учитывая, что»).
Index match(const Analysis& a, Index i, const Sense& sense) {
  Index at = i;
  for (const std::string& word : sense.rest) {
    ++at;
    if (at < a.size() && a.token(at).kind == TokenKind::comma && sense.kind == SenseKind::tag) {
      ++at;
    }
    // «по последним имеющимся данным»
    for (int more = 0;
         more < 2 && sense.kind == SenseKind::prepositional && at + 1 < a.size() &&
         a.token(at).kind == TokenKind::word && a.key(at) != word && agrees_as_adjective(a.key(at), word);
         ++more) {
      ++at;
    }
    // «по её словам»: the possessive stands inside the phrase.
    if (sense.kind == SenseKind::prepositional && at + 1 < a.size() && a.token(at).key_size > 0 &&
        a.key(at) != word && is_possessive(a, at)) {
      ++at;
    }
    if (at >= a.size() || at - i > most_phrase_tokens || a.token(at).key_size == 0 || a.key(at) != word) {
      return 0;
    }
  }
  return at - i + 1;
}

void annotate_token(Analysis& a, Index i) {
  Mark& mark = a.marks[i];
  mark.entry = a.lexicon->find(a.languages[i], a.key(i));
  if (mark.entry == nullptr) {
    return;
  }
  mark.tags |= mark.entry->tags;
  for (const Sense& sense : mark.entry->senses) {
    if (sense.rest.empty()) {
      break;  // longest first
    }
    const Index length = match(a, i, sense);
    if (length == 0) {
      continue;
    }
    if (sense.kind == SenseKind::tag) {
      mark.tags |= bit(sense.tag);
      if (length > mark.tag_length) {
        mark.tag_length = static_cast<std::uint8_t>(length);
      }
      for (Index j = i + 1; j < i + length; ++j) {
        if (a.marks[j].covered == no_index) {
          a.marks[j].covered = i;
        }
      }
    } else {
      a.phrases.push_back({i, length, &sense});
    }
  }
}

}  // namespace

bool opens_cue_line(const Analysis& a, Index i) {
  if (i < 2 || !a.is(i, TokenKind::dash) || !a.is(i - 1, TokenKind::comma) || !a.is(i + 1, TokenKind::word) ||
      a.token(i + 1).capital || a.marks[i + 1].entry == nullptr) {
    return false;
  }
  return std::ranges::any_of(a.marks[i + 1].entry->senses, [](const Sense& sense) {
    return sense.kind == SenseKind::cue && sense.cue != CueClass::know && sense.form != VerbForm::infinitive;
  });
}

namespace {

void find_sentences(Analysis& a) {
  Index begin = 0;
  Index pair_until = 0;
  std::size_t paragraph = 0;
  for (Index i = 0; i < a.size(); ++i) {
    if (a.is_opening(i) && i >= pair_until && a.pairs[a.marks[i].pair].parent == no_index) {
      pair_until = a.pairs[a.marks[i].pair].close;
    }
    while (paragraph < a.document->paragraphs.size() && a.document->paragraphs[paragraph].tokens.end <= i) {
      ++paragraph;
    }
    const bool paragraph_end = a.document->paragraphs[paragraph].tokens.end == i + 1;
    const bool inside = i < pair_until;
    const bool too_long =
        i + 1 - begin >= most_sentence_tokens && (!inside || i + 1 - begin >= 10 * most_sentence_tokens);
    const bool goes_on = paragraph_end && opens_cue_line(a, i + 1);
    if (((a.token(i).sentence_end || (paragraph_end && !goes_on)) && !inside) || too_long) {
      a.sentences.push_back({begin, i + 1});
      begin = i + 1;
    }
  }
  if (begin < a.size()) {
    a.sentences.push_back({begin, a.size()});
  }
}

}  // namespace

void annotate(Analysis& a) {
  const Index size = a.size();
  a.marks.resize(size + Analysis::slack);
  a.languages.resize(size + Analysis::slack);
  for (const text::Paragraph& paragraph : a.document->paragraphs) {
    text::Language language = paragraph.language;
    if (language == text::Language::en || language == text::Language::unknown) {
      language = a.document->language == text::Language::uk ? text::Language::uk : text::Language::ru;
    }
    std::fill(a.languages.begin() + paragraph.tokens.begin, a.languages.begin() + paragraph.tokens.end,
              language);
  }
  for (Index i = 0; i < size; ++i) {
    if (a.token(i).key_size > 0) {
      annotate_token(a, i);
    }
  }
  find_pairs(a);
  find_sentences(a);
}

}  // namespace qw::quotes
