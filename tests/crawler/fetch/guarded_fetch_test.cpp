#include "fetch_rig.hpp"
#include "packed.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/steady_timer.hpp>
#include <doctest/doctest.h>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <latch>
#include <thread>

using namespace qw;
using qw::test::answer;
using qw::test::FetchRig;
using qw::test::LoopbackServer;
using qw::test::Script;
namespace asio = boost::asio;

namespace {

/// A DNS that says what the test wants, another thing each time.
class ScriptedNames : public fetch::NameService {
 public:
  using Answer = Result<std::vector<fetch::Address>>;
  explicit ScriptedNames(std::vector<std::vector<const char*>> answers) : answers_(std::move(answers)) {}

  Answer lookup(const std::string& /*host*/) override {
    const std::size_t turn = asked++;
    std::vector<fetch::Address> out;
    for (const char* text : answers_.at(std::min(turn, answers_.size() - 1))) {
      out.push_back(*fetch::parse_address(text));
    }
    return out;
  }
  std::atomic<std::size_t> asked = 0;

 private:
  std::vector<std::vector<const char*>> answers_;
};

class FailingNames : public fetch::NameService {
 public:
  explicit FailingNames(Errc code) : code_(code) {}
  Result<std::vector<fetch::Address>> lookup(const std::string& /*host*/) override {
    ++asked;
    return fail(code_, "no answer");
  }
  std::atomic<std::size_t> asked = 0;

 private:
  Errc code_;
};

/// Answers only when the test lets it.
class HangingNames : public fetch::NameService {
 public:
  Result<std::vector<fetch::Address>> lookup(const std::string& /*host*/) override {
    released.wait();
    return fail(Errc::busy, "late");
  }
  std::latch released{1};
};

Errc code_of(const Result<fetch::Response>& response) {
  REQUIRE_FALSE(response);
  return response.error().code;
}

}  // namespace

TEST_CASE("edge 43: literal inward addresses are refused, in each spelling, and nothing is connected") {
  FetchRig rig;
  for (const char* url : {"http://127.0.0.1/", "http://2130706433/", "http://[::ffff:10.0.0.1]/",
                          "http://169.254.169.254/", "http://[::1]/", "http://0/", "http://[64:ff9b::a00:1]/",
                          "http://192.168.1.1:443/", "https://[fe80::1]/"}) {
    CAPTURE(url);
    CHECK(code_of(rig.get(url)) == Errc::refused);
  }
  CHECK(code_of(rig.get("http://93.184.215.14:6379/")) == Errc::refused);
  CHECK(code_of(rig.get("ftp://93.184.215.14/")) == Errc::refused);
}

TEST_CASE("a name that leads inward is refused, and a mixed answer keeps its public part") {
  FetchRig inward;
  inward.tuning.names =
      std::make_shared<ScriptedNames>(std::vector<std::vector<const char*>>{{"10.0.0.7", "fd00::7"}});
  const auto refused = inward.get("http://intranet.example/");
  CHECK(code_of(refused) == Errc::refused);
  CHECK(refused.error().what.contains("intranet.example"));
}

TEST_CASE("edge 44: a name that answers public, then private, is asked once and judged each time") {
  FetchRig rig;
  const auto names = std::make_shared<ScriptedNames>(
      std::vector<std::vector<const char*>>{{"127.0.0.1"}, {"93.184.215.14"}, {"127.0.0.1"}});
  rig.tuning.names = names;
  for (int i = 0; i < 5; ++i) {
    CHECK(code_of(rig.get("http://rebind.example/")) == Errc::refused);
  }
  CHECK(names->asked == 1);
}

TEST_CASE("a resolve entry is good for its host, address and port alone") {
  FetchRig rig;
  LoopbackServer server(rig.io, [](const std::string&) -> Script { return {answer("x")}; });
  LoopbackServer other(rig.io, [](const std::string&) -> Script { return {answer("x")}; });
  rig.allow("site.test", server.port());
  rig.tuning.names = std::make_shared<ScriptedNames>(std::vector<std::vector<const char*>>{{"127.0.0.1"}});
  CHECK(rig.get(server.url("/")));
  const std::string port = std::to_string(server.port());
  CHECK(code_of(rig.get("http://site.test:" + std::to_string(other.port()) + "/")) == Errc::refused);
  CHECK(code_of(rig.get("http://other.test:" + port + "/")) == Errc::refused);
  CHECK(code_of(rig.get("http://127.0.0.1:" + port + "/")) == Errc::refused);
  CHECK(code_of(rig.get("http://site.test/")) == Errc::refused);
  CHECK(other.connections == 0);
}

