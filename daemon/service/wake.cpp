#include "daemon/service/wake.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <utility>

namespace qw::service {

namespace asio = boost::asio;

Wake::Wake(const asio::any_io_executor& executor) : timer_(executor) {}

void Wake::ring() {
  rung_ = true;
  timer_.cancel();
}

asio::awaitable<bool> Wake::wait(Millis most) {
  if (!rung_ && most > Millis(0)) {
    timer_.expires_after(most);
    [[maybe_unused]] const auto [ended] = co_await timer_.async_wait(asio::as_tuple(asio::use_awaitable));
    const asio::cancellation_state state = co_await asio::this_coro::cancellation_state;
    if (state.cancelled() != asio::cancellation_type::none) {
      throw boost::system::system_error(asio::error::operation_aborted);
    }
  }
  co_return std::exchange(rung_, false);
}

}  // namespace qw::service
