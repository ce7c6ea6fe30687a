#include "daemon/alerts/sender.hpp"

#include "daemon/alerts/channel.hpp"
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
using namespace std::chrono_literals;
using qw::test::Answered;
namespace asio = boost::asio;

namespace {

config::Receiver hook(const std::string& secret_file) {
  std::ofstream(secret_file) << "whsec_a2tra2tra2tra2tra2tra2tra2tra2tr\n";
  config::Receiver receiver;
  receiver.secret_file = secret_file;
  receiver.id = "desk";
  receiver.kind = "webhook";
  receiver.url = "http://127.0.0.1:9/hook";
  receiver.address = "127.0.0.1";
  return receiver;
}

struct Desk {
  asio::io_context loop{1};
  ManualClock clock{Time(1'700'000'000'000ms)};
  test::TempFolder folder;
  test::ScriptedFetcher fetcher;
  test::OutboxInMemory outbox;
  config::Receiver receiver = hook(folder.path("secret"));
  alerts::Sender sender{loop.get_executor(),
                        clock,
                        outbox,
                        *alerts::make_channel(receiver, {loop.get_executor(), clock, fetcher, {}}),
                        receiver,
                        [] { return 0.5; }};

  void put(const std::string& id) {
    model::OutboxEntry entry;
    entry.id = id;
    entry.receiver = "desk";
    entry.event = "match.new";
    entry.payload = "{\"type\":\"match.new\"}";
    entry.due = clock.now();
    outbox.pending[id] = entry;
  }
  Millis send() {
    Millis wait{-1};
    asio::co_spawn(loop, sender.send_due(), [&](const std::exception_ptr& thrown, Millis until) {
      REQUIRE_FALSE(thrown);
      wait = until;
    });
    loop.restart();
    loop.run();
    return wait;
  }
};

}  // namespace

TEST_CASE("what is due is sent signed, once, to the configured address only") {
  Desk desk;
  desk.fetcher.script = {Answered{200}};
  desk.put("a");
  desk.put("b");
  CHECK(desk.send() == 60s);
  REQUIRE(desk.fetcher.asked.size() == 2);
  CHECK(desk.fetcher.asked[0].headers[0].second == "a");
  CHECK(desk.fetcher.asked[0].purpose == fetch::Purpose::receiver);
  CHECK(desk.fetcher.asked[0].allowed_address == "127.0.0.1");
  CHECK(desk.outbox.finished.size() == 2);
  CHECK(desk.sender.counts().sent == 2);
  desk.send();
  CHECK(desk.fetcher.asked.size() == 2);
}

TEST_CASE("a try that failed comes again with the same id and a signature of its own time") {
  Desk desk;
  desk.fetcher.script = {fail(Errc::unreachable, "connection refused"), Answered{200}};
  desk.put("a");
  CHECK(desk.send() == 5s);
  CHECK(desk.outbox.pending["a"].last_problem == "connection refused");
  desk.clock.advance(5s);
  desk.send();
  REQUIRE(desk.fetcher.asked.size() == 2);
  CHECK(desk.fetcher.asked[1].headers[0].second == desk.fetcher.asked[0].headers[0].second);
  CHECK(desk.fetcher.asked[1].headers[1].second != desk.fetcher.asked[0].headers[1].second);
  CHECK(desk.fetcher.asked[1].headers[2].second != desk.fetcher.asked[0].headers[2].second);
}

TEST_CASE("after five failures in a row one message is tried every five minutes") {
  Desk desk;
  desk.fetcher.script = {Answered{503}};
  for (const char* id : {"a", "b", "c", "d", "e", "f", "g"}) {
    desk.put(id);
  }
  CHECK(desk.send() == 60s);
  CHECK(desk.fetcher.asked.size() == 5);
  desk.clock.advance(60s);
  desk.send();
  CHECK(desk.fetcher.asked.size() == 5);
  desk.clock.advance(4min);
  desk.send();
  CHECK(desk.fetcher.asked.size() == 6);
}

TEST_CASE("410 disables the receiver until a person says otherwise") {
  Desk desk;
  desk.fetcher.script = {Answered{410}};
  desk.put("a");
  desk.put("b");
  desk.send();
  desk.clock.advance(24h);
  desk.send();
  CHECK(desk.fetcher.asked.size() == 1);
  CHECK(desk.outbox.why_disabled.starts_with("answered 410"));
  CHECK(desk.outbox.finished.front().state == model::DeliveryState::dead);
  CHECK(desk.outbox.pending.contains("b"));
}

TEST_CASE("a stop in the middle leaves the message due") {
  Desk desk;
  desk.fetcher.script = {fail(Errc::cancelled, "stopping")};
  desk.put("a");
  desk.send();
  CHECK(desk.outbox.pending["a"].tries == 0);
}

namespace {

/// A receiver that people read, with cases in its outbox.
struct Team {
  asio::io_context loop{1};
  ManualClock clock{Time(1'700'000'000'000ms)};
  test::TempFolder folder;
  test::ScriptedFetcher fetcher;
  test::OutboxInMemory outbox;
  config::Receiver receiver = hook_of_slack();
  alerts::Sender sender{loop.get_executor(),
                        clock,
                        outbox,
                        *alerts::make_channel(receiver, {loop.get_executor(), clock, fetcher, {}}),
                        receiver,
                        [] { return 0.5; }};

