#pragma once

#include "base/result.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace qw::fetch {

struct DecodedBody {
  std::string bytes;
  std::string problem;  ///< "" = whole; else why it ends early: a limit by its key, or damage
};

/// Undoes one content coding: "", identity, gzip, x-gzip, deflate (with or without zlib's frame), br, zstd.
/// Stops at `most` bytes and where a body of more than 1 MiB exceeds 200 times its wire size; what was
/// decoded until then is kept. Errors: malformed for several codings or an unknown one.
/// Pure; any thread; memory bounded by `most`.
Result<DecodedBody> decode_body(std::string_view wire, std::string_view content_encoding, std::uint64_t most);

/// The value of Accept-Encoding that fits.
inline constexpr std::string_view accepted_codings = "gzip, deflate, br, zstd";

}  // namespace qw::fetch
