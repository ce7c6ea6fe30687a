#include "daemon/cli/verbs.hpp"

#include <string>
#include <vector>

int main(int argc, char** argv) {
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  return qw::cli::run(arguments);
}
