#include "daemon/evidence/cdxj.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

using namespace qw;

/// A WARC file that is indexed, and the same bytes as an address. The index is sorted lines, each of three
/// parts, or the file is refused; a key never holds a space or a line end that the address did not have.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  if (const auto index = evidence::cdxj_of(bytes, "fuzz.warc.gz"); index && !index->empty()) {
    std::string_view rest = *index;
    std::string_view before;
    while (!rest.empty()) {
      const std::size_t end = rest.find('\n');
      const std::string_view line = rest.substr(0, end);
      if (end == std::string_view::npos || line < before || !line.ends_with('}')) {
        std::abort();
      }
      before = line;
      rest.remove_prefix(end + 1);
    }
  }
  const std::string key = evidence::surt_of(bytes);
  if (bytes.find_first_of(" \n") == std::string_view::npos && key.find_first_of(" \n") != std::string::npos) {
    std::abort();
  }
  return 0;
}
