#include "base/version.hpp"
#include "daemon/program/daemon.hpp"
#include "daemon/program/options.hpp"

#include <iostream>
#include <string>
#include <vector>

int main(int argc, char** argv) {
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  const auto options = qw::program::read_options(arguments);
  if (!options) {
    std::cerr << "quotewatchd: " << options.error().what << "\n\n" << qw::program::usage;
    return 2;
  }
  if (options->help) {
    std::cout << qw::program::usage;
    return 0;
  }
  if (options->version) {
    std::cout << "quotewatchd " << qw::version << '\n';
    return 0;
  }
  return qw::program::run(*options);
}
