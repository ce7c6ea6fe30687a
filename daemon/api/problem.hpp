#pragma once

#include "base/result.hpp"
#include "daemon/api/http.hpp"

#include <string>
#include <string_view>

/// RFC 9457 problems: docs/api.md, "Problems", lists the types.
namespace qw::api {

/// `type`: "stale-write", …: becomes urn:quotewatch:problem:TYPE. `detail`: the fact, then the remedy.
Response problem(int status, std::string_view type, const std::string& detail, const std::string& request_id);

/// The problem for an Error of a rule or of the store.
Response problem(const Error& error, const std::string& request_id);

}  // namespace qw::api
