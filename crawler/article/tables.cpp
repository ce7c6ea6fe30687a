#include "crawler/article/tables.hpp"

#include "base/check.hpp"

namespace qw::article {

config::Table load_table(std::string_view name, const std::vector<std::string>& columns) {
  auto table =
      config::parse_table(table_bytes(name), "crawler/article/" + std::string(name) + ".tsv", columns);
  QW_CHECK(table.has_value(), "the tables are compiled in and a test reads each of them");
  return *std::move(table);
}

}  // namespace qw::article