TEST_CASE("a receiver's literal address is its own exception, on any port, and never the crawler's") {
  FetchRig rig;
  LoopbackServer server(rig.io, [](const std::string&) -> Script { return {answer("ok")}; });
  fetch::Request request;
  request.url = "http://127.0.0.1:" + std::to_string(server.port()) + "/hook";
  request.purpose = fetch::Purpose::receiver;
  CHECK(code_of(rig.fetch(request)) == Errc::refused);
  request.allowed_address = "127.0.0.2";
  CHECK(code_of(rig.fetch(request)) == Errc::refused);
  CHECK(server.connections == 0);
  request.allowed_address = "127.0.0.1";
  request.method = "POST";
  request.body = "{}";
  const auto got = rig.fetch(request);
  REQUIRE(got);
  CHECK(server.requests.back().starts_with("POST /hook"));
  // The connection is still open and pooled: the crawler must not get through on it.
  fetch::Request crawl;
  crawl.url = request.url;
  CHECK(code_of(rig.fetch(crawl)) == Errc::refused);
  CHECK(server.requests.size() == 1);
}

TEST_CASE("an exception that was taken back does not live on in a pooled connection") {
  FetchRig rig;
  LoopbackServer server(rig.io, [](const std::string&) -> Script { return {answer("x")}; });
  rig.allow("site.test", server.port());
  REQUIRE(rig.get(server.url("/")));
  config::Crawl without = rig.crawl;
  without.resolve.clear();
  rig.fetcher->set_config(std::make_shared<config::Crawl>(without));
  CHECK(code_of(rig.get(server.url("/"))) == Errc::refused);
  CHECK(server.requests.size() == 1);
}

TEST_CASE("proxies of the environment are not used") {
  FetchRig rig;
  LoopbackServer server(rig.io, [](const std::string&) -> Script { return {answer("direct")}; });
  LoopbackServer proxy(rig.io, [](const std::string&) -> Script { return {answer("proxied")}; });
  rig.allow("site.test", server.port());
  const std::string address = "http://127.0.0.1:" + std::to_string(proxy.port());
  for (const char* name : {"http_proxy", "all_proxy", "HTTPS_PROXY", "ALL_PROXY"}) {
    setenv(name, address.c_str(), 1);  // NOLINT(concurrency-mt-unsafe): the test has one thread here
  }
  const auto got = rig.get(server.url("/"));
  for (const char* name : {"http_proxy", "all_proxy", "HTTPS_PROXY", "ALL_PROXY"}) {
    unsetenv(name);  // NOLINT(concurrency-mt-unsafe): the loop's thread has ended
  }
  REQUIRE(got);
  CHECK(got->body == "direct");
  CHECK(proxy.connections == 0);
}

TEST_CASE("DNS: no such name, silent servers and hanging ones end in time") {
  FetchRig none;
  const auto names = std::make_shared<FailingNames>(Errc::not_found);
  none.tuning.names = names;
  CHECK(code_of(none.get("http://gone.example/")) == Errc::unreachable);
  CHECK(code_of(none.get("http://gone.example/")) == Errc::unreachable);
  CHECK(names->asked == 1);

  FetchRig hanging;
  const auto slow = std::make_shared<HangingNames>();
  hanging.tuning.names = slow;
  hanging.tuning.dns_timeout = Millis(100);
  const auto begun = std::chrono::steady_clock::now();
  CHECK(code_of(hanging.get("http://slow.example/")) == Errc::timed_out);
  CHECK(std::chrono::steady_clock::now() - begun < std::chrono::seconds(3));
  slow->released.count_down();
}

