#include "daemon/service/on_pool.hpp"
#include "daemon/service/task_group.hpp"
#include "daemon/service/wake.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/this_coro.hpp>
#include <doctest/doctest.h>

#include <stdexcept>

using namespace qw;
namespace asio = boost::asio;

namespace {

asio::awaitable<void> add_on_pool(asio::thread_pool& pool, int& sum, int number) {
  auto work = [number]() -> Result<int> {
    if (number == 7) {
      throw std::runtime_error("seven");
    }
    return number;
  };
  const Result<int> got = co_await service::on_pool(pool, std::move(work));
  sum += got.value_or(1000);
}

asio::awaitable<void> sleep_for_ever(service::Wake& wake, bool& reached) {
  co_await wake.wait(std::chrono::hours(1));
  reached = true;
}

asio::awaitable<void> cancel_and_wait(service::TaskGroup& group) {
  group.cancel();
  co_await group.wait();
}

}  // namespace

TEST_CASE("work on the pool comes back to the loop, and what it throws is an error") {
  asio::io_context loop(1);
  asio::thread_pool pool(2);
  service::TaskGroup group(loop.get_executor());
  int sum = 0;
  for (int i = 1; i <= 10; ++i) {
    group.spawn("add", add_on_pool(pool, sum, i));
  }
  loop.run();
  CHECK(sum == 55 - 7 + 1000);
  CHECK(group.size() == 0);
}

TEST_CASE("a group cancels what sleeps and waits for it") {
  asio::io_context loop(1);
  service::TaskGroup group(loop.get_executor());
  service::Wake wake(loop.get_executor());
  bool reached = false;
  group.spawn("sleeper", sleep_for_ever(wake, reached));
  asio::co_spawn(loop, cancel_and_wait(group), asio::detached);
  loop.run();
  CHECK_FALSE(reached);
  CHECK(group.size() == 0);
}

TEST_CASE("a ring that comes early is not lost") {
  asio::io_context loop(1);
  service::TaskGroup group(loop.get_executor());
  service::Wake wake(loop.get_executor());
  bool reached = false;
  wake.ring();
  group.spawn("sleeper", sleep_for_ever(wake, reached));
  loop.run();
  CHECK(reached);
}
