#include "crawler/article/charset.hpp"

#include "base/utf8.hpp"
#include "crawler/article/code_pages.hpp"
#include "crawler/article/tables.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>

using namespace qw;
using namespace qw::article;

namespace {

const std::string russian =
    "Верховный представитель заявила, что переговоры продолжаются: «Если это не обсуждается, нужны "
    "гарантии».";
const std::string ukrainian =
    "Речниця повідомила, що її колеги ще обговорюють цей ґрунтовний документ, і відповідь буде згодом.";

std::string in(std::string_view text, std::string_view charset) {
  const CodePage* page = find_code_page(charset);
  REQUIRE(page != nullptr);
  std::string out;
  for (const char32_t c : utf8::to_code_points(text)) {
    const auto byte = std::ranges::find(*page, c);
    out += byte == page->end() ? '?' : static_cast<char>(byte - page->begin());
  }
  return out;
}

std::string in_utf16(std::string_view text, bool big) {
  std::string out;
  for (const char32_t c : utf8::to_code_points(text)) {
    const char high = static_cast<char>(c >> 8U), low = static_cast<char>(c & 0xFFU);
    out += big ? high : low;
    out += big ? low : high;
  }
  return out;
}

bool has_remark(const Utf8Text& text, std::string_view begin) {
  return std::ranges::any_of(text.remarks, [&](const std::string& r) { return r.starts_with(begin); });
}

std::string upper(std::string_view text) {
  std::u32string out = utf8::to_code_points(text);
  for (char32_t& c : out) {
    c = c >= 0x430 && c <= 0x44F ? c - 0x20 : c >= 0x450 && c <= 0x45F ? c - 0x50 : c;
  }
  return utf8::from_code_points(out);
}

}  // namespace

TEST_CASE("each Cyrillic charset is told from the bytes alone") {
  for (const std::string_view charset : cyrillic_charsets()) {
    CAPTURE(charset);
    const Utf8Text got = to_utf8(in(russian, charset), "", Inside::html);
    CHECK(got.charset == charset);
    CHECK(got.text.contains("переговоры продолжаются"));
    CHECK(to_utf8(in(ukrainian, charset), "", Inside::html).text.contains("обговорюють цей"));
    CHECK(to_utf8(in(upper(russian), charset), "", Inside::html).charset == charset);
  }
}

TEST_CASE("a headline in capitals is windows-1251 and neither KOI8 nor Mac") {
  const Utf8Text got = to_utf8(in("ГЛАВА ДИПЛОМАТИИ ЕС НАЗВАЛА УСЛОВИЯ", "windows-1251"), "", Inside::html);
  CHECK(got.text == "ГЛАВА ДИПЛОМАТИИ ЕС НАЗВАЛА УСЛОВИЯ");
}

TEST_CASE("valid UTF-8 beats a label that says windows-1251") {
  const Utf8Text got = to_utf8(russian, "text/html; charset=windows-1251", Inside::html);
  CHECK(got.text == russian);
  CHECK(has_remark(got, "charset_override: said windows-1251, reads as utf-8"));
}

TEST_CASE("windows-1251 that is declared as UTF-8 is repaired and the override recorded") {
  const std::string feed = R"(<?xml version="1.0" encoding="utf-8"?><title>)" + in(russian, "windows-1251");
  const Utf8Text got = to_utf8(feed, "application/rss+xml; charset=utf-8", Inside::xml);
  CHECK(got.charset == "windows-1251");
  CHECK(got.text.contains(russian));
  CHECK(has_remark(got, "charset_override: said utf-8"));
}

TEST_CASE("windows-1251 behind a server's default of iso-8859-1 is read as windows-1251") {
  CHECK(to_utf8(in(russian, "windows-1251"), "text/html; charset=ISO-8859-1", Inside::html).charset ==
        "windows-1251");
}

TEST_CASE("French behind iso-8859-1 stays French") {
  const Utf8Text got =
      to_utf8("d\xE9j\xE0 vu \xE0 l'\xE9t\xE9", "text/html; charset=iso-8859-1", Inside::html);
  CHECK(got.text == "déjà vu à l'été");
  CHECK(to_utf8("d\xE9j\xE0 vu", "", Inside::html).charset == "windows-1252");
}

