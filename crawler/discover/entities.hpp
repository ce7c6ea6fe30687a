#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace qw::discover {

struct Entity {
  std::string text;        ///< what it stands for; "" for a number that is no character
  std::size_t length = 0;  ///< bytes of the input, 0 = no entity here
  bool only_html = false;  ///< XML does not know it
};

/// Reads the entity that `text` begins with: decimal and hexadecimal numbers (the range 128 to 159 as
/// windows-1252, as browsers do), the five of XML, those of HTML 4; the semicolon is needed for names.
/// Pure; any thread.
Entity read_entity(std::string_view text);

/// All entities of the text decoded once.
std::string decode_entities(std::string_view text);

}  // namespace qw::discover
