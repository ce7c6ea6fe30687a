#pragma once

#include "config/config.hpp"

#include <string>
#include <string_view>
#include <vector>

/// Outlets as the text of a file of outlets.d, and back: what is imported goes through the same reader and
/// checks as what stands in files. Pure but for zone names; any thread; linear.
namespace qw::config {

/// One table `[[outlet]]` with every field that says something; what is read from it is the same outlet.
std::string outlet_toml(const model::Outlet& outlet);

/// Reads one outlet at the top of the text, or any number of `[[outlet]]`, in the order of the text. Checks
/// what a file of outlets.d is checked for, but for its name. `file` is for the messages. At most 4 MiB.
/// Errors: all of them, with line, column and remedy; an id that stands twice, a delay below the least.
std::expected<std::vector<model::Outlet>, Errors> read_outlet_text(std::string_view text,
                                                                   const std::string& file,
                                                                   const Crawl& crawl);

/// A table for spreadsheets: a header line, then one line an outlet, cells split by tabs. Lists are split by
/// "; ", feeds are "ru https://…", "uk https://…" or, for several languages in one feed, "mixed https://…".
std::string outlet_table(const std::vector<model::Outlet>& outlets);
/// Reads such a table; columns may be left out but for id, name, languages and kind, in any order.
/// Errors as above, at the line of the row.
std::expected<std::vector<model::Outlet>, Errors> read_outlet_table(std::string_view text,
                                                                    const std::string& file,
                                                                    const Crawl& crawl);

}  // namespace qw::config
