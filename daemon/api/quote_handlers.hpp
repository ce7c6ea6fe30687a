#pragma once

#include "daemon/api/api.hpp"

namespace qw::api {

/// The stored quotes of an official (or of all) between two times, newest first, with certain words in any of
/// their Russian, Ukrainian or English forms. A page ends after 5,000 quotes, whatever it holds.
Response list_quotes(Call& call);

}  // namespace qw::api
