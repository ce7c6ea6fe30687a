#include "store/warc_reader.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

using namespace qw;

/// A WARC file, plain or gzip. The reader must come to an end, keep to its limits, and never go backwards.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  store::WarcReader reader =
      store::WarcReader::over(bytes, "fuzz.warc", {.block_bytes = 1U << 16U, .head_bytes = 1U << 12U});
  std::uint64_t last = 0;
  for (std::size_t records = 0;; ++records) {
    const auto record = reader.next();
    if (!record) {
      continue;
    }
    if (!*record) {
      return 0;
    }
    const auto& found = **record;
    if (found.block.size() > (1U << 16U) || found.offset < last || found.offset > size ||
        records > 2 * size * 1100) {
      std::abort();
    }
    last = found.offset;
    if (const auto http = store::split_http(found.block); http && http->body.size() > found.block.size()) {
      std::abort();
    }
  }
}
