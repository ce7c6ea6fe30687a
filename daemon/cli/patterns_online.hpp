#pragma once

#include "daemon/cli/verbs.hpp"

/// The sides of `quotewatch patterns` that go through the running daemon.
namespace qw::cli {

int list_patterns(Arguments arguments);
int show_pattern(Arguments arguments);
int export_patterns(Arguments arguments);
int add_pattern(Arguments arguments);
/// `state`: "draft", "trial", "live", "retired".
int set_pattern_state(Arguments arguments, const std::string& state);
int backtest_stored(Arguments arguments);

}  // namespace qw::cli
