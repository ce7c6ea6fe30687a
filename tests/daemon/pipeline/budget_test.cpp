#include "daemon/pipeline/budget.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <doctest/doctest.h>

#include <optional>

using namespace qw::pipeline;
namespace asio = boost::asio;

namespace {

asio::awaitable<void> take_into(Budget& budget, std::uint64_t bytes, std::optional<Permit>& into) {
  into = co_await budget.take(bytes);
}

void run(asio::io_context& loop) {
  loop.restart();
  loop.poll();
}

}  // namespace

TEST_CASE("whoever asks for more than is free waits until something is given back") {
  asio::io_context loop(1);
  Budget budget(loop.get_executor(), 2, 100);
  std::optional<Permit> first;
  std::optional<Permit> second;
  std::optional<Permit> third;
  asio::co_spawn(loop, take_into(budget, 60, first), asio::detached);
  asio::co_spawn(loop, take_into(budget, 60, second), asio::detached);
  run(loop);
  CHECK(first.has_value());
  CHECK_FALSE(second.has_value());
  first->correct(10);
  run(loop);
  CHECK(second.has_value());
  asio::co_spawn(loop, take_into(budget, 1, third), asio::detached);
  run(loop);
  CHECK_FALSE(third.has_value());
  first.reset();
  run(loop);
  CHECK(third.has_value());
  CHECK(budget.in_flight() == 2);
  CHECK(budget.bytes_in_flight() == 61);
}

TEST_CASE("one that is larger than the whole budget passes alone") {
  asio::io_context loop(1);
  Budget budget(loop.get_executor(), 8, 100);
  std::optional<Permit> large;
  asio::co_spawn(loop, take_into(budget, 1000, large), asio::detached);
  run(loop);
  CHECK(large.has_value());
}
