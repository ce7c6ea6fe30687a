#include "config/config.hpp"
#include "config/keys.hpp"
#include "daemon/cli/offline_verbs.hpp"

#include <iostream>

namespace qw::cli {
namespace {

int print_keys() {
  for (const config::Key& key : config::all_keys()) {
    std::cout << key.name << '\t' << key.kind << '\t' << key.standard << '\n';
  }
  return 0;
}

}  // namespace

int run_check_config(Arguments arguments) {
  std::string file = "config/quotewatch.toml";
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if (arguments[i] == "--config" && i + 1 < arguments.size()) {
      file = arguments[++i];
    } else if (arguments[i] == "--keys") {
      return print_keys();
    } else {
      std::cerr << "quotewatch check-config: unknown argument '" << arguments[i] << "'\n";
      return 2;
    }
  }
  std::vector<Error> remarks;
  const auto config = config::load(file, &remarks);
  for (const Error& remark : remarks) {
    std::cerr << remark.text() << '\n';
  }
  if (!config) {
    for (const Error& error : config.error()) {
      std::cerr << error.text() << '\n';
    }
    return 78;
  }
  const config::Config& c = **config;
  std::cout << file << ": " << c.outlets.size() << " outlets, " << c.officials.size() << " officials, "
            << c.patterns.size() << " patterns: no errors\n";
  return 0;
}

}  // namespace qw::cli
