#pragma once

#include "base/clock.hpp"

#include <string>

/// One page from a socket: reads the job, draws it, writes the answer (daemon/picture/exchange.hpp).
namespace qw::render {

struct Wish {
  std::string browser = "/usr/lib/chromium/chromium";
  Millis for_one_page{40'000};  ///< from the last byte of the job
  int in = 0, out = 1;
};

/// Gives up rights first (confine.hpp); whatever goes wrong is an answer with its reason. False when not
/// even that could be written. Main thread of a process with no other thread.
bool serve(const Wish& wish);

}  // namespace qw::render
