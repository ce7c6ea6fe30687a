#include "daemon/service/task_group.hpp"

#include "base/check.hpp"
#include "base/log.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <exception>
#include <string>
#include <utility>

namespace qw::service {

namespace asio = boost::asio;

TaskGroup::TaskGroup(asio::any_io_executor executor)
    : executor_(std::move(executor)), ended_(executor_, asio::steady_timer::time_point::max()) {}

TaskGroup::~TaskGroup() { QW_CHECK(running_.empty(), "the owner waits for its coroutines before it goes"); }

void TaskGroup::spawn(std::string_view name, asio::awaitable<void> coroutine) {
  const auto place = running_.emplace(running_.end());
  auto ended = [this, place, name = std::string(name)](const std::exception_ptr& thrown) {
    running_.erase(place);
    ended_.cancel();
    if (thrown) {
      try {
        std::rethrow_exception(thrown);
      } catch (const boost::system::system_error& cancelled) {
        if (cancelled.code() == asio::error::operation_aborted) {
          return;
        }
        broken_invariant(name, cancelled.what(), __FILE__, __LINE__);
      } catch (const std::exception& other) {
        broken_invariant(name, other.what(), __FILE__, __LINE__);
      }
    }
  };
  asio::co_spawn(executor_, std::move(coroutine),
                 asio::bind_cancellation_slot(place->slot(), std::move(ended)));
}

void TaskGroup::cancel() {
  // A cancelled coroutine may end at once and take itself out of the list.
  for (auto each = running_.begin(); each != running_.end();) {
    auto& signal = *each++;
    signal.emit(asio::cancellation_type::terminal);
  }
}

asio::awaitable<void> TaskGroup::wait() {
  while (!running_.empty()) {
    co_await ended_.async_wait(asio::as_tuple(asio::use_awaitable));
  }
}

}  // namespace qw::service
