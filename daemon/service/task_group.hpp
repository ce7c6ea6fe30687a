#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/steady_timer.hpp>

#include <cstddef>
#include <list>
#include <string_view>

namespace qw::service {

/// Owns coroutines that run beside each other: whoever spawns into it can cancel all of them and wait until
/// the last one has ended. One thread (the executor's). Destroyed only when empty.
class TaskGroup {
 public:
  explicit TaskGroup(boost::asio::any_io_executor executor);
  TaskGroup(const TaskGroup&) = delete;
  TaskGroup& operator=(const TaskGroup&) = delete;
  ~TaskGroup();

  /// An exception that leaves the coroutine is logged with `name` and ends the daemon: the stages repeat.
  void spawn(std::string_view name, boost::asio::awaitable<void> coroutine);
  /// Terminal cancellation of everything that runs now.
  void cancel();
  /// Returns when nothing runs any more.
  boost::asio::awaitable<void> wait();
  std::size_t size() const { return running_.size(); }

 private:
  boost::asio::any_io_executor executor_;
  std::list<boost::asio::cancellation_signal> running_;
  boost::asio::steady_timer ended_;
};

}  // namespace qw::service
