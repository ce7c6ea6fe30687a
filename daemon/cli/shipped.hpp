#pragma once

#include "base/result.hpp"
#include "config/config.hpp"
#include "model/official.hpp"
#include "model/outlet.hpp"

#include <string>
#include <vector>

namespace qw::cli {

/// What the offline verbs of the language engine need of the configuration.
struct Shipped {
  std::string directory;  ///< config/ of the source tree, or the installed data
  std::string lexicon_directory;
  std::vector<model::Official> officials;
  std::vector<model::Namesake> namesakes;
  std::vector<model::Outlet> outlets;
  config::Crawl crawl;  ///< limits, contact and exceptions for what is fetched by hand
};

/// Reads the shipped configuration: ./config, then the one beside the program (source tree or installed).
/// With `officials_directory` the officials come from there. Blocks on the disk.
std::expected<Shipped, std::vector<Error>> load_shipped(const std::string& officials_directory);
/// Prints the errors and gives the exit status of the first.
int report(const std::vector<Error>& errors);

}  // namespace qw::cli
