#include "daemon/privacy/person.hpp"

#include <doctest/doctest.h>

using namespace qw;
using namespace qw::privacy;

namespace {

std::string found(std::string_view text, const std::string& term, bool exact = false) {
  std::string out;
  for (const auto& [begin, end] : places_of(text, term, exact)) {
    out += "[" + std::string(text.substr(begin, end - begin)) + "]";
  }
  return out;
}

}  // namespace

TEST_CASE("a name is found in its forms, in either order, and not inside other words") {
  CHECK(found("сказал Пётр Иванов, а Иванову Петру", "Петр Иванов") == "[Пётр Иванов][Иванову Петру]");
  CHECK(found("зустріч з Павлом Зеленським", "Павло Зеленський") == "[Павлом Зеленським]");
  CHECK(found("у Павла Ивановича", "Павел Иванов") == "[Павла Ивановича]");
  CHECK(found("Ивановский Петр", "Петр Иванов").empty());
  CHECK(found("Петр и Иванов", "Петр Иванов").empty());
  CHECK(found("Петру Иванову", "Петр Иванов", true).empty());
  CHECK(found("JOHN SMITH wrote", "John Smith") == "[JOHN SMITH]");
  CHECK(found("John Smithson", "John Smith").empty());
}

TEST_CASE("an address is found as it stands, whatever its case and scheme") {
  CHECK(found("Пишите: Ivan@Example.org!", "ivan@example.org") == "[Ivan@Example.org]");
  CHECK(found("см. http://News.example/p/1?x", "https://news.example/p/1") == "[News.example/p/1]");
}

TEST_CASE("what would be found everywhere is refused") {
  for (const char* bad : {"", "Ян", "...", "a b c d e f g h i j"}) {
    CAPTURE(bad);
    CHECK(sought({bad}, false).error().code == Errc::usage);
  }
  CHECK(sought({}, false).error().code == Errc::usage);
}

TEST_CASE("a page holds a name in whatever charset, and with a tag inside it") {
  const auto wanted = sought({"Иван Петров"}, false);
  REQUIRE(wanted.has_value());
  model::PageRecord page;
  page.content_type = "text/html; charset=windows-1251";
  CHECK(wanted->in_page(
      page, "<p>\xc8\xe2\xe0\xed \xcf\xe5\xf2\xf0\xee\xe2 \xf1\xea\xe0\xe7\xe0\xeb, \xf7\xf2\xee"));
  page.content_type = "text/html; charset=utf-8";
  CHECK(wanted->in_page(page, "<p>Иван <b>Петров</b> сказал"));
  CHECK_FALSE(wanted->in_page(page, "<p>Иван сказал Петрову"));
}
