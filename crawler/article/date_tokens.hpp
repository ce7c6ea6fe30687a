#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// The parts that dates are written with. Pure; any thread; O(length), at most 400 bytes.
namespace qw::article {

struct DateToken {
  enum class Kind : unsigned char {
    none,
    number,
    mark,   ///< . / - : , | + ( and 'T' between digits
    month,  ///< value: 1 to 12
    day,    ///< value: days from today
    unit,   ///< value: minutes
    ago,
    zone,   ///< value: minutes east of UTC
    place,  ///< the zone stands in `place`
    half,   ///< value: 0 (am) or 12 (pm)
    link,   ///< a word that may stand inside a date
    word    ///< any other
  };
  Kind kind = Kind::none;
  char mark = '\0';
  int digits = 0;
  std::uint64_t number = 0;
  int value = 0;
  std::string place;
};

std::vector<DateToken> date_tokens(std::string_view text);

}  // namespace qw::article
