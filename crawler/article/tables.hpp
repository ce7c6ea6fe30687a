#pragma once

#include "config/table.hpp"

#include <string>
#include <string_view>
#include <vector>

/// The tables of this folder (*.tsv), compiled in: they belong to the algorithms, not to the operator.
namespace qw::article {

/// The bytes of `NAME.tsv`; "" when there is no such table.
std::string_view table_bytes(std::string_view name);

/// The rows of `NAME.tsv` with these columns. A table that cannot be read is a broken build: QW_CHECK.
config::Table load_table(std::string_view name, const std::vector<std::string>& columns);

}  // namespace qw::article
