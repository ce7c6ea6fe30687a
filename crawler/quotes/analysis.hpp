#pragma once

#include "base/clock.hpp"
#include "crawler/quotes/lexicon.hpp"
#include "crawler/text/document.hpp"
#include "crawler/text/language_data.hpp"
#include "model/quote.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// What the frames look at: tokens with their readings, pairs of marks, mentions of speakers, cues.
namespace qw::quotes {

using text::TokenKind;
using text::TokenRange;
using Index = std::uint32_t;
inline constexpr Index no_index = 0xFFFFFFFFU;

/// A phrase of several words that is no tag.
struct Hit {
  Index token = 0;  ///< first token
  Index length = 1;
  const Sense* sense = nullptr;
};

struct Mark {
  const Entry* entry = nullptr;
  Tags tags = 0;                ///< of the single word and of the longest phrases that begin here
  std::uint8_t tag_length = 1;  ///< tokens of the longest tag phrase that begins here
  Index pair = no_index;        ///< for an opening or closing quotation mark: its pair
  Index inside = no_index;      ///< innermost pair around the token (its own marks count as outside)
  Index mention = no_index;     ///< mention that covers the token
  Index cue = no_index;         ///< cue that begins here
  Index covered = no_index;     ///< first token of the tag phrase that covers this one
};

struct Pair {
  Index open = 0;
  Index close = 0;  ///< token of the closing mark; one past the last token when it is missing
  Index parent = no_index;
  Index words = 0;
  bool closed = true;
};

enum class Who : std::uint8_t {
  official,  ///< a named official, in office on the day or not
  role,      ///< an office without a name
  org,       ///< a house of the EU
  person,    ///< somebody else with a name
  noun,      ///< министр, журналист: somebody else without a name
  carry,     ///< чиновница, эстонка: who was spoken of before
  pronoun,
  body,  ///< Кремль, посольство
  media,
  anonymous
};

struct Mention {
  TokenRange tokens;  ///< role, apposition and name
  TokenRange name;    ///< what stands in the record as speaker
  Who who = Who::person;
  int official = -1;  ///< index of Lexicon::officials, set for `official`, and `role` when known
  std::string org;    ///< for `org`, and for an unnamed spokesperson
  model::Gender gender = model::Gender::unknown;
  bool plural = false;
  bool first_person = false;
  bool possessive = false;     ///< её, його
  bool demonstrative = false;  ///< тот
  bool place = false;          ///< в Еврокомиссии, там
  bool after_preposition = false;
  bool vetoed = false;  ///< a namesake
  bool former = false;
  bool bare_commissioner = false;
  bool native = false;                ///< эстонка, поляк: an official of that country
  std::uint32_t country = 0;          ///< of `native`; 0 when no table says
  HeadClass head = HeadClass::chief;  ///< for `role`
  bool has_head = false;
  std::uint8_t cases = Case::all;
};

struct Cue {
  Index token = 0;  ///< first token
  Index length = 1;
  CueClass cue = CueClass::say;
  VerbForm form = VerbForm::past;
  std::uint16_t traits = 0;
  std::uint16_t lemma = 0;
  model::Gender gender = model::Gender::unknown;
  bool plural = false;
  bool has_number = true;  ///< false for gerunds and infinitives
  unsigned negations = 0;
  bool distance = false;    ///< якобы before the verb
  bool participle = false;  ///< заявивший: the one before the comma
  Index first = 0;          ///< including helper verb and particle: мог бы сказать
};

struct Analysis {
  static constexpr Index slack = 64;  ///< of marks and languages behind the last token
  static constexpr text::Token past_the_end{};
  const Lexicon* lexicon = nullptr;
  const text::LanguageData* language_data = nullptr;
  const text::Document* document = nullptr;
  Day date{};
  model::TextKind kind = model::TextKind::body;
  std::vector<text::Language> languages;  ///< by token
  std::vector<Mark> marks;
  std::vector<Hit> phrases;  ///< non-tag senses of several words, by token order
  std::vector<Pair> pairs;
  std::vector<Mention> mentions;
  std::vector<Cue> cues;
  std::vector<TokenRange> sentences;  ///< outer: a pair of marks is never cut

  /// Walks may look a few tokens past the end: they see an empty symbol there, and marks without readings.
  const text::Token& token(Index i) const { return i < size() ? document->tokens[i] : past_the_end; }
  Index size() const { return static_cast<Index>(document->tokens.size()); }
  bool has(Index i, Tag tag) const { return (marks[i].tags & bit(tag)) != 0; }
  bool is(Index i, TokenKind kind_wanted) const {
    return i < size() && document->tokens[i].kind == kind_wanted;
  }
  std::string_view key(Index i) const { return i < size() ? document->key(i) : std::string_view(); }
  std::string_view bytes(TokenRange range) const { return document->bytes(range); }
  bool is_opening(Index i) const { return marks[i].pair != no_index && pairs[marks[i].pair].open == i; }
  /// The last token of the pair that opens at `i`; else i.
  Index pair_end(Index i) const {
    if (!is_opening(i)) {
      return i;
    }
    const Pair& pair = pairs[marks[i].pair];
    return pair.closed ? pair.close : pair.close - 1;
  }
};

/// Reads `document` into marks, pairs and outer sentences (annotate.cpp).
void annotate(Analysis& analysis);
/// Pairs of quotation marks by family, with repair of what is unbalanced (pairs.cpp).
void find_pairs(Analysis& analysis);
/// Who could speak or is spoken of (mentions.cpp). Needs annotate.
void find_mentions(Analysis& analysis);
/// What reports speech or thought (cues.cpp). Needs annotate.
void find_cues(Analysis& analysis);

/// «Мы рады, ¶ – сказала X.»: a page that sets the speaker of a quotation on a line of its own. Is the dash
/// of such a line at `i`?
bool opens_cue_line(const Analysis& a, Index i);

/// Infinitive by form and dictionary; verbs of any form likewise (verbs.cpp).
bool is_infinitive(const Analysis& analysis, Index i);
bool looks_like_verb(const Analysis& analysis, Index i);
/// Could the lower-case word at `i` be a noun in the nominative that speaks?
bool looks_like_noun(const Analysis& analysis, Index i);

}  // namespace qw::quotes