  config::Receiver hook_of_slack() const {
    std::ofstream(folder.path("secret")) << "https://hooks.example.org/secret\n";
    config::Receiver out;
    out.id = "team";
    out.kind = "slack";
    out.secret_file = folder.path("secret");
    out.language = "en";
    return out;
  }
  void put(int number, const std::string& event = "case.grew") {
    model::OutboxEntry entry;
    entry.id = "e" + std::to_string(100 + number);
    entry.receiver = "team";
    entry.event = event;
    entry.payload = R"({"type":")" + event + R"(","data":{"case":{"id":"c","official_name":"Official )" +
                    std::to_string(number) +
                    R"(","pattern":{"title":"T"},"page":"https://desk.example.org/cases/c"}}})";
    entry.due = clock.now();
    outbox.pending[entry.id] = entry;
  }
  /// As the daemon would, second by second.
  void pass(std::chrono::seconds time) {
    for (auto at = 0s; at < time; ++at) {
      asio::co_spawn(loop, sender.send_due(), asio::detached);
      loop.restart();
      loop.run();
      clock.advance(1s);
    }
  }
};

}  // namespace

TEST_CASE("beyond ten messages at once and sixty an hour people get one summary, and nothing is dropped") {
  Team team;
  for (int i = 0; i < 25; ++i) {
    team.put(i);
  }
  team.pass(20s);
  REQUIRE(team.fetcher.asked.size() == 10);
  const std::string summary = team.fetcher.asked.back().body;
  CHECK(summary.find("16 more messages at once") != std::string::npos);
  CHECK(summary.find("Official 24") != std::string::npos);
  CHECK(summary.find("https://desk.example.org|Open the queue") != std::string::npos);
  CHECK(team.outbox.pending.empty());
  REQUIRE(team.outbox.finished.size() == 25);
  CHECK(team.outbox.finished.back().state == model::DeliveryState::sent);
  CHECK(team.outbox.finished.back().entry.last_problem.starts_with("in summary "));
  CHECK(team.sender.counts().summed == 16);

  // The next ones wait for a place; a verdict does not.
  for (int i = 30; i < 34; ++i) {
    team.put(i);
  }
  team.put(40, "case.decided");
  team.pass(5s);
  REQUIRE(team.fetcher.asked.size() == 11);
  CHECK(team.fetcher.asked.back().body.find("Official 40") != std::string::npos);
  team.put(41, "case.corrected");
  team.pass(3s);
  REQUIRE(team.fetcher.asked.size() == 12);
  team.pass(60s);
  REQUIRE(team.fetcher.asked.size() == 13);
  CHECK(team.fetcher.asked.back().body.find("4 more messages at once") != std::string::npos);
  CHECK(team.outbox.pending.empty());

  // An hour of quiet fills the budget again.
  team.clock.advance(1h);
  for (int i = 50; i < 60; ++i) {
    team.put(i);
  }
  team.pass(20s);
  CHECK(team.fetcher.asked.size() == 23);
  CHECK(team.sender.counts().summed == 20);
}

TEST_CASE("a summary that fails comes again with all that it told of") {
  Team team;
  for (int i = 0; i < 12; ++i) {
    team.put(i);
  }
  team.pass(9s);
  REQUIRE(team.fetcher.asked.size() == 9);
  team.fetcher.script = {Answered{503}, Answered{200}};
  team.pass(2s);
  CHECK(team.fetcher.asked.size() == 10);
  CHECK(team.outbox.pending.size() == 3);
  team.pass(120s);
  CHECK(team.outbox.pending.empty());
  CHECK(team.outbox.finished.size() == 12);
}

TEST_CASE("quiet hours hold what is due and drop nothing") {
  Desk desk;
  desk.receiver.quiet = config::QuietHours{22 * 60, 7 * 60};  // the clock begins at 22:13 UTC
  alerts::Sender sender{
      desk.loop.get_executor(),
      desk.clock,
      desk.outbox,
      *alerts::make_channel(desk.receiver, {desk.loop.get_executor(), desk.clock, desk.fetcher, {}}),
      desk.receiver,
      [] { return 0.5; }};
  const auto send = [&] {
    asio::co_spawn(desk.loop, sender.send_due(), asio::detached);
    desk.loop.restart();
    desk.loop.run();
  };
  desk.put("a");
  send();
  desk.clock.advance(8h);
  send();
  CHECK(desk.fetcher.asked.empty());
  CHECK(desk.outbox.pending.contains("a"));
  desk.clock.advance(1h);
  send();
  CHECK(desk.fetcher.asked.size() == 1);
  CHECK(desk.outbox.finished.size() == 1);
}

TEST_CASE("what a silence holds back is listed as silenced, and goes out when a person says so") {
  Desk desk;
  alerts::Silence silence;
  silence.author = "olena";
  silence.reason = "known wave";
  silence.receiver = "desk";
  silence.until = desk.clock.now() + 1h;
  desk.outbox.held = {silence};
  desk.put("a");
  desk.outbox.pending["a"].case_id = "c1";
  desk.put("b");
  desk.outbox.pending["b"].case_id = "c1";
  desk.outbox.pending["b"].event = "case.corrected";
  desk.send();
  REQUIRE(desk.fetcher.asked.size() == 1);  // the correction alone
  REQUIRE(desk.outbox.finished.size() == 2);
  const model::Delivery held = desk.outbox.finished.front();
  CHECK(held.state == model::DeliveryState::silenced);
  CHECK(held.entry.last_problem.starts_with("silenced by olena until "));
  desk.outbox.pending["a"] = held.entry;  // alerts retry
  desk.send();
  CHECK(desk.fetcher.asked.size() == 2);
}
