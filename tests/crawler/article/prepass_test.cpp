#include "crawler/article/prepass.hpp"

#include "crawler/article/dom.hpp"

#include <doctest/doctest.h>

using namespace qw::article;

namespace {

std::string repeated(std::string_view text, std::size_t times) {
  std::string out;
  out.reserve(text.size() * times);
  for (std::size_t i = 0; i < times; ++i) {
    out += text;
  }
  return out;
}

}  // namespace

TEST_CASE("scripts, styles and comments never reach the parser and JSON is lifted aside") {
  const Prepared got = prepass(
      "<p>a<script>var x = '<p>no</p>';</script><style>p{}</style><!-- <p>no</p> -->"
      "<script type=\"application/ld+json\">{\"a\":1}</script>b</p>");
  CHECK(got.html == "<!DOCTYPE html><p>ab</p>");
  REQUIRE(got.json_ld.size() == 1);
  CHECK(got.json_ld[0] == "{\"a\":1}");
}

TEST_CASE("an unclosed script or comment costs no text") {
  CHECK(prepass("<script>one<p>two").html.contains("<p>two"));
  CHECK(prepass("<!-- one<p>two").html.contains("<p>two"));
  CHECK(prepass("<script>a</script x><p>b").html.contains("<p>b"));
}

TEST_CASE("inline formatting is dropped and what hints at a byline becomes a span") {
  CHECK(prepass("<p>не <b>раз</b>, а <i class=x>если</i>").html == "<!DOCTYPE html><p>не раз, а если");
  CHECK(prepass("<em class=author>Anna</em>!").html == "<!DOCTYPE html><span class=\"author\">Anna</span>!");
}

TEST_CASE("a bracket inside an attribute does not end the tag") {
  CHECK(prepass("<a title=\"a > b\" href='/x'>y</a>").html == "<!DOCTYPE html><a href=\"/x\">y</a>");
}

TEST_CASE("100,000 nested tags are counted before the parser sees them") {
  for (const std::string_view tag : {"<div>", "<section>", "<table><tr><td>", "<a href=/x><div>"}) {
    CAPTURE(tag);
    const Prepared got = prepass(repeated(tag, 100'000));
    CHECK(got.flat);
    CHECK(got.html.empty());
    CHECK(got.tags <= 2000);
  }
  // Formatting never nests in what the parser gets.
  for (const std::string_view tag : {"<span>", "<b>", "<i><font color=red>"}) {
    CAPTURE(tag);
    const Prepared got = prepass(repeated(tag, 100'000));
    CHECK_FALSE(got.flat);
    CHECK(got.html.size() < 100);
  }
}

TEST_CASE("many tags under a deep tree are bounded by their work") {
  const Prepared got = prepass(repeated("<div>", 500) + repeated("<p>a", 100'000));
  CHECK(got.flat);
  CHECK(got.work <= PrepassLimits{}.most_work + 600);
}

TEST_CASE("attributes of 10 MB are passed over and dropped") {
  const std::string page = "<p class=\"" + std::string(10U << 20U, 'x') + "\">text</p>";
  const Prepared got = prepass(page);
  CHECK(got.html == "<!DOCTYPE html><p>text</p>");
}

TEST_CASE("pages beyond the parser's limit are cut and marked") {
  PrepassLimits limits;
  limits.most_bytes = 1000;
  const Prepared got = prepass(repeated("<p>word</p>", 500), limits);
  CHECK(got.truncated);
  CHECK(got.html.size() < 1200);
}

TEST_CASE("unclosed raw elements in number stay linear") {
  // Each look for an end tag that is not there would read the rest of the page again.
  const std::string page =
      repeated("<script>", 50'000) + repeated("<!--", 50'000) + repeated("<style>", 50'000);
  CHECK(prepass(page).html.size() < 1000);
}

TEST_CASE("flat text keeps the words of a page that is too deep") {
  const std::string text = flat_text("<div><p>one</p><script>no</script><p>two <b>three</b></p>", 1000);
  CHECK(text.contains("one"));
  CHECK(text.contains("two three"));
  CHECK_FALSE(text.contains("no"));
}

TEST_CASE("the array of nodes has parents and ends in document order") {
  const Dom dom("<!DOCTYPE html><html><body><div id=a><p>x</p><p>y</p></div>z");
  for (std::uint32_t i = 1; i < dom.size(); ++i) {
    CHECK(dom[i].parent < i);
    CHECK(dom[i].end > i);
    CHECK(dom[i].end <= dom[dom[i].parent].end);
  }
  CHECK(dom.text_of(0) == "x y z");
}
