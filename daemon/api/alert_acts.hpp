#pragma once

#include "daemon/alerts/silences.hpp"
#include "daemon/api/services.hpp"

#include <string>

/// What people do about alerts, the same for the JSON API and the desk: each act with its audit record, and
/// the senders are rung. Errc::not_found for unknown ids; Errc::conflict when the state forbids it.
namespace qw::api {

/// A letter that was given up, held or silenced is due now, with all its tries before it.
Result<model::Delivery> send_again(Services& services, model::Delivery delivery, const std::string& who);

/// A receiver that its own answer ended is sent to again.
Result<> enable_receiver_now(Services& services, const std::string& receiver, const std::string& who);

/// Errc::usage when it names a receiver, official or pattern that the configuration does not know.
Result<alerts::Silence> add_silence(Services& services, alerts::Silence wish, const std::string& who);
Result<alerts::Silence> end_silence_now(Services& services, const std::string& id, const std::string& who);

}  // namespace qw::api
