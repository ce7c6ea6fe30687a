#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Bytes of a page or feed → UTF-8, with the labels as hints and the bytes as judges: Byte order mark, valid
/// UTF-8, UTF-16 by its zero bytes, then the labels where their reading looks like text, then letter
/// statistics of Russian and Ukrainian. Pure; any thread; linear, with a look at 64 KiB at most for the
/// statistics.
namespace qw::article {

/// What kind of label may stand inside the bytes.
enum class Inside : unsigned char {
  html,  ///< <meta charset> in the first 16 KiB, outside of comments, scripts and the title
  xml,   ///< <?xml encoding?> behind white space
  none
};

struct Utf8Text {
  std::string text;  ///< valid UTF-8, without byte order mark, NUL replaced by U+FFFD
  /// "utf-8", "utf-16le", "utf-16be", "windows-1251", "koi8-r", "koi8-u", "ibm866", "x-mac-cyrillic",
  /// "iso-8859-5", "windows-1252", or another label in lower case.
  std::string charset;
  /// "charset_override: said X, reads as Y", "bad_bytes: N", "double_encoding": also as model::Article has
  /// them.
  std::vector<std::string> remarks;
};

/// `content_type`: the HTTP header, "" = unknown.
Utf8Text to_utf8(std::string_view bytes, std::string_view content_type, Inside inside);

/// UTF-8 that was read as windows-1251 or -1252 and written as UTF-8 again (up to twice), made whole.
/// Nothing, when `text` does not look like it. For single text nodes and fields: templates mix.
std::optional<std::string> undone_double_encoding(std::string_view text);

/// The label of a charset in its usual spelling ("cp-1251", "win1251" → "windows-1251"), lower case; "" =
/// none.
std::string canonical_charset(std::string_view label);

}  // namespace qw::article