TEST_CASE("packed bodies come decoded, with the wire bytes kept") {
  const std::string text(5000, 'q');
  const std::string packed = test::brotlied(text);
  FetchRig rig;
  LoopbackServer server(rig.io, [&](const std::string& request) -> Script {
    return {request.starts_with("GET /two") ? answer(packed, "Content-Encoding: gzip, br\r\n")
                                            : answer(packed, "Content-Encoding: br\r\n")};
  });
  rig.allow("site.test", server.port());
  const auto got = rig.get(server.url("/"));
  REQUIRE(got);
  CHECK(got->body == text);
  CHECK(got->wire_body == packed);
  CHECK(got->content_encoding == "br");
  const auto two = rig.get(server.url("/two"));
  REQUIRE(two);
  CHECK(two->truncated);
  CHECK(two->body.empty());
  CHECK(two->wire_body == packed);
}

TEST_CASE("edges 49 and 50: connections come and go, numbers come again, every answer finds its owner") {
  FetchRig rig;
  rig.tuning.connections_a_host = 4;
  LoopbackServer server(rig.io, [](const std::string& request) -> Script {
    const std::string path = request.substr(4, request.find(' ', 4) - 4);
    const bool closes = path.size() % 3 == 0;
    return {{"HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(path.size()) + "\r\n" +
                 (closes ? "Connection: close\r\n" : "") + "\r\n" + path,
             Millis(static_cast<int>(path.size() % 4)), 1, closes}};
  });
  rig.allow("site.test", server.port());
  for (int round = 0; round < 5; ++round) {
    std::vector<fetch::Request> requests(40);
    for (std::size_t i = 0; i < requests.size(); ++i) {
      requests[i].url = server.url("/" + std::string(i, 'p') + std::to_string(round));
    }
    const auto got = rig.fetch_all(requests);
    for (std::size_t i = 0; i < got.size(); ++i) {
      REQUIRE_MESSAGE(got[i], got[i].error().text());
      CHECK(got[i]->body == "/" + std::string(i, 'p') + std::to_string(round));
    }
  }
  CHECK(server.connections > 5);
}

