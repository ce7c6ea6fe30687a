#include "daemon/api/request_rules.hpp"

#include <doctest/doctest.h>

using namespace qw;

TEST_CASE("what two readers may understand differently is refused") {
  struct Row {
    const char* name;
    std::string head;
    bool fits;
  };
  const std::string get = "GET / HTTP/1.1\r\nHost: x\r\n";
  const Row rows[] = {
      {"plain", get + "\r\n", true},
      {"spaces around a value", "GET / HTTP/1.1\r\nHost: \t x \r\n\r\n", true},
      {"one length", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\n", true},
      {"bare LF", "GET / HTTP/1.1\nHost: x\r\n\r\n", false},
      {"bare LF in a field", get + "A: b\nC: d\r\n\r\n", false},
      {"bare CR", get + "A: b\rC: d\r\n\r\n", false},
      {"folded", get + "A: b\r\n c\r\n\r\n", false},
      {"space before the colon", get + "A : b\r\n\r\n", false},
      {"no name", get + ": b\r\n\r\n", false},
      {"control byte", get + "A: b\x01\r\n\r\n", false},
      {"NUL", get + std::string("A: b\0c\r\n\r\n", 10), false},
      {"two lengths", get + "Content-Length: 3\r\nContent-Length: 3\r\n\r\n", false},
      {"list of lengths", get + "Content-Length: 3, 3\r\n\r\n", false},
      {"signed length", get + "Content-Length: +3\r\n\r\n", false},
      {"endless length", get + "Content-Length: 99999999999999999999\r\n\r\n", false},
      {"chunked", get + "Transfer-Encoding: chunked\r\n\r\n", false},
      {"both", get + "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n", false},
      {"no host", "GET / HTTP/1.1\r\nA: b\r\n\r\n", false},
      {"two hosts", get + "Host: y\r\n\r\n", false},
      {"absolute form", "GET http://x/ HTTP/1.1\r\nHost: x\r\n\r\n", false},
      {"authority form", "CONNECT x:80 HTTP/1.1\r\nHost: x\r\n\r\n", false},
      {"asterisk", "OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n", false},
      {"HTTP/2", "GET / HTTP/2.0\r\nHost: x\r\n\r\n", false},
      {"HTTP/0.9", "GET /\r\nHost: x\r\n\r\n", false},
      {"two spaces", "GET  / HTTP/1.1\r\nHost: x\r\n\r\n", false},
      {"odd method", "G(T / HTTP/1.1\r\nHost: x\r\n\r\n", false},
      {"nothing", "\r\n", false},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    CHECK(api::read_head(row.head).has_value() == row.fits);
  }
  std::string many = get;
  for (int i = 0; i < 101; ++i) {
    many += "A" + std::to_string(i) + ": b\r\n";
  }
  CHECK_FALSE(api::read_head(many + "\r\n").has_value());
}

TEST_CASE("a path is decoded once and cannot leave its place") {
  const auto path = [](const char* raw) {
    const auto target = api::read_target(raw);
    return target ? target->path : std::string("refused");
  };
  CHECK(path("/") == "/");
  CHECK(path("/cases/%D0%B0?x=1") == "/cases/а");
  CHECK(path("/cases/") == "/cases");
  for (const char* raw : {"//evil.example", "/a//b", "/a/../b", "/a/%2e%2e/b", "/a/%2fb", "/a%5cb", "/a\\b",
                          "/%00", "/%", "/%4", "/%zz", "/%ff", "/a b", "/#a", "cases", ""}) {
    CAPTURE(raw);
    CHECK(path(raw) == "refused");
  }
  CHECK(path(("/" + std::string(3000, 'a')).c_str()) == "refused");
  CHECK(api::read_target("/?a=1&b=%D0%B0+b&a=2&&c")->query ==
        std::map<std::string, std::string>{{"a", "2"}, {"b", "а b"}, {"c", ""}});
}

TEST_CASE("the end of a head is found, and a bare line feed ends it at once") {
  CHECK_FALSE(api::end_of_head("GET / HTTP/1.1\r\nHost").has_value());
  CHECK(api::end_of_head("GET / HTTP/1.1\r\n\r\nbody") == 18);
  CHECK(api::end_of_head("GET / HTTP/1.1\nHost") == 15);
}

TEST_CASE("a cookie is taken by its whole name") {
  CHECK(api::cookie("a=1; qw-session=abc; b=2", "qw-session") == "abc");
  CHECK(api::cookie("xqw-session=abc", "qw-session").empty());
  CHECK(api::cookie("", "qw-session").empty());
  CHECK(api::cookie(";;=;qw-session", "qw-session").empty());
}
