#pragma once

#include <cstddef>
#include <string>
#include <string_view>

/// Foreign words made harmless for a message, before a channel escapes them. Pure; any thread.
namespace qw::alerts {

/// One line of valid UTF-8: line ends, controls and bidi controls become spaces, runs of spaces one.
std::string one_line(std::string_view foreign);

/// What a channel or a mail program could make a link of is broken: "https://a.example/x" becomes
/// "hxxps://a[.]example/x", "a.example" becomes "a[.]example". Other words stay as they are.
std::string without_links(std::string_view text);

/// At most `most` code points and then "…", never between a letter and the marks that belong to it.
std::string cut_words(std::string_view text, std::size_t most);

}  // namespace qw::alerts
