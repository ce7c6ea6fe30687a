#pragma once

#include "daemon/api/services.hpp"
#include "daemon/hand_in/hand_in.hpp"

#include <boost/json/fwd.hpp>

#include <optional>
#include <string>

/// Hand-ins as the API and the desk see them: wishes and orders are put into the store for the pipeline
/// (daemon/hand_in), reports are read from there. Blocks on the store; any thread.
namespace qw::api {

struct HandIn {
  hand_in::Wish wish;
  std::optional<hand_in::Report> report;
  bool waiting = false;  ///< an order has not been served yet
};

/// Takes a text or an address; the id. Errc::usage when it is neither or too long, Errc::not_found for an
/// unknown pattern, Errc::busy while too many wait.
Result<std::string> hand_in_now(Services& services, hand_in::Wish wish, hand_in::Order order);
Result<std::optional<HandIn>> find_hand_in(store::Store& store, const std::string& id);
/// Orders a case from what was handed in. Errc::not_found, Errc::conflict while it waits or could not be
/// read.
Result<> order_case(Services& services, const std::string& id, hand_in::Order order);

/// Of a reader in that language.
boost::json::object hand_in_json(const HandIn& of, const match::MatchEngine* match,
                                 std::string_view language);
/// The name of a person by id, else the id.
std::string name_of_person(store::Store& store, const std::string& id);

}  // namespace qw::api
