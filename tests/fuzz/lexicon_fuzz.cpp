#include "crawler/quotes/check_lexicon.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

/// First byte: which table of config/lexicon; the rest: its bytes. Every error must name the table, a line
/// and a column, and stand in one line.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto check = qw::quotes::LexiconCheck::make(QW_SOURCE_DIR "/config/lexicon");
  if (!check) {
    std::abort();
  }
  if (size < 1) {
    return 0;
  }
  const auto names = qw::quotes::LexiconCheck::names();
  const std::string_view name = names[data[0] % names.size()];
  std::string bytes;
  for (std::size_t i = 1; i < size; ++i) {
    bytes += static_cast<char>(data[i]);
  }
  for (const qw::Error& error : check->table(name, bytes)) {
    if (!error.where || error.where->file != name || error.what.find('\n') != std::string::npos) {
      __builtin_trap();
    }
  }
  return 0;
}
