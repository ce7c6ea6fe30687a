#pragma once

#include "base/result.hpp"

#include <charconv>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Tab-separated tables that linguists edit (config/lexicon/*.tsv): a header line, `#` comments, no quoting.
namespace qw::config {

struct TableRow {
  std::uint32_t line = 0;          ///< from 1
  std::vector<std::string> cells;  ///< in the order of the wanted columns
};

struct Table {
  std::string file;
  std::vector<TableRow> rows;

  /// An Error at this row and column (column index of the wanted columns).
  Error error_at(const TableRow& row, std::size_t column, std::string what) const;
  std::vector<std::string> columns;
};

/// The whole cell as a number; empty for anything else.
template <class T>
std::optional<T> number_of(const std::string& cell) {
  T value{};
  const auto [end, problem] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
  return problem == std::errc() && end == cell.data() + cell.size() ? std::optional(value) : std::nullopt;
}

/// Reads a table with exactly these columns in any order; unknown and missing columns, rows of another width,
/// tabs or control bytes in a cell, invalid UTF-8, and rows that are not sorted by their cells (by code
/// point) or stand twice are errors. Cells are NFC as they must be in the file. At most 16 MiB.
std::expected<Table, std::vector<Error>> read_table(const std::string& file,
                                                    const std::vector<std::string>& columns);
/// What a program made (a learned table that is compiled in) need not be sorted.
enum class RowOrder : std::uint8_t { any, sorted };
/// The same from memory.
std::expected<Table, std::vector<Error>> parse_table(std::string_view bytes, const std::string& file,
                                                     const std::vector<std::string>& columns,
                                                     RowOrder order = RowOrder::any);

/// The nearest of `known` at edit distance ≤ 2 and ≤ a third of the length, as "; did you mean 'x'?", or "".
std::string did_you_mean(std::string_view word, const std::vector<std::string>& known);

}  // namespace qw::config
