#pragma once

#include "model/quote.hpp"

#include <string>
#include <string_view>

namespace qw::cli {

/// A quote for people on one line, with its line end: who, what kind of quote, the words. `text` is the text
/// that it stands in; everything foreign is escaped.
std::string quote_line(std::string_view text, const model::Quote& quote);

}  // namespace qw::cli
