#pragma once

#include "base/clock.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>

namespace qw::service {

/// A bell for one sleeping loop: wait() returns after `most`, or as soon as somebody rings, and says whether
/// somebody did; a ring while nobody waits is kept for the next wait. ring() on the executor's thread.
class Wake {
 public:
  explicit Wake(const boost::asio::any_io_executor& executor);
  void ring();
  boost::asio::awaitable<bool> wait(Millis most);

 private:
  boost::asio::steady_timer timer_;
  bool rung_ = false;
};

}  // namespace qw::service
