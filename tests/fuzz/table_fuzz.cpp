#include "config/table.hpp"

#include <cstddef>
#include <cstdint>
#include <string>

/// A tab-separated table with the columns of a small one of ours; what was read must have all its cells.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string bytes;
  for (std::size_t i = 0; i < size; ++i) {
    bytes += static_cast<char>(data[i]);
  }
  const auto table = qw::config::parse_table(bytes, "fuzz.tsv", {"lemma", "lang", "class"});
  if (!table) {
    for (const qw::Error& error : table.error()) {
      if (error.what.find('\n') != std::string::npos) {
        __builtin_trap();
      }
    }
    return 0;
  }
  for (const auto& row : table->rows) {
    if (row.cells.size() != 3 || table->error_at(row, 2, "x").where->line != row.line) {
      __builtin_trap();
    }
  }
  return 0;
}
