// The delivery matrix: every kind of receiver that is reached over HTTP, every way in which it can fail, on a
// clock that stands still. Mail has its own (tests/e2e/delivery_test.py, and smtp_test.cpp).
#include "daemon/alerts/channel.hpp"
#include "daemon/alerts/sender.hpp"
#include "tests/daemon/alerts/message_samples.hpp"
#include "tests/daemon/alerts/outbox_in_memory.hpp"
#include "tests/daemon/alerts/scripted_fetcher.hpp"
#include "tests/store/temp_folder.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <doctest/doctest.h>

#include <chrono>
#include <fstream>

using namespace qw;
using namespace qw::test;
using namespace std::chrono_literals;
namespace asio = boost::asio;

namespace {

struct Bench {
  asio::io_context loop{1};
  ManualClock clock{start};
  TempFolder folder;
  ScriptedFetcher fetcher;
  OutboxInMemory outbox;
  config::Receiver receiver;
  std::unique_ptr<alerts::Sender> sender;

  explicit Bench(const std::string& kind) : receiver(receiver_of(kind)) {
    receiver.secret_file = folder.path("secret");
    const bool hook = kind == "slack" || kind == "mattermost";
    std::ofstream(receiver.secret_file) << (kind == "webhook" ? "whsec_a2tra2tra2tra2tra2tra2tra2tra2tr"
                                            : hook            ? "https://hook.example/x"
                                                              : "token")
                                        << "\n";
    receiver.url = hook ? "" : "https://service.example";
    sender = std::make_unique<alerts::Sender>(
        loop.get_executor(), clock, outbox,
        *alerts::make_channel(receiver, {loop.get_executor(), clock, fetcher, {}}), receiver,
        [] { return 0.5; });
    for (const char* id : {"m1", "m2"}) {
      model::OutboxEntry entry;
      entry.id = id;
      entry.receiver = receiver.id;
      entry.event = "match.new";
      entry.payload = payload_of("match.new", first_case(), receiver);
      entry.made = entry.due = clock.now();
      outbox.pending[id] = entry;
    }
  }
  /// Lets the clock run until nothing waits any more, or for `most`.
  void run(Millis most) {
    const Time end = clock.now() + most;
    while (clock.now() < end && !outbox.pending.empty() && outbox.why_disabled.empty()) {
      Millis wait{0};
      asio::co_spawn(loop, sender->send_due(), [&](const std::exception_ptr& thrown, Millis until) {
        REQUIRE_FALSE(thrown);
        wait = until;
      });
      loop.restart();
      loop.run();
      clock.advance(std::max<Millis>(wait, 1ms));
    }
  }
  std::size_t in_state(model::DeliveryState state) const {
    return static_cast<std::size_t>(std::ranges::count(outbox.finished, state, &model::Delivery::state));
  }
};

const std::vector<std::string> kinds{"webhook", "slack", "mattermost", "telegram", "matrix", "alertmanager"};
using State = model::DeliveryState;

}  // namespace

TEST_CASE("a receiver that flaps gets every message once it is well") {
  for (const std::string& kind : kinds) {
    INFO(kind);
    Bench bench(kind);
    bench.fetcher.script = {Answered{500}, Answered{200}, Answered{503}, Answered{200}};
    bench.run(1h);
    CHECK(bench.in_state(State::sent) == 2);
    CHECK(bench.fetcher.asked.size() == 4);
  }
}

TEST_CASE("a receiver that times out or dies in the middle is asked again") {
  for (const std::string& kind : kinds) {
    for (const Errc fault : {Errc::timed_out, Errc::unreachable, Errc::malformed}) {
      INFO(kind);
      Bench bench(kind);
      bench.fetcher.script = {fail(fault, "the connection ended"), Answered{200}};
      bench.run(1h);
      CHECK(bench.in_state(State::sent) == 2);
      CHECK(bench.fetcher.asked.size() == 3);
    }
  }
}

TEST_CASE("a receiver that is busy is asked when it says") {
  for (const std::string& kind : kinds) {
    INFO(kind);
    Bench bench(kind);
    bench.fetcher.script = {Answered{429, "", "90"}, Answered{200}};
    const Time began = bench.clock.now();
    bench.run(89s);
    CHECK(bench.in_state(State::sent) == 1);  // the second message, meanwhile
    bench.run(1h);
    CHECK(bench.in_state(State::sent) == 2);
    const Time heard =
        bench.outbox.finished.back().finished.value_or(Time{});  // the clock itself runs on to the next look
    CHECK(heard - began >= 90s);
    CHECK(heard - began < 100s);
  }
}

TEST_CASE("a receiver that stays broken for three days leaves dead letters, and nothing is lost") {
  for (const std::string& kind : kinds) {
    INFO(kind);
    Bench bench(kind);
    bench.fetcher.script = {Answered{500}};
    bench.run(std::chrono::days(8));
    CHECK(bench.in_state(State::dead) == 2);
    CHECK(bench.outbox.pending.empty());
    CHECK(bench.fetcher.asked.size() == 20);
  }
}

TEST_CASE("a receiver that is gone is not asked again, and what waits for it stays") {
  for (const std::string& kind : kinds) {
    INFO(kind);
    Bench bench(kind);
    const int gone = kind == "telegram" || kind == "matrix" ? 403 : 410;
    bench.fetcher.script = {Answered{gone, R"({"errcode":"M_FORBIDDEN"})"}};
    bench.run(std::chrono::days(8));
    CHECK(bench.fetcher.asked.size() == 1);
    CHECK(bench.in_state(State::dead) == 1);
    CHECK(bench.outbox.pending.size() == 1);
    CHECK_FALSE(bench.outbox.why_disabled.empty());
  }
}

TEST_CASE("no problem that is kept holds a secret") {
  for (const std::string& kind : kinds) {
    Bench bench(kind);
    bench.fetcher.script = {Answered{400, "bad"}};
    bench.run(std::chrono::days(8));
    for (const model::Delivery& each : bench.outbox.finished) {
      CHECK(each.entry.last_problem.find("token") == std::string::npos);
      CHECK(each.entry.last_problem.find("hook.example") == std::string::npos);
    }
  }
}
