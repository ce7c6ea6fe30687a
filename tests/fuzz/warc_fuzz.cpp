/// Bytes as a WARC file: the reader ends, keeps its limits, and goes on behind damage.
#include "store/warc_reader.hpp"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace qw::store;
  WarcReader::Limits limits;
  limits.block_bytes = 65536;
  WarcReader reader =
      WarcReader::over(std::string_view(reinterpret_cast<const char*>(data), size), "input", limits);
  // Every call passes over at least one byte, so there are no more answers than bytes.
  for (std::size_t calls = 0; calls <= size + 2; ++calls) {
    const auto next = reader.next();
    if (next && !*next) {
      return 0;
    }
    if (next) {
      if ((*next)->block.size() > limits.block_bytes) {
        std::abort();
      }
      static_cast<void>(split_http((*next)->block));
    }
  }
  std::abort();
}
