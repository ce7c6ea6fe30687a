#include "daemon/alerts/sender.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <doctest/doctest.h>

#include <chrono>
#include <deque>
#include <map>

using namespace qw;
using namespace std::chrono_literals;
namespace asio = boost::asio;

namespace {

/// Answers from a script; the last answer stays.
class ScriptedFetcher : public fetch::Fetcher {
 public:
  std::deque<Result<int>> script;
  std::vector<fetch::Request> asked;

  asio::awaitable<Result<fetch::Response>> fetch(fetch::Request request) override {
    asked.push_back(std::move(request));
    const Result<int> status = script.front();
    if (script.size() > 1) {
      script.pop_front();
    }
    if (!status) {
      co_return std::unexpected(status.error());
    }
    fetch::Response response;
    response.status = *status;
    co_return response;
  }
  void set_config(std::shared_ptr<const config::Crawl> /*crawl*/) override {}
  void stop() override {}
  std::size_t in_flight() const override { return 0; }
};

class OutboxInMemory : public alerts::Outbox {
 public:
  std::map<std::string, model::OutboxEntry> pending;
  std::vector<model::Delivery> finished;
  std::string why_disabled;

  asio::awaitable<Result<std::vector<model::OutboxEntry>>> due(std::string /*receiver*/, Time now,
                                                               std::size_t most) override {
    std::vector<model::OutboxEntry> out;
    for (const auto& [id, entry] : pending) {
      if (entry.due <= now && out.size() < most) {
        out.push_back(entry);
      }
    }
    co_return out;
  }
  asio::awaitable<Result<std::optional<Time>>> next(std::string /*receiver*/) override {
    std::optional<Time> soonest;
    for (const auto& [id, entry] : pending) {
      soonest = soonest ? std::min(*soonest, entry.due) : entry.due;
    }
    co_return soonest;
  }
  asio::awaitable<Result<>> finish(model::Delivery delivery) override {
    if (delivery.state == model::DeliveryState::pending) {
      pending[delivery.entry.id] = delivery.entry;
    } else {
      pending.erase(delivery.entry.id);
      finished.push_back(std::move(delivery));
    }
    co_return Result<>{};
  }
  asio::awaitable<Result<std::string>> disabled(std::string /*receiver*/) override { co_return why_disabled; }
  asio::awaitable<Result<>> disable(std::string /*receiver*/, std::string why) override {
    why_disabled = std::move(why);
    co_return Result<>{};
  }
};

config::Receiver hook() {
  config::Receiver receiver;
  receiver.id = "desk";
  receiver.kind = "webhook";
  receiver.url = "http://127.0.0.1:9/hook";
  receiver.address = "127.0.0.1";
  return receiver;
}

struct Desk {
  asio::io_context loop{1};
  ManualClock clock{Time(1'700'000'000'000ms)};
  ScriptedFetcher fetcher;
  OutboxInMemory outbox;
  config::Receiver receiver = hook();
  alerts::Sender sender{loop.get_executor(), clock, outbox, fetcher, receiver, {std::string(24, 'k')},
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
  desk.fetcher.script = {200};
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
  desk.fetcher.script = {fail(Errc::unreachable, "connection refused"), 200};
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
  desk.fetcher.script = {503};
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
  desk.fetcher.script = {410};
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
