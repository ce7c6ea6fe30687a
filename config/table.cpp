#include "config/table.hpp"

#include "base/escape.hpp"
#include "base/utf8.hpp"

#include <algorithm>
#include <fstream>
#include <sstream>

namespace qw::config {
namespace {

constexpr std::size_t most_bytes = 16U << 20U;
constexpr std::size_t most_errors = 50;

std::vector<std::string> split(std::string_view line) {
  std::vector<std::string> cells;
  std::size_t from = 0;
  while (true) {
    const std::size_t tab = line.find('\t', from);
    cells.emplace_back(line.substr(from, tab == std::string_view::npos ? tab : tab - from));
    if (tab == std::string_view::npos) {
      return cells;
    }
    from = tab + 1;
  }
}

bool has_control(std::string_view cell) {
  for (std::size_t at = 0; at < cell.size();) {
    const utf8::Decoded d = utf8::decode(cell, at);
    if (utf8::is_hostile_control(d.code_point)) {
      return true;
    }
    at += d.length;
  }
  return false;
}

std::size_t edit_distance(std::u32string_view a, std::u32string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) {
    row[j] = j;
  }
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t above = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)});
      diagonal = above;
    }
  }
  return row.back();
}

/// Reads a table line by line and gathers what is wrong with it.
class Reader {
 public:
  Reader(const std::string& file, const std::vector<std::string>& columns, RowOrder rows) : rows_(rows) {
    table_.file = file;
    table_.columns = columns;
  }

  std::expected<Table, std::vector<Error>> read(std::string_view bytes) {
    if (bytes.size() > most_bytes) {
      add(0, 0, Errc::too_big, "the table is larger than 16 MiB; split it");
      return std::unexpected(std::move(errors_));
    }
    std::uint32_t line = 0;
    while (!bytes.empty() && errors_.size() < most_errors) {
      const std::size_t end = bytes.find('\n');
      read_line(bytes.substr(0, end), ++line);
      bytes.remove_prefix(end == std::string_view::npos ? bytes.size() : end + 1);
    }
    if (!header_seen_ && errors_.empty()) {
      add(0, 0, Errc::config, "there is no header line");
    }
    if (!errors_.empty()) {
      return std::unexpected(std::move(errors_));
    }
    return std::move(table_);
  }

 private:
  void add(std::uint32_t line, std::uint32_t column, Errc code, std::string what) {
    errors_.push_back(Error{code, std::move(what), Where{table_.file, line, column}});
  }

  void read_line(std::string_view line, std::uint32_t number) {
    if (!line.empty() && line.back() == '\r') {
      add(number, 0, Errc::config, "the line ends with a carriage return; save the file with LF line ends");
      return;
    }
    if (!utf8::is_valid(line)) {
      add(number, 0, Errc::config, "the line is not UTF-8");
      return;
    }
    if (line.empty() || line.front() == '#') {
      return;
    }
    std::vector<std::string> cells = split(line);
    if (!header_seen_) {
      read_header(cells, number);
      return;
    }
    if (rows_ == RowOrder::sorted) {
      check_order(cells, number);
    }
    if (cells.size() != order_.size()) {
      add(number, 0, Errc::config,
          "the row has " + std::to_string(cells.size()) + " cells, the header has " +
              std::to_string(order_.size()));
      return;
    }
    TableRow row{number, std::vector<std::string>(table_.columns.size())};
    for (std::size_t i = 0; i < cells.size(); ++i) {
      if (has_control(cells[i])) {
        add(number, 0, Errc::config, "control character in a cell: " + escape_for_log(cells[i], 80));
      }
      row.cells[order_[i]] = std::move(cells[i]);
    }
    table_.rows.push_back(std::move(row));
  }

  /// Two people's rows merge by themselves only where each row has one place.
  void check_order(const std::vector<std::string>& cells, std::uint32_t number) {
    if (cells == before_) {
      add(number, 0, Errc::config, "the row stands twice; take one away");
    } else if (cells < before_) {
      add(number, 0, Errc::config,
          "'" + escape_for_log(cells.front(), 80) +
              "' belongs above the row before it: rows are sorted by their cells, by code point; sort them "
              "again (LC_ALL=C sort)");
    }
    before_ = cells;
  }

  void read_header(const std::vector<std::string>& cells, std::uint32_t number) {
    header_seen_ = true;
    for (const std::string& cell : cells) {
      const auto at = std::ranges::find(table_.columns, cell);
      if (at == table_.columns.end()) {
        add(number, 0, Errc::config,
            "unknown column '" + escape_for_log(cell, 80) + "'" + did_you_mean(cell, table_.columns));
        continue;
      }
      order_.push_back(static_cast<std::size_t>(at - table_.columns.begin()));
    }
    for (std::size_t i = 0; i < table_.columns.size(); ++i) {
      const auto times = std::ranges::count(order_, i);
      if (times != 1) {
        add(number, 0, Errc::config,
            (times == 0 ? "missing column '" : "column given twice '") + table_.columns[i] + "'");
      }
    }
  }

  const RowOrder rows_;
  Table table_;
  std::vector<std::size_t> order_;
  std::vector<std::string> before_;  ///< the row above
  std::vector<Error> errors_;
  bool header_seen_ = false;
};

}  // namespace

Error Table::error_at(const TableRow& row, std::size_t column, std::string what) const {
  std::uint32_t at = 1;
  for (std::size_t i = 0; i < column && i < row.cells.size(); ++i) {
    at += static_cast<std::uint32_t>(utf8::count(row.cells[i])) + 1;
  }
  return Error{Errc::config, columns.at(column) + ": " + std::move(what), Where{file, row.line, at}};
}

std::expected<Table, std::vector<Error>> parse_table(std::string_view bytes, const std::string& file,
                                                     const std::vector<std::string>& columns,
                                                     RowOrder order) {
  return Reader(file, columns, order).read(bytes);
}

std::expected<Table, std::vector<Error>> read_table(const std::string& file,
                                                    const std::vector<std::string>& columns) {
  std::ifstream in(file, std::ios::binary);
  if (!in) {
    return std::unexpected(std::vector<Error>{
        Error{Errc::config, "cannot be opened; it is part of the shipped configuration", Where{file, 0, 0}}});
  }
  std::ostringstream bytes;
  bytes << in.rdbuf();
  return parse_table(bytes.view(), file, columns, RowOrder::sorted);
}

std::string did_you_mean(std::string_view word, const std::vector<std::string>& known) {
  const std::u32string wanted = utf8::to_code_points(word.substr(0, 200));
  std::size_t best = 3;
  const std::string* found = nullptr;
  for (const std::string& each : known) {
    const std::size_t distance = edit_distance(wanted, utf8::to_code_points(each));
    if (distance < best && distance * 3 <= std::max<std::size_t>(wanted.size(), 3)) {
      best = distance;
      found = &each;
    }
  }
  return found == nullptr ? "" : "; did you mean '" + *found + "'?";
}

}  // namespace qw::config
