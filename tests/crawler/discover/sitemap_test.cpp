#include "crawler/discover/links.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace qw;

namespace {

discover::ListInput input_of(std::string_view bytes) {
  discover::ListInput input;
  input.bytes = bytes;
  input.url = "https://news.example/sitemap-news.xml";
  input.fetched = parse_time("2026-11-24T12:00:00Z").value();
  input.zone = "Europe/Moscow";
  return input;
}

}  // namespace

TEST_CASE("a news sitemap gives address, title and date of publication") {
  const auto links = discover::read_sitemap(input_of(
      "<?xml version=\"1.0\"?><urlset xmlns:news=\"n\"><url><loc> https://news.example/a </loc>"
      "<lastmod>2026-11-24</lastmod><news:news><news:publication><news:name>N</news:name></news:publication>"
      "<news:publication_date>2026-11-24T11:00:00+03:00</news:publication_date><news:title>Заявление</"
      "news:title>"
      "</news:news></url><url><loc>https://news.example/b</loc><lastmod>2026-11-24 10:00</lastmod></url>"
      "<url><loc></loc></url></urlset>"));
  REQUIRE(links);
  CHECK(links->form == "sitemap");
  REQUIRE(links->links.size() == 2);
  CHECK(links->links[0].url == "https://news.example/a");
  CHECK(links->links[0].title == "Заявление");
  CHECK(*links->links[0].published == parse_time("2026-11-24T08:00:00Z").value());
  CHECK(*links->links[1].published == parse_time("2026-11-24T07:00:00Z").value());
  CHECK(std::ranges::find(links->remarks, "empty_entry") != links->remarks.end());
}

TEST_CASE("a sitemap index gives the sitemaps, a cut one what is whole") {
  const auto links = discover::read_sitemap(input_of(
      "<sitemapindex><sitemap><loc>https://news.example/1.xml.gz</loc></sitemap><sitemap><loc>https://new"));
  REQUIRE(links);
  CHECK(links->form == "sitemap_index");
  CHECK(links->links.size() == 1);
  CHECK(links->truncated);
}

TEST_CASE("a feed or a page is no sitemap") {
  for (const char* text : {"<rss><channel/></rss>", "<html></html>", "", "User-agent: *"}) {
    const auto links = discover::read_sitemap(input_of(text));
    REQUIRE_FALSE(links);
    CHECK(links.error().code == Errc::malformed);
  }
}
