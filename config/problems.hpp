#pragma once

#include "base/result.hpp"
#include "config/toml_reader.hpp"

#include <cstddef>
#include <map>
#include <string>
#include <vector>

/// What is wrong with the configuration, gathered over all files. Not for several threads at once.
namespace qw::config {

/// One key that the readers know: what the table in docs/ops.md is held against.
struct KnownKey {
  std::string kind;      ///< "time", "size", "text" …
  std::string standard;  ///< what holds when the key is left out, as it would be written
};

class Problems {
 public:
  static constexpr std::size_t most_of_a_file = 50;

  /// Beyond 50 of one file only their number is kept.
  void add(const std::string& file, TomlPlace place, std::string what);
  void add(Error error);
  void remark(const std::string& file, TomlPlace place, std::string what);

  bool empty() const { return errors_.empty(); }
  /// In the order of files and places, with a last line a file for those that were cut.
  std::vector<Error> take();
  std::vector<Error> take_remarks();

  std::map<std::string, KnownKey> known;  ///< "crawl.delay" → …; filled by each Section

 private:
  std::vector<Error> errors_;
  std::vector<Error> remarks_;
  std::map<std::string, std::size_t> of_file_;
};

}  // namespace qw::config
