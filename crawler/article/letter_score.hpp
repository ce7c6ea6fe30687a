#pragma once

#include <string_view>

namespace qw::article {

/// How far bytes read in some charset are from Russian or Ukrainian text.
struct LetterScore {
  double cost =
      0;  ///< mean cost a non-ASCII character in nats; about 2.4 for text, above 4 for wrong readings
  std::size_t seen = 0;  ///< non-ASCII characters that were judged
};

/// Mean of -ln P(letter | previous letter), with charges for capitals inside words and for characters that
/// are no text. `text`: code points. Pure; any thread. Method: crawling.md 5.6, bigrams of letter_pairs.tsv.
LetterScore letter_score(std::u32string_view text);

}  // namespace qw::article
