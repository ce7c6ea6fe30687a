#pragma once

#include "daemon/desk/html.hpp"
#include "model/case.hpp"

#include <string>
#include <vector>

namespace qw::desk {

/// A stretch of a text that is shown in a certain way; stretches may overlap.
struct Mark {
  model::ByteSpan span;
  std::string css;
};

/// Writes the text with its marks as <mark> elements. A mark that lies outside the text or off the code point
/// borders is left out, so that a wrong span never breaks a page.
void marked_text(Html& h, std::string_view text, const std::vector<Mark>& marks);

/// Quote, speaker, cue and pattern words of an occurrence, as marks in its excerpt. Speaker and cue are
/// sought as they stand in the text, nearest to the quote.
std::vector<Mark> marks_of(const model::Occurrence& of);

}  // namespace qw::desk
