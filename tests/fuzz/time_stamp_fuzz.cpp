#include "daemon/evidence/time_stamp.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

using namespace qw;

/// An authority's answer, a token, and a kept stamp. Nobody holds a key: nothing may ever be found good.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const Sha256 digest{};
  const std::string roots = QW_SOURCE_DIR "/tests/fuzz/corpus/time_stamp/roots.pem";
  if (evidence::read_stamp(bytes, digest, 1, roots) || evidence::check_stamp(bytes, digest, roots)) {
    std::abort();
  }
  if (const auto kept = evidence::read_kept_stamp(bytes)) {
    const auto again = evidence::read_kept_stamp(evidence::stamp_text(*kept));
    if (!again || again->token != kept->token || again->seq != kept->seq) {
      std::abort();
    }
  }
  return 0;
}
