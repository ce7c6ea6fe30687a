#include "daemon/evidence/wacz.hpp"

#include "base/ids.hpp"
#include "daemon/evidence/zip_archive.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <ctime>

using namespace qw;
using namespace qw::evidence;

namespace {

Package sample() {
  Package out;
  out.case_id = "c1";
  out.title = "Kallas: «Европа…»";
  out.description = "For passing on";
  out.as_of = *parse_time("2026-11-20T10:00:07.250Z");
  out.report_html = "<!doctype html><p>report";
  return out;
}

}  // namespace

TEST_CASE("the same package gives the same bytes, wherever and whenever it is made") {
  const auto first = wacz_of(sample());
  REQUIRE(first.has_value());
  ::setenv("TZ", "Asia/Kathmandu", 1);
  ::tzset();
  const auto second = wacz_of(sample());
  ::unsetenv("TZ");
  ::tzset();
  CHECK(*first == *second);
  Package other = sample();
  other.report_html += ".";
  CHECK(*wacz_of(other) != *first);
}

TEST_CASE("a package has archive, index, pages, manifest and the digest of the manifest, uncompressed") {
  const auto made = wacz_of(sample());
  REQUIRE(made.has_value());
  std::size_t at = 0;
  for (const char* path : {"archive/data.warc.gz", "indexes/index.cdx", "pages/pages.jsonl",
                           "datapackage.json", "datapackage-digest.json"}) {
    CAPTURE(path);
    const std::size_t found = made->find(path, at);
    REQUIRE(found != std::string::npos);
    at = found;
  }
  const std::size_t begin = made->find("{\"profile\":\"data-package\",\"wacz_version\":\"1.1.1\"");
  REQUIRE(begin != std::string::npos);
  const std::string manifest = made->substr(begin, made->find('\n', begin) + 1 - begin);
  CHECK(made->find("\"hash\":\"" + digest_text(manifest) + "\"") != std::string::npos);
  CHECK(manifest.find("\"mainPageUrl\":\"https://quotewatch.invalid/cases/c1/\"") != std::string::npos);
  CHECK(made->find("{\"format\":\"json-pages-1.0\",\"id\":\"pages\"") != std::string::npos);
}

TEST_CASE("entries of an archive carry the time that was given, in UTC and in steps of two seconds") {
  const auto made = zip_of({{"a", "x"}}, *parse_time("2026-11-20T10:00:07Z"));
  REQUIRE(made.has_value());
  // Local header: signature, version, flags, method, then time and date.
  const auto number = [&](std::size_t place) {
    return static_cast<unsigned>(static_cast<unsigned char>((*made)[place])) |
           static_cast<unsigned>(static_cast<unsigned char>((*made)[place + 1])) << 8U;
  };
  CHECK(number(8) == 0);
  CHECK(number(10) == (10U << 11U | 0U << 5U | 3U));
  CHECK(number(12) == ((2026U - 1980U) << 9U | 11U << 5U | 20U));
}
