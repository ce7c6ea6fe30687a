#include "base/url.hpp"

#include <doctest/doctest.h>

#include <array>
#include <string>

using namespace qw;

TEST_CASE("an address has one spelling") {
  struct Row {
    const char* given;
    const char* text;
  };
  constexpr auto rows = std::to_array<Row>({
      {"http://a.example", "http://a.example/"},
      {"HTTP://A.Example:80/b#c", "http://a.example/b"},
      {"https://a.example:443/?", "https://a.example/?"},
      {"https://a.example:8443/x", "https://a.example:8443/x"},
      {"https://a.example/a/../b/./c/..", "https://a.example/b/"},
      {"https://a.example/../../x", "https://a.example/x"},
      {"https://a.example/%2e%2E/x/%2e", "https://a.example/x/"},
      {"https://a.example/новости?q=да нет",
       "https://a.example/%D0%BD%D0%BE%D0%B2%D0%BE%D1%81%D1%82%D0%B8?q=%D0%B4%D0%B0%20%D0%BD%D0%B5%D1%82"},
      {"https://a.example/%d0%bd", "https://a.example/%d0%bd"},
      {"https://кц.рф/", "https://xn--j1ay.xn--p1ai/"},
      {"https://u:p@a.example/", "https://a.example/"},
      {"https://a.example./", "https://a.example/"},
      {"https://a.example/a\\b", "https://a.example/a/b"},
      {"https://a_b.example/", "https://a_b.example/"},
      {"https://a.example//x//", "https://a.example//x//"},
  });
  for (const Row& row : rows) {
    CAPTURE(row.given);
    const auto url = parse_url(row.given);
    REQUIRE_MESSAGE(url, url.error().text());
    CHECK(url->text() == row.text);
    CHECK(parse_url(url->text())->text() == url->text());
  }
  CHECK(parse_url("https://u@a.example/")->had_credentials);
  CHECK(parse_url("http://a.example/")->authority() == "http://a.example:80");
  CHECK(parse_url("ftp://a.example/").error().code == Errc::refused);
  CHECK(parse_url("a.example/x").error().code == Errc::malformed);
  CHECK(parse_url("http://a.example/" + std::string(9000, 'x')).error().code == Errc::too_big);
}

TEST_CASE("references are resolved against the page they stand on") {
  const Url base = parse_url("https://a.example/x/y/z?q=1#f").value();
  struct Row {
    const char* reference;
    const char* text;
  };
  constexpr auto rows = std::to_array<Row>({
      {"", "https://a.example/x/y/z?q=1"},
      {"#top", "https://a.example/x/y/z?q=1"},
      {"?p", "https://a.example/x/y/z?p"},
      {"w", "https://a.example/x/y/w"},
      {"./w?a", "https://a.example/x/y/w?a"},
      {"../w", "https://a.example/x/w"},
      {"../../../w", "https://a.example/w"},
      {"/w", "https://a.example/w"},
      {"//b.example/w", "https://b.example/w"},
      {"\\\\b.example\\w", "https://b.example/w"},
      {"http://b.example/w", "http://b.example/w"},
      {"https:w", "https://a.example/x/y/w"},
      {" w\n", "https://a.example/x/y/w"},
  });
  for (const Row& row : rows) {
    CAPTURE(row.reference);
    const auto url = resolve_url(base, row.reference);
    REQUIRE_MESSAGE(url, url.error().text());
    CHECK(url->text() == row.text);
  }
  CHECK_FALSE(resolve_url(base, "mailto:a@b.example"));
  CHECK_FALSE(resolve_url(base, "javascript:void(0)"));
  CHECK_FALSE(resolve_url(base, "//"));
}
