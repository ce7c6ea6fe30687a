#include "crawler/fetch/address_guard.hpp"

#include "base/url.hpp"

#include <doctest/doctest.h>

#include <array>

using namespace qw;
using fetch::parse_address;
using fetch::why_not_public;

TEST_CASE("every special block is refused, first and last address") {
  constexpr auto refused = std::to_array<const char*>({
      "0.0.0.0",
      "0.255.255.255",
      "10.0.0.0",
      "10.255.255.255",
      "100.64.0.0",
      "100.127.255.255",
      "127.0.0.1",
      "127.255.255.255",
      "169.254.0.0",
      "169.254.169.254",
      "169.254.255.255",
      "172.16.0.0",
      "172.31.255.255",
      "192.0.0.0",
      "192.0.0.255",
      "192.0.2.0",
      "192.0.2.255",
      "192.31.196.1",
      "192.52.193.1",
      "192.88.99.1",
      "192.168.0.0",
      "192.168.255.255",
      "192.175.48.6",
      "198.18.0.0",
      "198.19.255.255",
      "198.51.100.7",
      "203.0.113.7",
      "224.0.0.1",
      "239.255.255.255",
      "240.0.0.0",
      "255.255.255.255",
      "::",
      "::1",
      "::2",
      "::10.0.0.1",
      "::ffff:127.0.0.1",
      "::ffff:8.8.8.8",
      "::ffff:0:8.8.8.8",
      "64:ff9b::a00:1",
      "64:ff9b::808:808",
      "64:ff9b:1::1",
      "100::1",
      "100:0:0:1::1",
      "2001::1",
      "2001:0:53aa:64c:0:0:f5ff:fffe",
      "2001:2::1",
      "2001:10::1",
      "2001:20::1",
      "2001:1ff:ffff::1",
      "2001:db8::1",
      "2002:7f00:1::",
      "2002:808:808::1",
      "2620:4f:8000::1",
      "3fff::1",
      "3fff:fff:ffff::1",
      "4000::1",
      "5f00::1",
      "8000::1",
      "fc00::1",
      "fdff::1",
      "fe80::1",
      "febf::1",
      "fec0::1",
      "ff02::1",
      "ffff::1",
      "1fff::1",
  });
  for (const char* text : refused) {
    CAPTURE(text);
    const auto address = parse_address(text);
    REQUIRE(address);
    CHECK(why_not_public(*address));
  }
}

TEST_CASE("their neighbours are public") {
  constexpr auto open = std::to_array<const char*>({
      "1.0.0.0",         "9.255.255.255",   "11.0.0.0",         "100.63.255.255",  "100.128.0.0",
      "126.255.255.255", "128.0.0.0",       "169.253.255.255",  "169.255.0.0",     "172.15.255.255",
      "172.32.0.0",      "191.255.255.255", "192.0.1.0",        "192.0.3.0",       "192.167.255.255",
      "192.169.0.0",     "198.17.255.255",  "198.20.0.0",       "223.255.255.255", "8.8.8.8",
      "2000::1",         "2001:200::1",     "2001:db7:ffff::1", "2001:db9::1",     "2003::1",
      "2a01:4f8::1",     "3ffe::1",         "3fff:1000::1",
  });
  for (const char* text : open) {
    CAPTURE(text);
    CHECK_FALSE(why_not_public(*parse_address(text)));
  }
}

TEST_CASE("what is no plain literal is no address") {
  for (const char* text :
       {"", "localhost", "127.1", "2130706433", "0x7f000001", "fe80::1%eth0", "1.2.3.4:80", "::g", "[::1"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_address(text));
  }
  CHECK(parse_address("[::1]")->text() == "::1");
}

TEST_CASE("odd spellings of an address become the address before they are judged") {
  struct Row {
    const char* spelling;
    const char* host;
  };
  constexpr auto rows = std::to_array<Row>({
      {"http://2130706433/", "127.0.0.1"},
      {"http://0x7f000001/", "127.0.0.1"},
      {"http://0177.0.0.1/", "127.0.0.1"},
      {"http://127.1/", "127.0.0.1"},
      {"http://127.0.1/", "127.0.0.1"},
      {"http://0x7f.0x0.0x0.0x1/", "127.0.0.1"},
      {"http://127.0.0.1./", "127.0.0.1"},
      {"http://%31%32%37.0.0.1/", "127.0.0.1"},
      {"http://１２７.0.0.1/", "127.0.0.1"},
      {"http://127。0。0。1/", "127.0.0.1"},
      {"http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/", "localhost"},
      {"http://[0:0:0:0:0:ffff:7f00:1]/", "[::ffff:127.0.0.1]"},
      {"http://[0000:0000::0001]/", "[::1]"},
      {"http:\\\\127.0.0.1\\", "127.0.0.1"},
      {"http:/127.0.0.1/", "127.0.0.1"},
      {"http://user@127.0.0.1@127.0.0.1/", "127.0.0.1"},
      {"http://news.example@127.0.0.1/", "127.0.0.1"},
      {"http://127.0.0.1#@news.example/", "127.0.0.1"},
      {"http://127.0.0.1?@news.example/", "127.0.0.1"},
      {"http://127.0.0.1\\@news.example/", "127.0.0.1"},
      {"\t http://127.\n0.0.1/", "127.0.0.1"},
  });
  for (const Row& row : rows) {
    CAPTURE(row.spelling);
    const auto url = parse_url(row.spelling);
    REQUIRE(url);
    CHECK(url->host == row.host);
  }
  for (const char* bad :
       {"http://256.0.0.1/", "http://1.2.3.4.5/", "http://0x/", "http://127.0.0.08/", "http://[::1/",
        "http://[::1%25lo]/", "http://a b/", "http://a%00b/", "http:///", "http://a:99999/", "http://a:0/",
        "http://a:8o/", "gopher://a/", "file:///etc/passwd", "//a/", "javascript:x"}) {
    CAPTURE(bad);
    if (std::string_view(bad) == "http://0x/") {
      CHECK(parse_url(bad)->host == "0.0.0.0");  // as browsers read it; refused as "this network"
    } else {
      CHECK_FALSE(parse_url(bad));
    }
  }
}

TEST_CASE("an exception is exactly the literal address that is configured, and our own addresses are none") {
  fetch::Guard guard;
  guard.allowed.push_back(*parse_address("127.0.0.1"));
  guard.own.push_back(*parse_address("8.8.8.8"));
  CHECK(guard.why_not(*parse_address("127.0.0.1")).empty());
  CHECK_FALSE(guard.why_not(*parse_address("127.0.0.2")).empty());
  CHECK_FALSE(guard.why_not(*parse_address("::ffff:127.0.0.1")).empty());
  CHECK_FALSE(guard.why_not(*parse_address("8.8.8.8")).empty());
  CHECK(guard.why_not(*parse_address("8.8.4.4")).empty());
}
