#pragma once

#include "model/names.hpp"
#include "model/quote.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace qw::model {

enum class Outcome : std::uint8_t { silent, review, alert };
constexpr auto names_of(Outcome) {
  using enum Outcome;
  return std::to_array<Named<Outcome>>({{silent, "silent"}, {review, "review"}, {alert, "alert"}});
}

enum class Label : std::uint8_t {
  false_quote,
  mixed,
  hedged,
  claims_to_debunk,
  authentic,
  debunk,
  denial,
  other_speaker,
  other_time,
  other_topic,
  opposite
};
constexpr auto names_of(Label) {
  using enum Label;
  return std::to_array<Named<Label>>({{false_quote, "false_quote"},
                                      {mixed, "mixed"},
                                      {hedged, "hedged"},
                                      {claims_to_debunk, "claims_to_debunk"},
                                      {authentic, "authentic"},
                                      {debunk, "debunk"},
                                      {denial, "denial"},
                                      {other_speaker, "other_speaker"},
                                      {other_time, "other_time"},
                                      {other_topic, "other_topic"},
                                      {opposite, "opposite"}});
}

/// One reason, in a form that each interface language can put into a sentence: a key of the closed list in
/// crawler/match/why.hpp and its arguments (words of the text, ids).
struct Why {
  std::string key;
  std::vector<std::string> arguments;
};

/// A piece of a judged text that filled a part of the pattern.
struct MatchedWords {
  TextKind text = TextKind::body;
  ByteSpan span;
  std::string part;  ///< concept or lemma that it filled
};

/// The judgement of one article (or of one headline, feed title or post alone) against one pattern.
struct Decision {
  std::string pattern;
  Outcome outcome = Outcome::silent;
  Label label = Label::other_topic;
  TextKind text = TextKind::body;      ///< the text that decided
  std::optional<std::uint32_t> quote;  ///< index of the deciding quote among the quotes of that text
  double confidence = 0;               ///< 0..1, for ordering only
  std::vector<Why> why;
  std::vector<MatchedWords> words;
};

}  // namespace qw::model
