#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace qw {

/// RFC 4648 by libsodium: `plain` with padding (section 4), `url` without (section 5).
enum class Base64 : std::uint8_t { plain, url };

std::string to_base64(std::string_view bytes, Base64 alphabet = Base64::plain);
/// Empty for what is not wholly base64 of that alphabet. About 3/4 of the size of the text.
std::optional<std::string> from_base64(std::string_view text, Base64 alphabet = Base64::plain);

}  // namespace qw
