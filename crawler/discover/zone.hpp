#pragma once

#include "base/clock.hpp"

#include <string>

namespace qw::discover {

/// A clock time of the zone (IANA name), given as if it were UTC → the true UTC. Of the two readings in the
/// hour that occurs twice the earlier one; an unknown zone is UTC. Any thread; ICU's time zone data.
Time utc_of_local(Time local, const std::string& zone);

/// Offset of the zone at a moment: local = utc + offset.
Millis offset_at(Time utc, const std::string& zone);

}  // namespace qw::discover
