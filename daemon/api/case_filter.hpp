#pragma once

#include "config/config.hpp"
#include "store/store.hpp"

#include <map>
#include <string>

/// What the queue, its feeds and the API understand of a query: state, open, severity (the least), pattern,
/// official, outlet, publisher, language, q (words of headline or quote, or of the name of pattern or
/// official), since and until (days). Pure; any thread.
namespace qw::api {

using Query = std::map<std::string, std::string>;

/// Errc::usage that names the field and what it takes. Unknown fields are left alone.
Result<store::CaseFilter> case_filter(const Query& query, const config::Config& config);

/// The fields of a case filter that are set, as the query of an address; "" when there are none.
std::string filter_address(const Query& query);

}  // namespace qw::api
