#pragma once

#include "crawler/fetch/address_guard.hpp"
#include "daemon/alerts/retry.hpp"

#include <atomic>
#include <cstdint>
#include <string>
#include <vector>

namespace qw::alerts {

/// A mail relay. `addresses` are where it is reached: judged by the guard before, and by libcurl's callback
/// again when it connects.
struct Relay {
  std::string host;
  std::uint16_t port = 0;
  bool tls_from_the_start = false;  ///< smtps
  bool tls_required = true;         ///< STARTTLS, or no mail
  std::string ca_file;              ///< who vouches for it, "" = the system's
  std::string user, password;       ///< "" = without
  std::vector<fetch::Address> addresses;
  fetch::Guard guard;
};

/// Hands one mail for one address to the relay. `bytes`: a whole message, lines ended with CR LF. Blocks, at
/// most a minute, ten seconds of it for connecting; within a second of `stop` it gives up with
/// Errc::cancelled. 250 is delivered; 4yz, no connection and no TLS come again; 5yz for the recipient ends
/// the receiver; other 5yz give the message up. Any thread, each call with a connection of its own.
Answer hand_over(const Relay& relay, const std::string& from, const std::string& to, const std::string& bytes,
                 const std::atomic<bool>& stop);

}  // namespace qw::alerts
