#pragma once

#include "daemon/cli/online.hpp"

#include <string>

/// `quotewatch outlets import|export|remove`: outlets that a team adds without touching the daemon's files.
/// Each gives the exit status.
namespace qw::cli {

/// Reads FILE (.toml or .tsv, '-' = TOML from standard input), prints every error with its place (78), and
/// hands the outlets over as a whole; waits until the daemon works with them. 1 when an id stands in the
/// daemon's files, or was imported before and says something else and --replace was not given.
int import_outlets(Online& online, const std::string& file);
/// All outlets, or with --imported those that were imported, as --format toml (default), tsv or json.
int export_outlets(Online& online);
int remove_outlet(Online& online, const std::string& id);

}  // namespace qw::cli
