#include "base/ids.hpp"
#include "store/gzip.hpp"
#include "store/warc_reader.hpp"
#include "store/warc_records.hpp"
#include "tests/store/samples.hpp"
#include "tests/store/temp_folder.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>

using namespace qw;
using namespace qw::test;
using store::Effort;
using store::gzip_member;
using store::WarcReader;

namespace {

std::string record(const std::string& type, const std::string& block) {
  return "WARC/1.0\r\nWARC-Type: " + type + "\r\nContent-Length: " + std::to_string(block.size()) +
         "\r\n\r\n" + block + "\r\n\r\n";
}

/// "type:block type:block", with "!" for a damage.
std::string story(std::string_view bytes, WarcReader::Limits limits = {}) {
  WarcReader reader = WarcReader::over(bytes, "x.warc", limits);
  std::string out;
  for (int i = 0; i < 1000; ++i) {
    const auto next = reader.next();
    out += out.empty() ? "" : " ";
    if (!next) {
      CHECK(next.error().code == Errc::malformed);
      CHECK(next.error().what.starts_with("x.warc: byte "));
      out += "!";
    } else if (!*next) {
      out.resize(out.empty() ? 0 : out.size() - 1);
      return out;
    } else {
      out += std::string((*next)->type()) + ":" + (*next)->block;
    }
  }
  return out + " …";
}

}  // namespace

TEST_CASE("records are read from plain files, from a member a record and from one member around all") {
  const std::string a = record("response", "aaa");
  const std::string b = record("metadata", "");
  const std::string c = record("request", "c\r\n\r\nc");
  const std::string told = "response:aaa metadata: request:c\r\n\r\nc";
  CHECK(story(a + b + c) == told);
  CHECK(story(gzip_member(a, Effort::fast) + gzip_member(b, Effort::stored) + gzip_member(c, Effort::fast)) ==
        told);
  CHECK(story(gzip_member(a + b + c, Effort::fast)) == told);
  CHECK(story("\r\n\r\n" + a + "\r\n" + b + c) == told);
  CHECK(story("").empty());
}

TEST_CASE("offsets and lengths of members cut out exactly that record") {
  const std::string a = gzip_member(record("response", "aaa"), Effort::fast);
  const std::string b = gzip_member(record("metadata", "bb"), Effort::fast);
  const std::string both = a + b;
  WarcReader reader = WarcReader::over(both, "x");
  const auto first = must(reader.next());
  const auto second = must(reader.next());
  REQUIRE(first);
  REQUIRE(second);
  CHECK(first->offset == 0);
  CHECK(first->length == a.size());
  CHECK(second->offset == a.size());
  CHECK(second->length == b.size());
  CHECK(!must(reader.next()));

  const std::string plain = record("a", "1") + record("b", "22");
  WarcReader plain_reader = WarcReader::over(plain, "x");
  CHECK(must(plain_reader.next())->length == record("a", "1").size());
  const auto last = must(plain_reader.next());
  CHECK(last->offset == record("a", "1").size());
  CHECK(last->length == record("b", "22").size());
}

TEST_CASE("a damaged record is one error, and the next one is read") {
  const std::string a = record("response", "aaa");
  const std::string b = record("metadata", "bb");
  std::string broken =
      gzip_member(record("response", "a longer block that is damaged in its middle"), Effort::fast);
  broken[broken.size() / 2] ^= 0x55;
  CHECK(story(gzip_member(a, Effort::fast) + broken + gzip_member(b, Effort::fast)) ==
        "response:aaa ! metadata:bb");
  CHECK(story("WARC/1.0\r\nWARC-Type: x\r\n\r\n" + b) == "! metadata:bb");
  CHECK(story(a + "rubbish" + b) == "response:aaa ! metadata:bb");
  CHECK(story(a + b.substr(0, b.size() - 5)) == "response:aaa !");
  CHECK(story(gzip_member(a, Effort::fast) + gzip_member(b, Effort::fast).substr(0, 15)) == "response:aaa !");
  CHECK(story("<html>not a WARC") == "!");
}

TEST_CASE("long blocks are cut, long heads refused") {
  const std::string a = record("response", std::string(1000, 'a'));
  WarcReader reader = WarcReader::over(a, "x", {.block_bytes = 10});
  const auto cut = must(reader.next());
  REQUIRE(cut);
  CHECK(cut->block == "aaaaaaaaaa");
  CHECK(cut->block_cut);
  const std::string head =
      "WARC/1.0\r\nX: " + std::string(1000, 'x') + "\r\nContent-Length: 0\r\n\r\n\r\n\r\n";
  CHECK(story(head + record("b", "b"), {.head_bytes = 100}) == "! b:b");
}

TEST_CASE("an HTTP block gives status, headers and the body with its chunks joined") {
  const auto http =
      must(store::split_http("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: "
                             "chunked\r\n\r\n3\r\nabc\r\n2;x=1\r\nde\r\n0\r\n\r\n"));
  CHECK(http.status == 200);
  CHECK(http.header("content-TYPE") == "text/html");
  CHECK(http.body == "abcde");
  CHECK(must(store::split_http("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n<p>joined</p>")).body ==
        "<p>joined</p>");
  CHECK(must(store::split_http("HTTP/1.0 404\nServer: x\n\nbody")).status == 404);
  CHECK(must(store::split_http("GET / HTTP/1.1\r\nHost: a\r\n\r\n")).start_line == "GET / HTTP/1.1");
  CHECK(!store::split_http(""));
  CHECK(!store::split_http("HTTP/1.1\r\n\r\n"));
}

TEST_CASE("the records of a page name each other and carry digests that fit") {
  model::PageRecord page = sample_page("p1", at(0));
  page.payload_digest = digest_text("body");
  const std::string bytes =
      store::warcinfo_record("warc/x.warc.gz", at(0)) + store::exchange_records(page, exchange("body"));
  page.id = "p2";
  page.same_as = "p1";
  const std::string again = store::exchange_records(page, exchange("body"));
  const std::string all = bytes + again;
  WarcReader reader = WarcReader::over(all, "x");
  std::vector<store::WarcRecord> records;
  for (auto next = must(reader.next()); next; next = must(reader.next())) {
    records.push_back(*next);
  }
  REQUIRE(records.size() == 7);
  for (const auto& each : records) {
    CHECK(each.version == "1.1");
    CHECK(each.field("WARC-Block-Digest") == digest_text(each.block));
    CHECK(each.field("WARC-Date").ends_with("Z"));
    CHECK(each.length != 0);
  }
  CHECK(records[0].type() == "warcinfo");
  CHECK(records[1].type() == "request");
  CHECK(records[2].type() == "response");
  CHECK(records[2].field("WARC-Payload-Digest") == digest_text("body"));
  CHECK(must(store::split_http(records[2].block)).body == "body");
  CHECK(records[1].field("WARC-Concurrent-To") == records[2].field("WARC-Record-ID"));
  CHECK(records[5].type() == "revisit");
  CHECK(records[5].field("WARC-Refers-To") == records[2].field("WARC-Record-ID"));
  CHECK(must(store::split_http(records[5].block)).body.empty());
}

TEST_CASE("a header from outside cannot put a field of its own into a record") {
  model::PageRecord page = sample_page("p1", at(0));
  page.final_url = "https://kp.example/\r\nWARC-Type: resource";
  const std::string bytes = store::exchange_records(page, exchange(""));
  WarcReader reader = WarcReader::over(bytes, "x");
  for (auto next = must(reader.next()); next; next = must(reader.next())) {
    CHECK(next->type() != "resource");
  }
}
