#include "crawler/discover/article_shape.hpp"
#include "crawler/discover/links.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <string>

using namespace qw;
using discover::AddressKind;
using discover::Links;

namespace {

discover::ListInput input_of(std::string_view bytes) {
  discover::ListInput input;
  input.bytes = bytes;
  input.content_type = "text/html";
  input.url = "https://www.news.example/";
  input.fetched = parse_time("2026-11-24T12:00:00Z").value();
  input.zone = "Europe/Kyiv";
  return input;
}

Links read(const std::string& bytes) {
  auto links = discover::read_section(input_of(bytes));
  REQUIRE_MESSAGE(links, links.error().text());
  return *std::move(links);
}

}  // namespace

TEST_CASE("what an address alone says") {
  struct Row {
    const char* address;
    AddressKind kind;
  };
  constexpr auto rows = std::to_array<Row>({
      {"https://n.example/2026/11/24/kallas-zayavila/", AddressKind::article},
      {"https://n.example/news/1234567.html", AddressKind::article},
      {"https://n.example/rus/news/2026/11/24/7654321/", AddressKind::article},
      {"https://n.example/politics/kallas-skazala-o-garantiyah", AddressKind::article},
      {"https://n.example/politics/", AddressKind::unclear},
      {"https://n.example/", AddressKind::other},
      {"https://n.example/tag/kallas", AddressKind::other},
      {"https://n.example/rss", AddressKind::other},
      {"https://n.example/img/1234567.jpg", AddressKind::other},
      {"https://n.example/?p=12345", AddressKind::unclear},
  });
  for (const Row& row : rows) {
    CAPTURE(row.address);
    CHECK(discover::kind_of_address(parse_url(row.address).value()) == row.kind);
  }
}

TEST_CASE("a section page gives its articles in order, with headlines and times, once each") {
  const Links links =
      read(R"(<html><head><title>Новости</title><base href="https://www.news.example/ru/"></head><body>
    <nav><a href="/politics/">Политика</a><a href="/2026/11/20/old-important-special-project-page">Специальный проект редакции о войне</a></nav>
    <div class="card"><a href="/2026/11/24/kallas-zayavila-o-garantiyah"><img src="x.jpg"></a>
      <h3><a href="/2026/11/24/kallas-zayavila-o-garantiyah?utm_source=main">Каллас заявила о гарантиях безопасности</a></h3>
      <time datetime="2026-11-24T13:16:00+02:00">13:16</time></div>
    <ul><li><a href="news/1234567.html">12:05 Второе сообщение дня о переговорах</a></li></ul>
    <a href="https://other.example/2026/11/24/foreign-article-of-the-day">Чужая статья, на другом сайте, длинная</a>
    <a href="/about">О нас и нашей работе для читателей</a><a href="mailto:x@y.z">x</a>
    <footer><a href="/news/7654321.html">Правила использования материалов сайта</a></footer></body></html>)");
  REQUIRE(links.links.size() == 2);
  CHECK(links.title == "Новости");
  CHECK(links.links[0].url == "https://www.news.example/2026/11/24/kallas-zayavila-o-garantiyah");
  CHECK(links.links[0].title == "Каллас заявила о гарантиях безопасности");
  CHECK(*links.links[0].published == parse_time("2026-11-24T11:16:00Z").value());
  CHECK(links.links[1].url == "https://www.news.example/ru/news/1234567.html");
  CHECK(links.links[1].title == "Второе сообщение дня о переговорах");
  CHECK(*links.links[1].published == parse_time("2026-11-24T10:05:00Z").value());
}

TEST_CASE("addresses without a look of their own are articles when they have kin under headlines") {
  std::string html = "<body>";
  for (const char* id : {"101", "102", "103"}) {
    html += std::string("<p><a href=\"/item/") + id + "\">Заголовок новости, достаточно длинный " + id +
            "</a></p>";
  }
  html += "<a href=\"/company/history\">История нашей большой компании</a>";
  const Links links = read(html);
  REQUIRE(links.links.size() == 3);
  CHECK(links.links[0].url.ends_with("/item/101"));
}

TEST_CASE("a hostile page is refused in time") {
  std::string deep;
  for (int i = 0; i < 100'000; ++i) {
    deep += "<div>";
  }
  const auto begun = std::chrono::steady_clock::now();
  CHECK_FALSE(discover::read_section(input_of(deep)));
  CHECK(std::chrono::steady_clock::now() - begun < std::chrono::seconds(2));
}

TEST_CASE("feeds that a page announces, the likeliest first") {
  const auto feeds = discover::find_feeds(input_of(
      "<html><head><link rel=\"alternate\" type=\"application/rss+xml\" href=\"/comments/feed/\">"
      "<link rel=\"alternate\" type=\"application/rss+xml\" title=\"Новости\" href=\"/rss/news.xml\">"
      "<link rel=\"alternate\" hreflang=\"uk\" href=\"/ua/\"><link rel=\"stylesheet\" href=\"a.css\"></head>"
      "<body><a href=\"https://www.news.example/feed/\">RSS</a><a "
      "href=\"/rss/news.xml\">RSS</a></body></html>"));
  REQUIRE(feeds);
  CHECK(*feeds == std::vector<std::string>{"https://www.news.example/rss/news.xml",
                                           "https://www.news.example/feed/",
                                           "https://www.news.example/comments/feed/"});
  CHECK(discover::well_known_lists("https://www.news.example/a/b?c")[0] == "https://www.news.example/rss");
}
