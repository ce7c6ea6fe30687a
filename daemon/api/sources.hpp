#pragma once

#include "daemon/api/services.hpp"

#include <map>
#include <string>
#include <vector>

/// What is known of the outlets, shared by the JSON API and the desk.
namespace qw::api {

Result<std::map<std::string, std::vector<model::OutletState>>> states_by_outlet(store::Store& store);
/// Who paused the outlet at the desk or by command, "" = nobody.
Result<std::string> paused_by(store::Store& store, const std::string& outlet);
/// With its audit record; tells the pipeline.
Result<> pause_source_now(Services& services, const std::string& outlet, const std::string& who, bool pause);

/// Quotes of officials that were first read today or on the six days before (UTC), by outlet.
Result<std::map<std::string, std::uint64_t>> quotes_this_week(Services& services);

/// The last hours in numbers: what a quiet queue says.
struct Reading {
  std::size_t outlets = 0, verified = 0, polled = 0, troubled = 0;
  std::uint64_t quotes_today = 0;       ///< of officials, since midnight UTC
  std::vector<store::QuoteRow> latest;  ///< newest first, at most 5
};
Result<Reading> reading_of(Services& services);

}  // namespace qw::api
