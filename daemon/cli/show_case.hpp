#pragma once

#include "daemon/cli/screen.hpp"

#include <boost/json/fwd.hpp>

#include <string>

namespace qw::cli {

/// A case as the API gives it, for `queue show`: on a terminal a page to read, in a pipe one fact a line
/// (key, tab, value; copies as "copy" lines).
std::string case_text(const Screen& screen, const boost::json::value& of);

}  // namespace qw::cli
