#pragma once

#include "crawler/discover/links.hpp"

#include <string_view>

namespace qw::discover {

/// JSON Feed 1.0 and 1.1 into `links` (ids and dates as they stand). Errors: malformed.
Result<> read_json_feed(std::string_view text, const ListInput& input, Links& links);

}  // namespace qw::discover
