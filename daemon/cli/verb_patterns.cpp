#include "base/result.hpp"
#include "daemon/cli/offline_verbs.hpp"
#include "daemon/cli/patterns_offline.hpp"

#include <iostream>

namespace qw::cli {

int run_patterns(Arguments arguments) {
  const std::string wanted = arguments.empty() ? "" : arguments.front();
  const Arguments rest = arguments.empty() ? arguments : arguments.subspan(1);
  if (wanted == "check") {
    return check_patterns(rest);
  }
  if (wanted == "test") {
    return test_patterns(rest);
  }
  if (wanted == "new") {
    return draft_pattern(rest);
  }
  if (wanted == "backtest") {
    return backtest_files(rest);
  }
  std::cerr << "quotewatch patterns: say check, test, new or backtest; see quotewatch patterns --help\n";
  return exit_status_of(Errc::usage);
}

}  // namespace qw::cli
