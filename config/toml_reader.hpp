#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

/// TOML as plain types, each value and key with the place where it stands; toml++ stays in the .cpp.
namespace qw::config {

struct TomlPlace {
  std::uint32_t line = 0, column = 0;  ///< code points from 1
};

struct TomlEntry;
struct TomlNode;

struct TomlTable {
  std::vector<TomlEntry> entries;  ///< in the order of the file; no key twice

  const TomlEntry* find(std::string_view key) const;
};
struct TomlArray {
  std::vector<TomlNode> nodes;
};
/// A date with a clock time, or a clock time alone: no key of ours takes one.
struct TomlMoment {};

struct TomlNode {
  TomlPlace place;
  std::variant<bool, std::int64_t, double, std::string, Day, TomlMoment, TomlArray, TomlTable> value;

  /// "a text", "a number", "a table" …: for messages.
  std::string_view kind() const;
};
struct TomlEntry {
  std::string key;
  TomlPlace place;  ///< of the key
  TomlNode node;
};

/// Parses one file's bytes. Input: any bytes up to 4 MiB (else Errc::too_big). Errors: the first thing that
/// is no TOML, invalid UTF-8, or a date that does not exist, with the place. Pure; any thread; linear.
Result<TomlTable> parse_toml(std::string_view bytes, const std::string& file);

/// The bytes of a file of the configuration, at most 16 MiB. Blocks.
Result<std::string> read_bytes(const std::string& file);

}  // namespace qw::config
