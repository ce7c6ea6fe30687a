#pragma once

#include "model/names.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace qw::model {

/// UTF-8 bytes of the text that it belongs to, end exclusive, on code point borders.
struct ByteSpan {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;

  bool empty() const { return begin == end; }
  bool operator==(const ByteSpan&) const = default;
};

/// What sort of text stands in front of the engine; each is judged in its own right.
enum class TextKind : std::uint8_t { body, headline, post, feed_title, summary };
constexpr auto names_of(TextKind) {
  using enum TextKind;
  return std::to_array<Named<TextKind>>({{body, "body"},
                                         {headline, "headline"},
                                         {post, "post"},
                                         {feed_title, "feed_title"},
                                         {summary, "summary"}});
}

enum class QuoteForm : std::uint8_t {
  direct,
  indirect,
  prepositional,
  parenthetical,
  nominal,
  headline,
  partial
};
constexpr auto names_of(QuoteForm) {
  using enum QuoteForm;
  return std::to_array<Named<QuoteForm>>({{direct, "direct"},
                                          {indirect, "indirect"},
                                          {prepositional, "prepositional"},
                                          {parenthetical, "parenthetical"},
                                          {nominal, "nominal"},
                                          {headline, "headline"},
                                          {partial, "partial"}});
}

enum class Polarity : std::uint8_t { assert_, deny, question, directive };
constexpr auto names_of(Polarity) {
  using enum Polarity;
  return std::to_array<Named<Polarity>>(
      {{assert_, "assert"}, {deny, "deny"}, {question, "question"}, {directive, "directive"}});
}

enum class Modality : std::uint8_t { fact, conditional, possible, presupposed };
constexpr auto names_of(Modality) {
  using enum Modality;
  return std::to_array<Named<Modality>>(
      {{fact, "fact"}, {conditional, "conditional"}, {possible, "possible"}, {presupposed, "presupposed"}});
}

/// Who said what, by whose account (eval/FORMATS.md says where a span begins and ends).
struct Quote {
  ByteSpan content;
  QuoteForm form = QuoteForm::indirect;
  std::string speaker;  ///< the mention as it stands in the text, "" when there is none
  std::optional<ByteSpan> speaker_span;
  std::optional<std::string> official;  ///< id of the EU official; empty for anybody else or when unsure
  std::vector<std::string> candidates;  ///< two or more ids when the mention fits several officials
  Polarity polarity = Polarity::assert_;
  Modality modality = Modality::fact;
  std::vector<std::string> via;         ///< outlets and agencies named as where the words come from
  std::optional<ByteSpan> cue;          ///< «заявила», «по словам» …
  bool distance = false;                ///< the writer's own distance: якобы, нібито on the cue
  bool cited_to_correct = false;        ///< words quoted only to be corrected
  std::optional<std::uint32_t> parent;  ///< index of the record that this one stands inside
};

}  // namespace qw::model
