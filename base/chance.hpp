#pragma once

namespace qw {

/// Evenly spread in [0, 1), for jitter: nothing that must be secret. Any thread.
double chance();

}  // namespace qw
