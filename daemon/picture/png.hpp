#pragma once

#include "base/result.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

/// Whether bytes from the renderer are a PNG that may be kept and shown.
namespace qw::picture {

struct PngLimits {
  std::uint32_t most_width = 0, most_height = 0;
  std::size_t most_bytes = 0;
};
struct PngSize {
  std::uint32_t width = 0, height = 0;
};

/// Every byte is looked at: signature, the checksum of each chunk, an IHDR of eight bits a channel (grey,
/// RGB, or either with alpha; not interlaced), image data that inflates to exactly that many rows with
/// filters that exist, IEND, and nothing behind it. Chunks that carry texts, profiles or anything else but
/// pixels and how they are shown are refused: a picture says what it shows and no more. Errc::too_big beyond
/// the limits, Errc::malformed for everything else. Memory: 64 KiB. Pure; any thread. Source: PNG, second
/// edition (ISO/IEC 15948).
Result<PngSize> check_png(std::string_view bytes, const PngLimits& limits);

}  // namespace qw::picture
