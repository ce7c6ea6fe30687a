#pragma once

#include <string>
#include <string_view>
#include <vector>

/// Names of persons in bylines. Words: byline_words.tsv. Pure; any thread; O(length).
namespace qw::article {

enum class NameForm : unsigned char {
  labelled,  ///< structured data says that it is an author: any short text is a name
  marked,    ///< an element says that it is one: up to five words
  shown      ///< text of the page: two to five words with capitals
};

/// The names in one byline, without "by", brackets and what follows a separator. Several names are parted
/// only where each part has two words («Le Figaro et AFP» is one).
std::vector<std::string> names_in(std::string_view text, NameForm form);

/// The text begins with a word that stands in front of a name ("By Anna Example").
bool begins_with_by(std::string_view text);

}  // namespace qw::article
