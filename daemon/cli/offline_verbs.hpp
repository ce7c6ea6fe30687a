#pragma once

#include "daemon/cli/verbs.hpp"

/// Verbs that use the daemon's own code on files and standard input and open no store.
namespace qw::cli {

int run_check_config(Arguments arguments);
inline constexpr Verb check_config_verb{
    "check-config", "reads the whole configuration and reports every error",
    "usage: quotewatch check-config [--config FILE]\n\n"
    "Reports the first syntax error of each file and every schema error of all files as file:line:column.\n\n"
    "  quotewatch check-config\n"
    "  quotewatch check-config --config /etc/quotewatch/quotewatch.toml\n",
    run_check_config};

}  // namespace qw::cli
