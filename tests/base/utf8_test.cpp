#include "base/utf8.hpp"

#include "base/escape.hpp"
#include "base/log.hpp"

#include <doctest/doctest.h>

TEST_CASE("overlong forms, surrogates and cut tails are invalid, one byte each") {
  for (const std::string_view bytes : {"\xC0\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xD0", "\xFF"}) {
    const auto d = qw::utf8::decode(bytes, 0);
    CHECK_FALSE(d.valid);
    CHECK(d.length == 1);
  }
}

TEST_CASE("text survives the way to code points and back") {
  const std::string text = "«Каллас» – це 'ї' 😀";
  CHECK(qw::utf8::from_code_points(qw::utf8::to_code_points(text)) == text);
  CHECK(qw::utf8::count("Каллас") == 6);
  CHECK(qw::utf8::cut("Каллас", 3) == "Кал…");
}

TEST_CASE("foreign text cannot write a log line of its own") {
  CHECK(qw::log::line_of("quote", {{"text", "a\n<0>fake\x1b[2J\""}}) ==
        R"(quote text="a\n<0>fake\u{1b}[2J\"")");
  CHECK(qw::log::line_of("poll", {{"outlet", "tass"}, {"links", 12}}) == "poll outlet=tass links=12");
}

TEST_CASE("HTML is escaped in text and attributes") {
  CHECK(qw::escape_html("<img src='x' onerror=\"a&b\">") ==
        "&lt;img src=&#39;x&#39; onerror=&quot;a&amp;b&quot;&gt;");
}
