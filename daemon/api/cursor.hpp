#pragma once

#include "base/result.hpp"

#include <string>
#include <string_view>

/// Opaque cursors: the store's own cursor, bound to the filter and signed, so that nobody builds one.
namespace qw::api {

/// base64url(keyed BLAKE2b of filter and inner, 16 bytes + inner). "" for an empty inner cursor (no more
/// rows).
std::string sealed_cursor(std::string_view inner, std::string_view filter, const std::string& key);
/// Errc::malformed when it was not made by us, for this filter, since the last start.
Result<std::string> opened_cursor(std::string_view sealed, std::string_view filter, const std::string& key);

}  // namespace qw::api
