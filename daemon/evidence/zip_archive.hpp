#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"

#include <string>
#include <vector>

namespace qw::evidence {

struct ZipEntry {
  std::string path;  ///< within the archive, ASCII, "archive/data.warc.gz"
  std::string bytes;
};

/// The entries, in their order and uncompressed, as the bytes of one ZIP file. Equal entries and an equal
/// time give equal bytes: every entry carries `time` (UTC, whole two seconds, 1980 to 2107) and nothing of
/// the machine. Errc::too_big beyond 1 GiB. Pure; any thread; needs twice the size in memory.
Result<std::string> zip_of(const std::vector<ZipEntry>& entries, Time time);

}  // namespace qw::evidence
