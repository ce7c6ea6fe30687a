#pragma once

#include "base/result.hpp"

#include <string>
#include <vector>

namespace qw::program {

struct Options {
  std::string config_file;
  bool demo = false;         ///< crawl without crawl.contact: everything is on loopback
  bool accept_loss = false;  ///< open a store that says itself that records are missing
  bool help = false, version = false;
};

/// Reads the command line of quotewatchd. Errc::usage names the argument.
Result<Options> read_options(const std::vector<std::string>& arguments);
extern const char* const usage;

}  // namespace qw::program
