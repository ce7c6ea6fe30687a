#include "crawler/discover/canonical_url.hpp"

#include <doctest/doctest.h>

#include <array>
#include <string>

using namespace qw;

namespace {

std::string key(const char* text) {
  const auto made = discover::canonical_url(std::string_view(text));
  REQUIRE_MESSAGE(made, text);
  return *made;
}

}  // namespace

TEST_CASE("addresses of one document have one key") {
  struct Row {
    const char* address;
    const char* same_key;
  };
  constexpr auto rows = std::to_array<Row>({
      {"HTTPS://News.Example:443/a/./b/../c", "https://news.example/a/c"},
      {"https://news.example/a?utm_source=tg&UTM_Campaign=x&fbclid=1", "https://news.example/a"},
      {"https://news.example/a?", "https://news.example/a"},
      {"https://news.example/a?b=2&a=1", "https://news.example/a?a=1&b=2"},
      {"https://news.example/a?x=1&amp;y=2", "https://news.example/a?x=1&y=2"},
      {"https://news.example//a///b", "https://news.example/a/b"},
      {"https://news.example/%7euser/%d0%bd", "https://news.example/~user/%D0%BD"},
      {"https://news.example/н", "https://news.example/%D0%BD"},
      {"https://news.example/a;jsessionid=ABC?x=1", "https://news.example/a?x=1"},
      {"https://news.example/a?PHPSESSID=1", "https://news.example/a"},
      {"https://news.example/a?ref=other.example", "https://news.example/a"},
      {"https://кц.рф/a", "https://xn--j1ay.xn--p1ai/a"},
      {"https://user:pw@news.example/a", "https://news.example/a"},
      {"https://news.example/a#top", "https://news.example/a"},
      {"https://news.example", "https://news.example/"},
  });
  for (const Row& row : rows) {
    CAPTURE(row.address);
    CHECK(key(row.address) == key(row.same_key));
  }
}

TEST_CASE("addresses of different documents have different keys") {
  struct Row {
    const char* one;
    const char* other;
  };
  constexpr auto rows = std::to_array<Row>({
      {"https://news.example/?cid=1", "https://news.example/?cid=2"},
      {"https://news.example/a?uid=1", "https://news.example/a"},
      {"https://news.example/a?source=1", "https://news.example/a"},
      {"https://news.example/a?ref=17", "https://news.example/a"},
      {"https://news.example/rus/news/1/", "https://news.example/ukr/news/1/"},
      {"https://www.news.example/a", "https://news.example/a"},
      {"https://news.example/a/", "https://news.example/a"},
      {"https://news.example/A", "https://news.example/a"},
      {"https://news.example/a%2Fb", "https://news.example/a/b"},
  });
  for (const Row& row : rows) {
    CAPTURE(row.one);
    CHECK(key(row.one) != key(row.other));
  }
}

TEST_CASE("a key is the key of itself") {
  for (const char* text :
       {"https://news.example/a?b=%26&a=%e2%82%ac&c", "http://news.example:8080//x/../y;p?*=$&%24=%2a",
        "https://news.example/%25%32%66?utm_=1&amp;amp;q", "https://news.example/a/..;jsessionid=q",
        "https://news.example/a/;jsessionid=1/b"}) {
    CHECK(key(key(text).c_str()) == key(text));
  }
}

TEST_CASE("the site's own Clean-param is obeyed where it says") {
  const fetch::Robots robots = fetch::parse_robots("Clean-param: from&sid /news/*/x\nClean-param: all\n");
  const auto with = [&](const char* text) {
    return discover::canonical_url(parse_url(text).value(), robots.clean_params);
  };
  CHECK(with("https://news.example/news/1/x?from=a&id=1&all=2") == "https://news.example/news/1/x?id=1");
  CHECK(with("https://news.example/other?from=a") == "https://news.example/other?from=a");
}

TEST_CASE("what was dropped can be told") {
  CHECK(discover::dropped_params(parse_url("https://news.example/?a=1&utm_x=2&fbclid=3").value()) ==
        "utm_x=2&fbclid=3");
}

TEST_CASE("edges 64, 65, 67: rel=canonical is believed for copies of one document, and merges no others") {
  struct Row {
    const char* page;
    const char* named;
    bool believed;
  };
  constexpr auto rows = std::to_array<Row>({
      {"https://m.news.example/a/slug-of-it", "https://www.news.example/a/slug-of-it", true},
      {"https://news.example/amp/slug-of-it", "https://news.example/2025/12/slug-of-it/", true},
      {"https://news.example/a/slug-of-it/amp/", "https://news.example/a/slug-of-it.html", true},
      {"https://news.example/a/slug?utm_source=tg", "https://news.example/a/slug", true},
      {"https://news.example/print/1234567", "https://news.example/news/slug-1234567", true},
      {"https://news.example/?id=1234567", "https://news.example/news/slug-1234567", true},
      {"http://news.example/a/slug", "https://news.example/a/slug", true},
      {"https://news.example/a/slug", "https://news.example/", false},
      {"https://news.example/uk/a/slug", "https://news.example/uk/", false},
      {"https://news.example/a/slug", "https://news.example/a/", false},
      {"https://news.example/a/slug", "https://news.example/a/another", false},
      {"https://news.example/news.php?cid=17", "https://news.example/news.php", false},
      {"https://news.example/news.php?cid=17", "https://news.example/news.php?cid=18", false},
      {"https://news.example/a/slug-of-it", "https://other.example/a/slug-of-it", false},
  });
  for (const Row& row : rows) {
    CAPTURE(row.page);
    CAPTURE(row.named);
    CHECK(discover::may_name_itself(*parse_url(row.page), *parse_url(row.named)) == row.believed);
  }
}
