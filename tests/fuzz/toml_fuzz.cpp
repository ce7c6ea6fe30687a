#include "config/records.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

/// A TOML file by itself, then as each of the records it may hold. The first byte chooses the reader.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) {
    return 0;
  }
  std::string bytes;
  for (std::size_t i = 1; i < size; ++i) {
    bytes += static_cast<char>(data[i]);
  }
  using namespace qw::config;
  Problems problems;
  const std::string file = "fuzz.toml";
  if (data[0] == 'j') {
    read_pattern_lines(bytes, file, problems);
    return 0;
  }
  const auto root = parse_toml(bytes, file);
  if (!root) {
    if (root.error().text().empty() || !root.error().where) {
      __builtin_trap();
    }
    return 0;
  }
  Config config;
  switch (data[0]) {
    case 'o':
      read_outlets(*root, file, problems);
      break;
    case 'f':
      read_officials(*root, file, problems);
      break;
    case 'p':
      read_patterns(*root, file, problems);
      break;
    default:
      read_settings(*root, file, config, problems);
  }
  for (const qw::Error& error : problems.take()) {
    if (error.what.find('\n') != std::string::npos) {
      __builtin_trap();  // one error is one line
    }
  }
  return 0;
}
