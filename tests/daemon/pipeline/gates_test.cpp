#include "daemon/pipeline/gates.hpp"

#include "../../store/temp_folder.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <doctest/doctest.h>

#include <chrono>
#include <exception>
#include <thread>

using namespace qw;
using namespace std::chrono_literals;
using pipeline::Answered;
using pipeline::Gates;
namespace asio = boost::asio;

namespace {

const std::string host = "http://outlet.test:80";

/// Gates over a store, with the machine's clock: what is judged is what really passed.
struct GateRig {
  test::TempFolder folder;
  std::unique_ptr<store::Store> store = *store::Store::open({.directory = folder.path("state")});
  asio::thread_pool disk{2};
  asio::io_context io{1};
  std::unique_ptr<Gates> gates;

  GateRig() { restart(); }
  /// What a killed process leaves behind is what lies in the store.
  void restart() {
    gates = std::make_unique<Gates>(io.get_executor(), system_clock(), *store, disk, [] { return 0.5; });
  }
  void run(asio::awaitable<void> work) {
    asio::co_spawn(io, std::move(work), [](const std::exception_ptr& thrown) {
      if (thrown) {
        std::rethrow_exception(thrown);
      }
    });
    io.restart();
    io.run();
  }
};

asio::awaitable<void> enter(Gates& gates, Millis delay, Millis patience, Result<>& out) {
  out = co_await gates.enter(host, delay, patience);
}

asio::awaitable<void> leave(Gates& gates, Millis delay, Answered answered) {
  co_await gates.leave(host, delay, std::move(answered));
}

Answered good(Time sent) {
  Answered answered;
  answered.status = 200;
  answered.sent = sent;
  return answered;
}

}  // namespace

TEST_CASE("the delay counts from when a request left, not from when it was allowed to") {
  GateRig rig;
  Result<> entered;
  rig.run(enter(*rig.gates, 200ms, 1s, entered));
  REQUIRE(entered);
  // The sync and a new connection took 150 ms.
  const Time sent = system_clock().now() + 150ms;
  std::this_thread::sleep_for(160ms);
  rig.run(leave(*rig.gates, 200ms, good(sent)));
  rig.run(enter(*rig.gates, 200ms, 1s, entered));
  REQUIRE(entered);
  CHECK(system_clock().now() - sent >= 200ms);
}

TEST_CASE(
    "a request whose process died may have left at the last moment, so a new process lets a delay pass") {
  GateRig rig;
  Result<> entered;
  rig.run(enter(*rig.gates, 300ms, 1s, entered));
  REQUIRE(entered);
  std::this_thread::sleep_for(150ms);
  const Time begun = system_clock().now();
  rig.restart();
  rig.run(enter(*rig.gates, 300ms, 1s, entered));
  REQUIRE(entered);
  CHECK(system_clock().now() - begun >= 300ms);
}

TEST_CASE("a turn that ran out long ago costs a new process nothing") {
  GateRig rig;
  model::HostState state;
  state.host = host;
  state.delay = 5s;
  state.next_ok = system_clock().now() - pipeline::turn_lasts - 1s;
  REQUIRE(rig.store->put_host(state));
  Result<> entered;
  rig.run(enter(*rig.gates, 5s, 1s, entered));
  CHECK(entered);
}

TEST_CASE("Retry-After holds over a restart") {
  GateRig rig;
  Result<> entered;
  rig.run(enter(*rig.gates, 1ms, 1s, entered));
  REQUIRE(entered);
  Answered answered;
  answered.status = 429;
  answered.retry_after = "3600";
  answered.sent = system_clock().now();
  rig.run(leave(*rig.gates, 1ms, answered));
  rig.restart();
  rig.run(enter(*rig.gates, 1ms, 60s, entered));
  REQUIRE_FALSE(entered);
  CHECK(entered.error().code == Errc::busy);
  const auto stored = rig.store->find_host(host);
  REQUIRE((stored && *stored));
  CHECK((*stored)->next_ok >= system_clock().now() + 59min);
}
