#pragma once

#include "daemon/cli/verbs.hpp"

namespace qw::cli {

/// `quotewatch audit sample`: random silent decisions, one after another, each with a question; then the
/// share that was missed with its interval, which is put down as an audit record.
int run_audit_sample(Arguments arguments);

}  // namespace qw::cli
