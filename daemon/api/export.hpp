#pragma once

#include "daemon/api/http.hpp"

#include <boost/json/fwd.hpp>

#include <string>

/// Lists in open forms: CSV (RFC 4180, UTF-8, a header row) and JSON lines. Pure; any thread.
namespace qw::api {

/// Columns are the keys of the first row, in their order; a list of texts becomes one cell with spaces, what
/// is nested further its JSON. Cells that a spreadsheet would take for a formula (= + - @ TAB CR) get a
/// leading '.
std::string csv_of(const boost::json::array& rows);
std::string jsonl_of(const boost::json::array& rows);

/// An answer {"rows": […], "cursor": …} in the form that the query field `form` asks for (csv, jsonl); the
/// cursor stands in a Link field then. Any other answer, and any other request, comes back as it is.
Response in_asked_form(const Request& request, Response response);

}  // namespace qw::api
