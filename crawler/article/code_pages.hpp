#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>

/// The conversion tables, from ICU. Pure; any thread.
namespace qw::article {

/// Code points of the 256 bytes of a single-byte charset; bytes without one are U+FFFD.
using CodePage = std::array<char32_t, 256>;

/// The charsets of Russian and Ukrainian pages, the likelier first.
std::span<const std::string_view> cyrillic_charsets();

/// The table of a single-byte charset; nothing when ICU does not know it or it is multi-byte.
const CodePage* find_code_page(std::string_view charset);

/// Through ICU's converter, for the charsets that are no single-byte ones; nothing for unknown labels. What
/// is invalid becomes U+FFFD.
std::optional<std::string> convert(std::string_view bytes, std::string_view charset);

}  // namespace qw::article
