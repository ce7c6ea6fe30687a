#include "crawler/fetch/decode_body.hpp"

#include "packed.hpp"

#include <doctest/doctest.h>

#include <array>
#include <string>
#include <utility>

using namespace qw;
using fetch::decode_body;
using namespace qw::test;

namespace {

constexpr std::uint64_t most = 32U << 20U;

std::string news() {
  std::string out;
  for (int i = 0; i < 3000; ++i) {
    out += "строка " + std::to_string(i * 7919 % 1000) + "\n";
  }
  return out;
}

using Packed = std::pair<const char*, std::string>;
std::array<Packed, 5> all_of(std::string_view text) {
  return {Packed{"gzip", gzipped(text)}, Packed{"deflate", zlib_framed(text)},
          Packed{"deflate", bare_deflate(text)}, Packed{"br", brotlied(text)}, Packed{"zstd", zstded(text)}};
}

}  // namespace

TEST_CASE("each coding is undone") {
  const std::string text = news();
  for (const auto& [coding, wire] : all_of(text)) {
    CAPTURE(coding);
    const auto body = decode_body(wire, coding, most);
    REQUIRE(body);
    CHECK(body->bytes == text);
    CHECK(body->problem.empty());
  }
  CHECK(decode_body(gzipped("x"), " X-GZip ", most)->bytes == "x");
  CHECK(decode_body("plain", "", most)->bytes == "plain");
  CHECK(decode_body("plain", "identity", most)->bytes == "plain");
  CHECK(decode_body("", "gzip", most)->bytes.empty());
  CHECK(decode_body(gzipped("one ") + gzipped("two, long enough"), "gzip", most)->bytes ==
        "one two, long enough");
}

TEST_CASE("edge 46: bombs are cut at the limit, whatever the coding") {
  const std::string zeros(100U << 20U, '\0');
  for (const auto& [coding, wire] : all_of(zeros)) {
    CAPTURE(coding);
    CHECK(wire.size() < 200'000);
    const auto body = decode_body(wire, coding, most);
    REQUIRE(body);
    CHECK(body->bytes.size() <= most);
    CHECK_FALSE(body->problem.empty());
    CHECK(body->bytes.capacity() <= 2 * most);
  }
}

TEST_CASE("a small body may shrink much, a large one may not unpack to 200 times its size") {
  const std::string page(900U << 10U, ' ');
  CHECK(decode_body(gzipped(page), "gzip", most)->problem.empty());
  CHECK(decode_body(zstded(std::string(20U << 20U, ' ')), "zstd", most)->problem.contains("200 times"));
}

TEST_CASE("twice packed is unpacked once, and several codings are refused") {
  const std::string twice = gzipped(gzipped("x"));
  CHECK(decode_body(twice, "gzip", most)->bytes == gzipped("x"));
  for (const char* coding : {"gzip, gzip", "gzip,br", "compress", "aes128gcm", "gzip, identity"}) {
    const auto body = decode_body(twice, coding, most);
    REQUIRE_FALSE(body);
    CHECK(body.error().code == Errc::malformed);
  }
}

TEST_CASE("edge 47: a bad or cut tail keeps what came before it and says so") {
  const std::string text = news();
  for (const auto& [coding, wire] : all_of(text)) {
    CAPTURE(coding);
    const auto cut = decode_body(std::string_view(wire).substr(0, wire.size() - 9), coding, most);
    REQUIRE(cut);
    CHECK(cut->problem.contains("damaged or cut"));
    CHECK(text.starts_with(cut->bytes));
    const auto garbage = decode_body("no packed body at all, " + text.substr(0, 200), coding, most);
    REQUIRE(garbage);
    CHECK_FALSE(garbage->problem.empty());
  }
}