TEST_CASE("labels have many spellings") {
  for (const std::string_view label : {"cp1251", "cp-1251", "Win-1251", "WINDOWS1251", "x-cp1251"}) {
    CHECK(canonical_charset(label) == "windows-1251");
  }
  CHECK(canonical_charset("koi8r") == "koi8-r");
  CHECK(canonical_charset("utf8") == "utf-8");
  CHECK(canonical_charset("Latin1") == "windows-1252");
}

TEST_CASE("a meta element at byte 3,000 is found, one in a comment or the title is not") {
  const std::string far = "<html><head>" + std::string(3000, ' ') + "<meta charset=koi8-r>";
  CHECK(to_utf8(far + in("Да", "koi8-u"), "", Inside::html).text.contains("Да"));
  const std::string hidden = "<!-- <meta charset=ibm866> --><title><meta charset=ibm866></title>";
  CHECK(to_utf8(hidden + in(russian, "windows-1251"), "", Inside::html).charset == "windows-1251");
}

TEST_CASE("UTF-16 is known with and without its mark, whatever the label says") {
  const std::string page = "<html><p>" + russian;
  CHECK(to_utf8("\xFF\xFE" + in_utf16(page, false), "", Inside::html).text == page);
  CHECK(to_utf8("\xFE\xFF" + in_utf16(page, true), "text/html; charset=utf-8", Inside::html).text == page);
  CHECK(to_utf8(in_utf16(page, false), "text/html; charset=utf-8", Inside::html).text == page);
  CHECK(to_utf8(in_utf16(page, true), "", Inside::html).charset == "utf-16be");
}

TEST_CASE("double encoding is undone, once and twice, in text nodes too") {
  const auto misread = [](std::string_view text, std::string_view charset) {
    std::string out;
    for (const char c : text) {
      utf8::append(out, find_code_page(charset)->at(static_cast<unsigned char>(c)));
    }
    return out;
  };
  for (const std::string_view charset : {"windows-1251", "windows-1252"}) {
    const std::string once = misread("Украина", charset);
    CHECK(undone_double_encoding(once) == "Украина");
    CHECK(undone_double_encoding(misread(once, charset)) == "Украина");
  }
  CHECK_FALSE(undone_double_encoding(russian));
  CHECK_FALSE(undone_double_encoding("РСФСР и СССР"));
  CHECK_FALSE(undone_double_encoding("plain words"));
  const Utf8Text got = to_utf8(misread(russian, "windows-1252"), "", Inside::html);
  CHECK(got.text == russian);
  CHECK(has_remark(got, "double_encoding"));
}

TEST_CASE("bad bytes become U+FFFD and are counted, a cut tail is no reason to doubt UTF-8") {
  const Utf8Text got = to_utf8(russian + "\xFF" + russian, "", Inside::html);
  CHECK(got.charset == "utf-8");
  CHECK(got.text == russian + "\uFFFD" + russian);
  CHECK(has_remark(got, "bad_bytes: 1"));
  CHECK(to_utf8(russian.substr(0, 41), "", Inside::html).charset == "utf-8");
  CHECK(to_utf8(std::string("a\0b", 3), "", Inside::html).text == "a\uFFFDb");
}

TEST_CASE("windows-1251 and KOI8 texts of 40 bytes are told in 49 of 50 cases") {
  // Every window of 40 characters of two texts, so that the cases are many and the same on each run.
  std::map<std::string_view, std::pair<int, int>> right;
  for (const std::string& text : {russian, ukrainian}) {
    const std::u32string all = utf8::to_code_points(text);
    for (std::size_t at = 0; at + 40 <= all.size(); ++at) {
      const std::string part = utf8::from_code_points(std::u32string_view(all).substr(at, 40));
      for (const std::string_view charset : {"windows-1251", "koi8-u", "ibm866"}) {
        auto& [good, n] = right[charset];
        const std::string got = to_utf8(in(part, charset), "", Inside::none).charset;
        good += got == charset ? 1 : 0;
        ++n;
      }
    }
  }
  for (const auto& [charset, counts] : right) {
    CAPTURE(charset);
    CHECK(counts.first * 50 >= counts.second * 49);
  }
}

TEST_CASE("each table of the folder can be read") {
  CHECK(load_table("letter_pairs", {"previous", "costs"}).rows.size() == 38);
  CHECK(load_table("charset_labels", {"label", "charset"}).rows.size() > 30);
  CHECK(table_bytes("no such table").empty());
}
