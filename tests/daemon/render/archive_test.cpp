#include "daemon/render/archive.hpp"

#include "store/warc_records.hpp"
#include "tests/store/fetched_page.hpp"

#include <doctest/doctest.h>

using namespace qw;
using namespace qw::render;
using test::fetched_page;

namespace {

std::string records(const model::PageRecord& of, const std::string& type, const std::string& body) {
  const std::string head =
      "HTTP/1.1 200 OK\r\n" + (type.empty() ? "" : "Content-Type: " + type + "\r\n") + "\r\n";
  return store::exchange_records(of, {"GET / HTTP/1.1\r\n\r\n", head, body, {}});
}

std::string id_of(const std::string& id) { return store::record_id(id, "response"); }

}  // namespace

TEST_CASE("the document is the response of that id; style sheets and images beside it are parts") {
  const std::string all =
      records(fetched_page("p", "https://a.example/статья"), "Text/HTML; charset=windows-1251", "<p>x") +
      records(fetched_page("c", "https://a.example/s.css"), "text/css", "p{}") +
      records(fetched_page("i", "https://a.example/i.png"), "image/png", "png") +
      records(fetched_page("h", "https://a.example/other"), "text/html", "<p>other");
  const auto archive = Archive::read(all, id_of("p"));
  REQUIRE(archive.has_value());
  CHECK(archive->address() == "https://a.example/%D1%81%D1%82%D0%B0%D1%82%D1%8C%D1%8F");
  CHECK(archive->document().body == "<p>x");
  CHECK(archive->document().content_type == "Text/HTML; charset=windows-1251");
  CHECK(archive->parts() == 2);
  REQUIRE(archive->find("HTTPS://A.example/s.css#x") != nullptr);
  CHECK(archive->find("https://a.example/s.css")->body == "p{}");
  CHECK(archive->find("https://a.example/other") == nullptr);
  CHECK(archive->find("no address") == nullptr);
}

TEST_CASE("a revisit gives the body of the response that it stands for") {
  const auto first = fetched_page("p1", "https://a.example/1");
  auto again = fetched_page("p2", "https://a.example/1");
  again.same_as = "p1";
  const std::string all = records(first, "text/html", "<p>first") + records(again, "text/html", "");
  const auto archive = Archive::read(all, id_of("p2"));
  REQUIRE(archive.has_value());
  CHECK(archive->document().body == "<p>first");
  again.same_as = "p2";  // in a circle
  CHECK_FALSE(Archive::read(records(again, "text/html", ""), id_of("p2")).has_value());
}

TEST_CASE("what is no page is refused with what it is") {
  const auto of = fetched_page("p", "https://a.example/feed");
  CHECK(Archive::read(records(of, "application/rss+xml", "<rss/>"), id_of("p")).error().what ==
        "the stored bytes are no page but application/rss+xml");
  CHECK(Archive::read(records(of, "text/html", ""), id_of("p")).error().what ==
        "the stored response has no body");
  CHECK(Archive::read(records(of, "text/html", "<p>"), id_of("q")).error().what ==
        "the response of the page is not among the stored records");
  CHECK(Archive::read(records(of, "", "<p>"), id_of("p"))->document().content_type == "text/html");
}

TEST_CASE("damaged records are refused") {
  std::string all = records(fetched_page("p", "https://a.example/1"), "text/html", std::string(1000, 'x'));
  all[all.size() / 2] = static_cast<char>(all[all.size() / 2] ^ 0x55);
  CHECK_FALSE(Archive::read(all, id_of("p")).has_value());
  CHECK_FALSE(Archive::read("", id_of("p")).has_value());
}

TEST_CASE("a header of the stored response breaks out of no line") {
  const std::string head = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=\x01\x7Futf-8\r\n\r\n";
  const std::string all =
      store::exchange_records(fetched_page("p", "javascript:alert(1)"), {"", head, "<p>", {}});
  const auto archive = Archive::read(all, id_of("p"));
  REQUIRE(archive.has_value());
  CHECK(archive->document().content_type == "text/html; charset=  utf-8");
  CHECK(archive->address() == "https://stored.invalid/");
}