TEST_CASE("edge 51: stop with 40 transfers and a hanging resolver ends at once") {
  FetchRig rig;
  const auto slow = std::make_shared<HangingNames>();
  rig.tuning.names = slow;
  rig.tuning.connections_a_host = 40;
  LoopbackServer server(rig.io, [](const std::string&) -> Script { return {{"x", Millis(60'000)}}; });
  rig.allow("site.test", server.port());
  rig.start();
  std::vector<fetch::Request> requests(45);
  for (std::size_t i = 0; i < requests.size(); ++i) {
    requests[i].url =
        i < 40 ? server.url("/" + std::to_string(i)) : "http://slow" + std::to_string(i) + ".example/";
  }
  asio::steady_timer timer(rig.io, Millis(200));
  timer.async_wait([&](const boost::system::error_code&) {
    CHECK(rig.fetcher->in_flight() == 45);
    rig.fetcher->stop();
  });
  const auto begun = std::chrono::steady_clock::now();
  for (const auto& each : rig.fetch_all(requests)) {
    CHECK(code_of(each) == Errc::cancelled);
  }
  CHECK(std::chrono::steady_clock::now() - begun < std::chrono::seconds(3));
  CHECK(rig.fetcher->in_flight() == 0);
  CHECK(code_of(rig.get(server.url("/"))) == Errc::cancelled);
  slow->released.count_down();
}

namespace {

asio::awaitable<void> fetch_one(fetch::Fetcher& fetcher, fetch::Request request, std::optional<Errc>& code) {
  const auto got = co_await fetcher.fetch(std::move(request));
  code = got ? std::optional<Errc>() : got.error().code;
}

}  // namespace

TEST_CASE("a cancelled coroutine takes its transfer along") {
  FetchRig rig;
  LoopbackServer server(rig.io, [](const std::string&) -> Script { return {{"x", Millis(60'000)}}; });
  rig.allow("site.test", server.port());
  rig.start();
  fetch::Request request;
  request.url = server.url("/");
  std::optional<Errc> code;
  asio::cancellation_signal signal;
  bool ended = false;
  asio::co_spawn(
      rig.io, fetch_one(*rig.fetcher, request, code),
      asio::bind_cancellation_slot(signal.slot(), [&](const std::exception_ptr&) { ended = true; }));
  asio::steady_timer timer(rig.io, Millis(100));
  timer.async_wait([&](const boost::system::error_code&) { signal.emit(asio::cancellation_type::terminal); });
  while (!ended) {
    rig.io.run_one();
  }
  CHECK(code == Errc::cancelled);
  CHECK(rig.fetcher->in_flight() == 0);
}

TEST_CASE("a fetcher may go while its coroutines wait, and an io_context with both") {
  auto io = std::make_unique<asio::io_context>(1);
  LoopbackServer server(*io, [](const std::string&) -> Script { return {{"x", Millis(60'000)}}; });
  auto crawl = std::make_shared<config::Crawl>();
  crawl->resolve.push_back({"site.test", "127.0.0.1", server.port()});
  std::optional<Errc> first, second;
  fetch::Request request;
  request.url = server.url("/");
  auto fetcher = fetch::make_fetcher(io->get_executor(), system_clock(), crawl, {});
  asio::co_spawn(*io, fetch_one(*fetcher, request, first), [](const std::exception_ptr&) {});
  io->run_for(Millis(50));
  fetcher.reset();
  io->restart();
  io->run_for(Millis(50));
  CHECK(first == Errc::cancelled);
  fetcher = fetch::make_fetcher(io->get_executor(), system_clock(), crawl, {});
  asio::co_spawn(*io, fetch_one(*fetcher, request, second), [](const std::exception_ptr&) {});
  io->restart();
  io->run_for(Millis(50));
  server.stop();
  fetcher.reset();
}

TEST_CASE("200 stuck hosts do not slow 20 good ones") {
  FetchRig rig;
  rig.crawl.connect_timeout = Millis(500);
  rig.crawl.first_byte_timeout = Millis(2000);
  rig.crawl.total_timeout = Millis(8000);
  rig.tuning.patience = Millis(200);
  LoopbackServer stuck(rig.io, [](const std::string&) -> Script { return {{"x", Millis(60'000)}}; });
  LoopbackServer good(rig.io, [](const std::string&) -> Script { return {answer("x")}; });
  rig.start();
  std::vector<fetch::Request> requests;
  for (int i = 0; i < 200; ++i) {
    const std::string host = "stuck" + std::to_string(i) + ".test";
    rig.allow(host, stuck.port());
    requests.emplace_back().url = "http://" + host + ":" + std::to_string(stuck.port()) + "/";
  }
  for (int i = 0; i < 20; ++i) {
    const std::string host = "good" + std::to_string(i) + ".test";
    rig.allow(host, good.port());
    requests.emplace_back().url = "http://" + host + ":" + std::to_string(good.port()) + "/";
  }
  rig.start();
  const auto got = rig.fetch_all(requests);
  Time last{};
  Time begun = got.back()->started;
  for (std::size_t i = 200; i < 220; ++i) {
    REQUIRE(got[i]);
    last = std::max(last, got[i]->finished);
    begun = std::min(begun, got[i]->started);
  }
  CHECK(last - begun < Millis(3000));
}

TEST_CASE("a stopped fetcher leaves nothing that keeps the loop alive, pooled connections included") {
  asio::io_context server_io{1};  // its own, since it waits for ever
  LoopbackServer server(
      server_io, [](const std::string& /*request*/) { return Script{answer(std::string(200'000, 'x'))}; });
  std::thread serving([&] { server_io.run(); });
  FetchRig rig;
  rig.tuning.connections_a_host = 16;
  rig.allow("site.test", server.port());
  fetch::Request request;
  request.url = server.url("/");
  for (int turn = 0; turn < 20; ++turn) {
    for (const auto& response : rig.fetch_all(std::vector<fetch::Request>(16, request))) {
      CHECK(response);
    }
  }
  rig.fetcher->stop();
  rig.io.restart();
  rig.io.run_for(std::chrono::seconds(2));
  CHECK(rig.io.stopped());
  server_io.stop();
  serving.join();
}
