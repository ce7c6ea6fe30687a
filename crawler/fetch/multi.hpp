#pragma once

#include "base/clock.hpp"
#include "crawler/fetch/transfer.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <memory>

namespace qw::fetch {

/// libcurl's multi handle on Asio's reactor. Owns every socket it opens: libcurl's callbacks open and close
/// them through us, so that a descriptor leaves the reactor before its number can come again.
/// Threads: all methods on the I/O thread. docs/crawling.md, "Sockets".
class Multi {
 public:
  struct Limits {
    std::size_t connections = 48;
    std::size_t connections_a_host = 2;
  };
  static std::shared_ptr<Multi> make(boost::asio::any_io_executor executor, Limits limits);
  Multi() = default;
  Multi(const Multi&) = delete;
  Multi& operator=(const Multi&) = delete;
  virtual ~Multi() = default;

  /// Runs the transfer to its end; its state holds how it ended. Cancelling the coroutine, or dropping its
  /// frame, takes the transfer out of libcurl before anything else happens.
  virtual boost::asio::awaitable<void> run(std::shared_ptr<Transfer> transfer) = 0;
  virtual void set_limits(Limits limits) = 0;
  virtual std::size_t under_way() const = 0;
  virtual void stop() = 0;
};

}  // namespace qw::fetch
