#pragma once

#include "crawler/discover/links.hpp"

namespace qw::discover {

/// Reads `published_raw` of every link into `published`, and distrusts what cannot be: a time at most four
/// hours ahead is a zone fault and goes back by whole hours ("date_zone_fault"), later ones are dropped
/// ("date_in_future"), and when three or more entries all claim the minute of the fetch, none is believed
/// ("dates_are_now"). A time without zone is the outlet's. Pure; any thread.
void set_dates(Links& links, const ListInput& input);

/// Adds a remark once.
void remark(Links& links, std::string_view what);

}  // namespace qw::discover
