#pragma once

#include <cstddef>
#include <string>
#include <string_view>

/// Foreign text made harmless for the place where it is shown. Input: any bytes; invalid UTF-8 becomes
/// U+FFFD. Pure; any thread.
namespace qw {

/// One log value: C0/C1, ESC, line and paragraph separators, bidi controls, quote and backslash are escaped
/// as \n, \t, \", \\ or \u{..}; cut after `most` code points with an ellipsis.
std::string escape_for_log(std::string_view foreign, std::size_t most);

/// For a terminal: as escape_for_log, but quote and backslash stay and nothing is cut; newline stays if
/// `lines`.
enum class Lines { keep, escape };
std::string escape_for_terminal(std::string_view foreign, Lines lines = Lines::escape);

/// For HTML text and double-quoted attributes: & < > " ' and NUL.
std::string escape_html(std::string_view foreign);

}  // namespace qw
