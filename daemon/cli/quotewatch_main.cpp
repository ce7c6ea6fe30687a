#include "daemon/cli/verbs.hpp"

#include <iostream>
#include <string>
#include <vector>

int main(int argc, char** argv) {
  std::ios::sync_with_stdio(false);  // nobody here uses stdio, and only so a pipe tells how much has arrived
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  return qw::cli::run(arguments);
}
