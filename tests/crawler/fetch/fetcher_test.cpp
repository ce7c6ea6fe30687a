#include "fetch_rig.hpp"

#include <doctest/doctest.h>

#include <chrono>

using namespace qw;
using qw::test::answer;
using qw::test::FetchRig;
using qw::test::LoopbackServer;
using qw::test::Script;

TEST_CASE("an answer comes back with heads, bytes and peer") {
  FetchRig rig;
  LoopbackServer server(rig.io, [](const std::string&) -> Script {
    return {answer("hello", "Content-Type: text/plain\r\nX-Two: a\r\nX-Two: b\r\n")};
  });
  rig.allow("site.test", server.port());
  const auto got = rig.get(server.url("/a?b=1#c"));
  REQUIRE_MESSAGE(got, got.error().text());
  CHECK(got->status == 200);
  CHECK(got->body == "hello");
  CHECK(got->wire_body == "hello");
  CHECK(got->header("content-type") == "text/plain");
  CHECK(got->header("x-two") == "a");
  CHECK(got->address == "127.0.0.1");
  CHECK(got->http_version == "1.1");
  CHECK(got->response_head.starts_with("HTTP/1.1 200 OK\r\n"));
  CHECK(got->response_head.ends_with("\r\n\r\n"));
  CHECK(got->request_head == server.requests.front());
  CHECK(got->request_head.starts_with("GET /a?b=1 HTTP/1.1\r\n"));
  CHECK(got->request_head.contains("\r\nFrom: desk@example.org\r\n"));
  CHECK(got->request_head.contains("(+desk@example.org)"));
  CHECK(got->request_head.contains("\r\nAccept-Encoding: gzip, deflate, br, zstd\r\n"));
  CHECK_FALSE(got->truncated);
  CHECK(got->problem.empty());
  CHECK(got->first_byte >= got->started);
}

TEST_CASE("validators are sent unchanged and 304 has no body") {
  FetchRig rig;
  LoopbackServer server(rig.io, [](const std::string& request) -> Script {
    const bool same = request.contains("If-None-Match: W/\"x y\"\r\n") &&
                      request.contains("If-Modified-Since: Tue, 24 Nov 2026 20:00:00 GMT\r\n");
    return {{same ? "HTTP/1.1 304 Not Modified\r\nETag: W/\"x y\"\r\n\r\n"
                  : "HTTP/1.1 500 X\r\nContent-Length: 0\r\n\r\n"}};
  });
  rig.allow("site.test", server.port());
  fetch::Request request;
  request.url = server.url("/feed");
  request.etag = "W/\"x y\"";
  request.last_modified = "Tue, 24 Nov 2026 20:00:00 GMT";
  const auto got = rig.fetch(request);
  REQUIRE(got);
  CHECK(got->status == 304);
  CHECK(got->body.empty());
}

TEST_CASE("a redirect is one hop with its absolute target, which is judged when it is asked for") {
  FetchRig rig;
  LoopbackServer server(rig.io, [](const std::string& request) -> Script {
    if (request.starts_with("GET /inward")) {
      return {answer("", "Location: http://169.254.169.254/latest\r\n", "302 Found")};
    }
    if (request.starts_with("GET /file")) {
      return {answer("", "Location: file:///etc/passwd\r\n", "302 Found")};
    }
    return {answer("", "Location: ../b?c=%D0\r\n", "301 Moved Permanently")};
  });
  rig.allow("site.test", server.port());
  const auto near = rig.get(server.url("/x/y/a"));
  REQUIRE(near);
  CHECK(near->status == 301);
  CHECK(near->location == server.url("/x/b?c=%D0"));
  const auto inward = rig.get(server.url("/inward"));
  REQUIRE(inward);
  CHECK(inward->location == "http://169.254.169.254/latest");
  const auto next = rig.get(inward->location);
  REQUIRE_FALSE(next);
  CHECK(next.error().code == Errc::refused);
  CHECK(next.error().what.contains("link-local"));
  const auto file = rig.get(server.url("/file"));
  REQUIRE(file);
  CHECK(file->location.empty());
  CHECK(file->problem.contains("neither http nor https"));
}

TEST_CASE("ports other than 80 and 443 need a resolve entry") {
  FetchRig rig;
  LoopbackServer server(rig.io, [](const std::string&) -> Script { return {answer("x")}; });
  const auto got = rig.get(server.url("/"));
  REQUIRE_FALSE(got);
  CHECK(got.error().code == Errc::refused);
  CHECK(server.connections == 0);
}

