#pragma once

#include "base/ids.hpp"
#include "crawler/fetch/fetcher.hpp"
#include "daemon/pipeline/gates.hpp"
#include "store/store.hpp"
#include "tests/store/opened_store.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <doctest/doctest.h>

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace qw::test {

inline const Time noon{Millis(1'764'158'400'000)};  // 2025-11-26T12:00Z

/// The net as a table: an address, its answers in turn (the last one stays). Addresses that nobody wrote down
/// are 404. Keeps what was asked.
class ScriptedNet : public fetch::Fetcher {
 public:
  explicit ScriptedNet(const Clock& clock) : clock_(clock) {}

  void answer(const std::string& url, int status, std::string body = "",
              std::vector<std::pair<std::string, std::string>> headers = {}) {
    fetch::Response response;
    response.status = status;
    response.body = response.wire_body = std::move(body);
    response.headers = std::move(headers);
    answers_[url].emplace_back(std::move(response));
  }
  void redirect(const std::string& url, std::string to) {
    answer(url, 301);
    answers_[url].back()->location = std::move(to);
  }
  void refuse(const std::string& url, Errc code) { answers_[url].emplace_back(fail(code, "scripted")); }

  boost::asio::awaitable<Result<fetch::Response>> fetch(fetch::Request request) override {
    asked.push_back(request);
    fetch::Response unknown;
    unknown.status = 404;
    Result<fetch::Response> out = std::move(unknown);
    if (const auto found = answers_.find(request.url); found != answers_.end()) {
      out = found->second.front();
      if (found->second.size() > 1) {
        found->second.erase(found->second.begin());
      }
    }
    if (out) {
      out->url = request.url;
      out->started = out->first_byte = out->finished = clock_.now();
    }
    co_return out;
  }
  void set_config(std::shared_ptr<const config::Crawl>) override {}
  void stop() override {}
  std::size_t in_flight() const override { return 0; }

  std::vector<std::string> urls() const {
    std::vector<std::string> out;
    for (const fetch::Request& each : asked) {
      out.push_back(each.url);
    }
    return out;
  }
  std::vector<fetch::Request> asked;

 private:
  const Clock& clock_;
  std::map<std::string, std::vector<Result<fetch::Response>>> answers_;
};

/// A store in a folder of its own, a clock that stands still, the loop and the pool for the disk.
struct LineRig {
  TempFolder folder;
  ManualClock clock{noon};
  std::unique_ptr<store::Store> store;
  boost::asio::io_context loop{1};
  boost::asio::thread_pool disk{1};
  ScriptedNet net{clock};

  LineRig() { store = opened_store(folder, clock); }
  LineRig(const LineRig&) = delete;
  LineRig& operator=(const LineRig&) = delete;
  ~LineRig() { disk.join(); }

  /// Turns the loop until `done` holds. What is waited for comes by itself; the bound is for a broken test.
  bool until(const std::function<bool()>& done) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    while (!done() && std::chrono::steady_clock::now() < end) {
      loop.restart();
      loop.run_one_for(std::chrono::milliseconds(20));
    }
    return done();
  }

  /// The value of a coroutine, run to its end.
  template <class T>
  T value_of(boost::asio::awaitable<T> work) {
    std::optional<T> out;
    spawn(std::move(work), out);
    REQUIRE(until([&] { return out.has_value(); }));
    return *std::move(out);
  }
  template <class T>
  void spawn(boost::asio::awaitable<T> work, std::optional<T>& into) {
    boost::asio::co_spawn(loop, keep(std::move(work), into), boost::asio::detached);
  }
  void finish(boost::asio::awaitable<void> work) {
    bool ended = false;
    boost::asio::co_spawn(loop, note(std::move(work), ended), boost::asio::detached);
    REQUIRE(until([&] { return ended; }));
  }

 private:
  template <class T>
  static boost::asio::awaitable<void> keep(boost::asio::awaitable<T> work, std::optional<T>& into) {
    T value = co_await std::move(work);
    into.emplace(std::move(value));
  }
  static boost::asio::awaitable<void> note(boost::asio::awaitable<void> work, bool& ended) {
    co_await std::move(work);
    ended = true;
  }
};

}  // namespace qw::test
