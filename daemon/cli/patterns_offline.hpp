#pragma once

#include "daemon/cli/verbs.hpp"

/// The sides of `quotewatch patterns` that work on files and open no store.
namespace qw::cli {

int check_patterns(Arguments arguments);
int test_patterns(Arguments arguments);
/// A draft from the page of a fact-check, as TOML on standard output; what must be looked at as comments.
int draft_pattern(Arguments arguments);
/// Against saved pages, folders, WARC files, or claim items (.jsonl).
int backtest_files(Arguments arguments);

}  // namespace qw::cli
