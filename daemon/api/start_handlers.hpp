#pragma once

#include "daemon/api/api.hpp"

#include <string>

namespace qw::api {

// desk_start.cpp: the way from the first account to the first case.
Response desk_start(Call& call);
Response desk_start_post(Call& call);

/// Puts a message that says that it is a test into the outbox; gives its id.
Result<std::string> send_test(Services& services, const config::Receiver& receiver, const std::string& who);
/// Where a receiver goes, without what is secret in its address.
std::string place_of(const config::Receiver& of);

}  // namespace qw::api
