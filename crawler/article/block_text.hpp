#pragma once

#include <cstdint>
#include <string_view>

namespace qw::article {

/// What the characters of a block say about it.
struct TextMeasures {
  std::uint32_t letters = 0, capitals = 0, digits = 0, commas = 0, sentence_ends = 0, quote_marks = 0,
                lines = 1;
  std::uint32_t odd_marks = 0;  ///< © | › @ • and their like
  bool ends_sentence = false;   ///< . ! ? … and marks that close a quotation
  int begins = 0;               ///< 0 other, 1 small letter, 2 capital, 3 digit, 4 quotation mark or dash
  bool edge_phrase = false;     ///< begins with a phrase of edge_phrases.tsv («Читайте также», "Photo:")
};

/// Pure; any thread; O(length).
TextMeasures text_measures(std::string_view text);

/// Begins with a phrase of edge_phrases.tsv.
bool has_edge_phrase(std::string_view text);

}  // namespace qw::article
