#pragma once

#include "crawler/text/language_data.hpp"
#include "model/decision.hpp"
#include "model/quote.hpp"

#include <cstdint>
#include <string>
#include <vector>

/// The piece of a text that a reviewer sees first. Pure; any thread.
namespace qw::pipeline {

struct Excerpt {
  std::string text;
  model::ByteSpan marked;   ///< the quote in it
  std::uint32_t begin = 0;  ///< where it begins in the text
};

/// The sentences that hold `shown`, with one sentence before and one behind from the same text; at most 2,000
/// bytes, cut on a code point border behind the quote's start. `shown` may be empty: then the text's
/// beginning.
Excerpt excerpt_around(const text::LanguageData& language_data, const std::string& text,
                       model::ByteSpan shown);

/// The matched words that lie in the excerpt, with their places in it; those of other texts are left out.
std::vector<model::MatchedWords> words_in(const Excerpt& excerpt, const model::Decision& decision);

/// What of the decision's text is to be marked: the deciding quote, else from the first to the last matched
/// word.
model::ByteSpan span_to_show(const model::Decision& decision, const model::Quote* quote);

}  // namespace qw::pipeline
