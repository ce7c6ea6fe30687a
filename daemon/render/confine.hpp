#pragma once

#include "base/result.hpp"

#include <string_view>

/// What this process gives up before a foreign page comes near it. It must have one thread. Linux only.
namespace qw::render {

/// Whether a table of interfaces in the form of /proc/net/dev names any but the loopback.
bool names_other_interfaces(std::string_view table);

/// Leaves the network, unless there is none already (PrivateNetwork=); becomes `nobody` when it was started
/// by root; can gain no privileges any more; is the first to be ended when memory is short, and asks for the
/// processor last; takes in what its children leave behind. Errc::refused with what to do when the machine
/// does not let it leave the network: then no page may be drawn.
Result<> confine();

}  // namespace qw::render
