#pragma once

#include "daemon/patterns/backtest.hpp"

#include <string>

namespace qw::cli {

/// A backtest for people: what was looked at, the cases with their counts, what was caught, the nearest
/// misses. Foreign text is escaped for a terminal.
std::string backtest_lines(const patterns::Backtest& of);

}  // namespace qw::cli
