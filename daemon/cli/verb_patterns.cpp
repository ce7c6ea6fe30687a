#include "base/result.hpp"
#include "daemon/cli/offline_verbs.hpp"
#include "daemon/cli/patterns_offline.hpp"
#include "daemon/cli/patterns_online.hpp"

#include <algorithm>
#include <filesystem>
#include <iostream>

namespace qw::cli {
namespace {

/// A backtest is on files when a file, or --patterns, is named; else it is on the daemon's stored quotes.
bool is_on_files(Arguments arguments) {
  if (std::ranges::any_of(arguments,
                          [](const auto& each) { return each == "--days" || each == "--socket"; })) {
    return false;
  }
  return std::ranges::any_of(arguments, [](const std::string& each) {
    std::error_code code;
    return each == "--patterns" || each.ends_with(".jsonl") || std::filesystem::exists(each, code);
  });
}

}  // namespace

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
    return is_on_files(rest) ? backtest_files(rest) : backtest_stored(rest);
  }
  if (wanted == "list") {
    return list_patterns(rest);
  }
  if (wanted == "show") {
    return show_pattern(rest);
  }
  if (wanted == "export") {
    return export_patterns(rest);
  }
  if (wanted == "add") {
    return add_pattern(rest);
  }
  if (wanted == "draft" || wanted == "trial" || wanted == "live") {
    return set_pattern_state(rest, wanted);
  }
  if (wanted == "retire") {
    return set_pattern_state(rest, "retired");
  }
  std::cerr
      << "quotewatch patterns: say check, test, new, backtest, list, show, export, add, draft, trial, live "
         "or retire; see quotewatch patterns --help\n";
  return exit_status_of(Errc::usage);
}

}  // namespace qw::cli