TEST_CASE("limits of the body cut it and name their key") {
  FetchRig rig;
  rig.crawl.most_wire_bytes = 1000;
  LoopbackServer server(rig.io, [](const std::string& request) -> Script {
    if (request.starts_with("GET /endless")) {
      return {{"HTTP/1.1 200 OK\r\n\r\n"}, {std::string(500, 'x'), Millis(0), 100'000}};
    }
    return {answer(std::string(1000, 'y'))};
  });
  rig.allow("site.test", server.port());
  const auto cut = rig.get(server.url("/endless"));
  REQUIRE(cut);
  CHECK(cut->truncated);
  CHECK(cut->problem.contains("crawl.most_wire_bytes"));
  CHECK(cut->wire_body.size() == 1000);
  const auto whole = rig.get(server.url("/just"));
  REQUIRE(whole);
  CHECK_FALSE(whole->truncated);
}

TEST_CASE("a connection that closes early leaves a part that says so") {
  FetchRig rig;
  LoopbackServer server(rig.io, [](const std::string& request) -> Script {
    if (request.starts_with("GET /nothing")) {
      return {{"", Millis(0), 1, true}};
    }
    return {{"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf", Millis(0), 1, true}};
  });
  rig.allow("site.test", server.port());
  const auto part = rig.get(server.url("/part"));
  REQUIRE(part);
  CHECK(part->truncated);
  CHECK(part->body == "half");
  CHECK(part->problem.contains("closed"));
  const auto nothing = rig.get(server.url("/nothing"));
  REQUIRE_FALSE(nothing);
  CHECK(nothing.error().code == Errc::unreachable);
}

TEST_CASE("slow heads, slow bodies and endless bodies run into a clock") {
  FetchRig rig;
  rig.crawl.connect_timeout = Millis(100);
  rig.crawl.first_byte_timeout = Millis(200);
  rig.crawl.total_timeout = Millis(1500);
  LoopbackServer server(rig.io, [](const std::string& request) -> Script {
    if (request.starts_with("GET /silent")) {
      return {{"x", Millis(5000)}};
    }
    if (request.starts_with("GET /slow")) {
      return {{"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"}, {"x", Millis(50), 1000}};
    }
    return {{"HTTP/1.1 200 OK\r\n\r\n"}, {std::string(1000, 'x'), Millis(10), 100'000}};
  });
  rig.allow("site.test", server.port());
  rig.tuning.connections_a_host = 8;
  std::vector<fetch::Request> requests(3);
  requests[0].url = server.url("/silent");
  requests[1].url = server.url("/slow");
  requests[2].url = server.url("/endless");
  const auto begun = std::chrono::steady_clock::now();
  const auto got = rig.fetch_all(requests);
  for (const auto& each : got) {
    REQUIRE_FALSE(each);
    CHECK(each.error().code == Errc::timed_out);
  }
  CHECK(got[0].error().what.contains("first_byte_timeout"));
  CHECK(got[1].error().what.contains("least_speed"));
  CHECK(got[2].error().what.contains("total_timeout"));
  CHECK(std::chrono::steady_clock::now() - begun < std::chrono::seconds(4));
}

TEST_CASE("header floods are refused by number and by size") {
  FetchRig rig;
  LoopbackServer server(rig.io, [](const std::string& request) -> Script {
    if (request.starts_with("GET /many")) {
      return {{"HTTP/1.1 200 OK\r\n"}, {"Set-Cookie: a=b\r\n", Millis(0), 10'000}};
    }
    if (request.starts_with("GET /early")) {
      return {{"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n", Millis(0), 2000}};
    }
    return {{"HTTP/1.1 200 OK\r\n"}, {"X: " + std::string(5000, 'y') + "\r\n", Millis(0), 100}};
  });
  rig.allow("site.test", server.port());
  for (const char* path : {"/many", "/large", "/early"}) {
    const auto got = rig.get(server.url(path));
    REQUIRE_FALSE(got);
    CHECK(got.error().code == Errc::too_big);
  }
}

TEST_CASE("an interim answer is not the answer") {
  FetchRig rig;
  LoopbackServer server(rig.io, [](const std::string&) -> Script {
    return {{"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n"}, answer("body")};
  });
  rig.allow("site.test", server.port());
  const auto got = rig.get(server.url("/"));
  REQUIRE(got);
  CHECK(got->status == 200);
  CHECK(got->header("link").empty());
  CHECK(got->response_head.starts_with("HTTP/1.1 200"));
}

TEST_CASE("what is not HTTP is malformed") {
  FetchRig rig;
  LoopbackServer server(rig.io, [](const std::string&) -> Script {
    return {{"SSH-2.0-OpenSSH_9.2\r\n\r\n", Millis(0), 1, true}};
  });
  rig.allow("site.test", server.port());
  const auto got = rig.get(server.url("/"));
  REQUIRE_FALSE(got);
  CHECK(got.error().code == Errc::malformed);
}

TEST_CASE("nobody listens: unreachable") {
  FetchRig rig;
  std::uint16_t port = 0;
  {
    LoopbackServer gone(rig.io, [](const std::string&) -> Script { return {}; });
    port = gone.port();
    gone.stop();
    rig.io.poll();
    rig.io.restart();
  }
  rig.allow("site.test", port);
  const auto got = rig.get("http://site.test:" + std::to_string(port) + "/");
  REQUIRE_FALSE(got);
  CHECK(got.error().code == Errc::unreachable);
}

TEST_CASE("a header with a line end never reaches the wire") {
  FetchRig rig;
  LoopbackServer server(rig.io, [](const std::string&) -> Script { return {answer("x")}; });
  rig.allow("site.test", server.port());
  fetch::Request request;
  request.url = server.url("/");
  request.etag = "\"a\"\r\nX-Bad: 1";
  const auto got = rig.fetch(request);
  REQUIRE_FALSE(got);
  CHECK(got.error().code == Errc::usage);
  CHECK(server.connections == 0);
}

TEST_CASE("a request that could not leave in its turn does not leave at all") {
  FetchRig rig;
  LoopbackServer server(rig.io, [](const std::string& /*request*/) { return Script{answer("late")}; });
  rig.allow("site.test", server.port());
  fetch::Request request;
  request.url = server.url("/");
  request.leave_within = Millis(-1);
  const auto late = rig.fetch(request);
  REQUIRE_FALSE(late);
  CHECK(late.error().code == Errc::busy);
  CHECK(server.requests.empty());
  request.leave_within = Millis(5000);
  const auto in_time = rig.fetch(request);
  REQUIRE(in_time);
  CHECK(in_time->sent >= in_time->started);
  CHECK(in_time->sent <= in_time->first_byte);
}
