#pragma once

#include "daemon/alerts/channel.hpp"

#include <memory>
#include <string>

namespace qw::alerts {

/// Mail through a relay. Each has a thread of its own, on which it waits for the relay: a relay that hangs
/// holds up nobody else.
std::unique_ptr<Channel> make_mail_channel(const config::Receiver& receiver, const ChannelTools& tools,
                                           std::string password);

}  // namespace qw::alerts
