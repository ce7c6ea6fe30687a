#pragma once

#include "daemon/cli/verbs.hpp"

#include <iostream>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

/// A verb run as from the shell, with what it read and wrote.
namespace qw::test {

struct Said {
  int status = 0;
  std::string out, err;
};

inline Said run_captured(std::vector<std::string> words, const std::string& input = "") {
  std::ostringstream out;
  std::ostringstream err;
  std::istringstream in(input);
  auto* const old_out = std::cout.rdbuf(out.rdbuf());
  auto* const old_err = std::cerr.rdbuf(err.rdbuf());
  auto* const old_in = std::cin.rdbuf(in.rdbuf());
  const int status = cli::run(words);
  std::cout.rdbuf(old_out);
  std::cerr.rdbuf(old_err);
  std::cin.rdbuf(old_in);
  return {status, out.str(), err.str()};
}

}  // namespace qw::test
