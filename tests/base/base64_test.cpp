#include "base/base64.hpp"

#include <doctest/doctest.h>

using namespace qw;

TEST_CASE("the published examples of base64 are written and read as there") {
  // RFC 4648, section 10
  CHECK(to_base64("").empty());
  CHECK(to_base64("f") == "Zg==");
  CHECK(to_base64("foob") == "Zm9vYg==");
  CHECK(to_base64("foobar") == "Zm9vYmFy");
  CHECK(from_base64("Zm9vYg==") == "foob");
  CHECK(from_base64("") == "");
}

TEST_CASE("the alphabet for addresses has no padding, and neither takes the other's signs") {
  const std::string bytes = "\xfb\xff\xfe";
  CHECK(to_base64(bytes) == "+//+");
  CHECK(to_base64(bytes, Base64::url) == "-__-");
  CHECK(to_base64("f", Base64::url) == "Zg");
  CHECK(from_base64("-__-", Base64::url) == bytes);
  CHECK_FALSE(from_base64("-__-"));
  CHECK_FALSE(from_base64("+//+", Base64::url));
  CHECK_FALSE(from_base64("Zg"));
  CHECK_FALSE(from_base64("Zm9v\nYg=="));
}
