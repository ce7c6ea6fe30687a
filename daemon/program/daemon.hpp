#pragma once

#include "daemon/program/options.hpp"

namespace qw::program {

/// The whole daemon, until SIGTERM or SIGINT; gives the exit status: 0, 65 the store is damaged, 75 another
/// daemon holds it or the disk says no, 78 the configuration is wrong. Main thread only.
int run(const Options& options);

}  // namespace qw::program
