#include "config/units.hpp"

#include <doctest/doctest.h>

using namespace qw;
using namespace qw::config;

TEST_CASE("durations are a whole number and one unit") {
  CHECK(parse_duration("90 s") == Millis(90'000));
  CHECK(parse_duration("10 min") == Millis(600'000));
  CHECK(parse_duration("48h") == Millis(172'800'000));
  CHECK(parse_duration("0 s") == Millis(0));
  for (const char* bad : {"", "s", "90", "90  s", "-1 s", "1.5 h", "1 h 30 min", "90 S",
                          "99999999999999999999 s", "9999999999 d", "1 m"}) {
    CHECK_FALSE(parse_duration(bad));
  }
}

TEST_CASE("sizes are a whole number and a binary unit") {
  CHECK(parse_size("8 MiB") == 8U << 20U);
  CHECK(parse_size("512 B") == 512U);
  for (const char* bad : {"", "8 MB", "8 mib", "8", "-8 MiB", "99999999 TiB"}) {
    CHECK_FALSE(parse_size(bad));
  }
}

TEST_CASE("what is written can be read again") {
  for (const std::int64_t millis :
       {0LL, 1LL, 999LL, 1000LL, 90'000LL, 3'600'000LL, 86'400'000LL, 5'000'001LL}) {
    CHECK(parse_duration(duration_text(Millis(millis))) == Millis(millis));
  }
  CHECK(duration_text(Millis(90'000)) == "90 s");
  CHECK(size_text(8U << 20U) == "8 MiB");
  CHECK(parse_size(size_text(1025)) == 1025U);
}
