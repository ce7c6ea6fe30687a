#include "base/utf8.hpp"
#include "crawler/quotes/analysis.hpp"

#include <algorithm>
#include <array>

namespace qw::quotes {
namespace {

constexpr char32_t soft_sign = 0x044C, te = 0x0442, i_ru = 0x0438, ch = 0x0447, es = 0x0441, ya = 0x044F,
                   el = 0x043B, a_letter = 0x0430, o_letter = 0x043E, ve = 0x0432, yu = 0x044E,
                   e_letter = 0x0435, ie_uk = 0x0454, en = 0x043D, em = 0x043C, yery = 0x044B, i_uk = 0x0456,
                   u_letter = 0x0443;

/// The last letters of a key, newest first; zero where the key is shorter.
std::array<char32_t, 5> tail_of(std::string_view key) {
  std::array<char32_t, 5> tail{};
  std::size_t n = 0;
  std::size_t at = key.size();
  while (at > 0 && n < tail.size()) {
    --at;
    while (at > 0 && (static_cast<unsigned char>(key[at]) & 0xC0U) == 0x80U) {
      --at;
    }
    tail[n++] = utf8::decode(key, at).code_point;
  }
  return tail;
}

/// Without the reflexive ся, сь.
std::string_view without_reflexive(std::string_view key) {
  const auto tail = tail_of(key);
  return tail[1] == es && (tail[0] == ya || tail[0] == soft_sign) && key.size() > 8
             ? key.substr(0, key.size() - 4)
             : key;
}

bool infinitive_ending(std::string_view key) {
  const auto tail = tail_of(without_reflexive(key));
  return (tail[0] == soft_sign && (tail[1] == te || tail[1] == ch)) || (tail[0] == i_ru && tail[1] == te);
}

/// «Открыть порт предложила Кос»: a capital there says nothing of the word.
bool begins_sentence(const Analysis& a, Index i) {
  return i == 0 || a.token(i - 1).sentence_end || a.token(i - 1).kind == TokenKind::quote;
}

bool lemma_is_verb(const std::string& lemma) { return infinitive_ending(lemma); }

}  // namespace

bool is_infinitive(const Analysis& a, Index i) {
  const text::Token& token = a.token(i);
  if (token.kind != TokenKind::word || (token.capital && !begins_sentence(a, i)) ||
      a.has(i, Tag::not_infinitive) || !infinitive_ending(a.key(i))) {
    return false;
  }
  const auto tail = tail_of(a.key(i));
  if (tail[0] == soft_sign && tail[1] == te && tail[2] == es && a.key(i).size() > 10) {
    return false;  // -сть: nouns but for a handful of short verbs
  }
  if (a.marks[i].entry != nullptr) {
    for (const Sense& sense : a.marks[i].entry->senses) {
      if (sense.kind == SenseKind::cue && sense.rest.empty() && sense.form == VerbForm::infinitive) {
        return true;
      }
    }
  }
  const auto word = a.language_data->word(a.languages[i], a.key(i));
  // A plural noun («факти») has another lemma; an unknown word of this ending is taken for a verb in Russian.
  return std::ranges::find(word->lemmas, a.key(i)) != word->lemmas.end() &&
         (word->known || a.languages[i] == text::Language::ru);
}

bool looks_like_verb(const Analysis& a, Index i) {
  const text::Token& token = a.token(i);
  if (token.kind != TokenKind::word || a.key(i).size() < 4) {
    return false;
  }
  if (a.marks[i].entry != nullptr) {
    for (const Sense& sense : a.marks[i].entry->senses) {
      if (sense.kind == SenseKind::cue && sense.rest.empty()) {
        return true;
      }
      if (sense.kind == SenseKind::noun || sense.kind == SenseKind::cue_noun) {
        return false;
      }
    }
    if (a.has(i, Tag::duty) || a.has(i, Tag::duty_inf) || a.has(i, Tag::possible)) {
      return true;
    }
    if (a.has(i, Tag::preposition) || a.has(i, Tag::adverb)) {
      return false;
    }
  }
  const auto tail = tail_of(without_reflexive(a.key(i)));
  const bool past = tail[0] == el ||
                    (tail[1] == el && (tail[0] == a_letter || tail[0] == o_letter || tail[0] == i_ru)) ||
                    (a.languages[i] == text::Language::uk && tail[0] == ve);
  const bool present =
      (tail[0] == te && (tail[1] == e_letter || tail[1] == i_ru || tail[1] == yu || tail[1] == u_letter ||
                         tail[1] == ya || tail[1] == a_letter)) ||
      (tail[0] == soft_sign && tail[1] == te) || tail[0] == ie_uk || tail[0] == yu || tail[0] == u_letter ||
      (tail[0] == em && (tail[1] == e_letter || tail[1] == i_ru)) || (tail[0] == o_letter && tail[1] == em) ||
      (tail[0] == e_letter && a.languages[i] == text::Language::uk) ||
      (tail[0] == e_letter && tail[1] == te) || (tail[0] == i_uk) || (tail[0] == i_ru && tail[1] == te);
  const bool passive =
      (tail[0] == en || ((tail[0] == a_letter || tail[0] == o_letter || tail[0] == yery) && tail[1] == en) ||
       (tail[0] == te && tail[1] == yery) || (tail[0] == o_letter && tail[1] == te)) &&
      !token.capital;
  if (!past && !present && !passive) {
    return false;
  }
  const auto word = a.language_data->word(a.languages[i], a.key(i));
  if (std::ranges::any_of(word->lemmas, lemma_is_verb)) {
    return true;
  }
  // Short participles are their own lemma in the dictionary; nouns of that shape («страна») have themselves
  // too, so only the long endings count.
  const auto key_tail = tail_of(a.key(i));
  const auto before = [&](char32_t c) { return c == e_letter || c == a_letter || c == ya; };
  return passive && word->known && std::ranges::find(word->lemmas, a.key(i)) != word->lemmas.end() &&
         ((key_tail[0] == en && before(key_tail[1])) || (key_tail[1] == en && before(key_tail[2])) ||
          (key_tail[0] == o_letter && key_tail[1] == te));
}

bool looks_like_noun(const Analysis& a, Index i) {
  const text::Token& token = a.token(i);
  if (token.kind != TokenKind::word || a.has(i, Tag::preposition) || a.has(i, Tag::adverb) ||
      a.has(i, Tag::time) || a.has(i, Tag::that) || a.has(i, Tag::so_that) || a.has(i, Tag::as_if) ||
      a.has(i, Tag::and_) || a.has(i, Tag::but) || a.has(i, Tag::not_) || a.has(i, Tag::this_that) ||
      a.has(i, Tag::subordinator)) {
    return false;
  }
  const auto tail = tail_of(a.key(i));
  // Endings of other cases and of adverbs: the word cannot be the subject.
  if (tail[0] == em || tail[0] == u_letter || tail[0] == yu || tail[0] == o_letter || tail[0] == e_letter ||
      tail[0] == 0x0445) {
    return false;
  }
  return !looks_like_verb(a, i) && !is_infinitive(a, i);
}

}  // namespace qw::quotes
