#include "daemon/evidence/cdxj.hpp"

#include "store/gzip.hpp"
#include "store/warc_records.hpp"
#include "tests/store/fetched_page.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace qw;
using namespace qw::evidence;

namespace {

model::PageRecord page(const std::string& id, const std::string& url) {
  model::PageRecord out = test::fetched_page(id, url, "2026-11-20T10:00:00.250Z");
  out.payload_digest = "sha256:00";
  return out;
}

}  // namespace

TEST_CASE("an address becomes a key that sorts by host and does not depend on www, case or order") {
  CHECK(surt_of("https://www.News.example/A/b?z=1&a=2") == "example,news)/a/b?a=2&z=1");
  CHECK(surt_of("http://news.example") == "example,news)/");
  CHECK(surt_of("http://news.example:8080/x") == "example,news:8080)/x");
  CHECK(surt_of("http://192.0.2.7/x") == "192.0.2.7)/x");
  CHECK(surt_of("urn:quotewatch:x") == "urn:quotewatch:x");
}

TEST_CASE("the index has one line for each response, revisit and resource, with the place of its record") {
  const auto first = page("p1", "https://b.example/1");
  auto again = page("p2", "https://b.example/1");
  again.same_as = "p1";
  again.fetched += Millis(60'000);
  const store::Store::RawExchange got{"GET /1 HTTP/1.1\r\n\r\n",
                                      "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n",
                                      "<p>body",
                                      {}};
  const std::string head = store::warcinfo_record("x.warc.gz", first.fetched);
  const std::string report = store::resource_record(
      {"https://a.example/report", first.fetched, "text/html; charset=utf-8", "<p>report"});
  const auto index = cdxj_of(
      head + report + store::exchange_records(first, got) + store::exchange_records(again, got), "x.warc.gz");
  REQUIRE(index.has_value());
  const std::string line_1 = index->substr(0, index->find('\n'));
  CHECK(
      line_1.starts_with("example,a)/report 20261120100000 {\"url\":\"https://a.example/report\",\"mime\":"
                         "\"text/html\",\"status\":\"200\",\"digest\":\"sha256:"));
  CHECK(line_1.ends_with("\"length\":\"" + std::to_string(report.size()) + "\",\"offset\":\"" +
                         std::to_string(head.size()) + "\",\"filename\":\"x.warc.gz\"}"));
  CHECK(std::ranges::count(*index, '\n') == 3);
  CHECK(index->find("example,b)/1 20261120100000 {") < index->find("example,b)/1 20261120100100 {"));
  CHECK(index->find("\"mime\":\"warc/revisit\",\"status\":\"200\"") != std::string::npos);
}

TEST_CASE("a record that was changed is no evidence: the index is refused and names the byte") {
  const std::string head = store::warcinfo_record("x.warc.gz", *parse_time("2026-11-20T10:00:00Z"));
  const std::string forged =
      "WARC/1.1\r\nWARC-Type: resource\r\nWARC-Date: 2026-11-20T10:00:00Z\r\nWARC-Block-Digest: sha256:00\r\n"
      "Content-Length: 1\r\n\r\nx\r\n\r\n";
  const auto index = cdxj_of(head + store::gzip_member(forged, store::Effort::fast), "x.warc.gz");
  REQUIRE(!index.has_value());
  CHECK(index.error().code == Errc::corrupt);
  CHECK(index.error().what.find("the record at byte " + std::to_string(head.size())) != std::string::npos);
  CHECK(cdxj_of("no archive", "x").error().code == Errc::corrupt);
}
