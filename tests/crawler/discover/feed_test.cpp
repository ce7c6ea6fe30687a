#include "crawler/discover/links.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

using namespace qw;
using discover::Link;
using discover::Links;
using discover::ListInput;

namespace {

Time at(const char* text) { return parse_time(text).value(); }

ListInput input_of(std::string_view bytes, std::string_view type = "") {
  ListInput input;
  input.bytes = bytes;
  input.content_type = type;
  input.url = "https://news.example/rss/all.xml";
  input.fetched = at("2026-11-24T12:00:00Z");
  input.zone = "Europe/Kyiv";
  return input;
}

Links read(std::string_view bytes, std::string_view type = "") {
  auto links = discover::read_feed(input_of(bytes, type));
  REQUIRE_MESSAGE(links, links.error().text());
  return *std::move(links);
}

bool has(const Links& links, std::string_view remark) {
  return std::ranges::any_of(links.remarks,
                             [&](const std::string& each) { return each.starts_with(remark); });
}

std::string rss(const std::string& items) {
  return "<?xml version=\"1.0\" encoding=\"utf-8\"?><rss version=\"2.0\"><channel><title>Новости</title>" +
         items + "</channel></rss>";
}

std::string item(const std::string& inner) {
  return "<item><link>https://news.example/a</link>" + inner + "</item>";
}

Link only(const Links& links) {
  REQUIRE(links.links.size() == 1);
  return links.links.front();
}

/// Text as windows-1251 bytes; enough letters for the tests.
std::string in_1251(std::u32string_view text) {
  std::string out;
  for (const char32_t c : text) {
    if (c < 0x80) {
      out += static_cast<char>(c);
    } else if (c >= 0x410 && c <= 0x44F) {
      out += static_cast<char>(c - 0x410 + 0xC0);
    } else if (c == 0x456) {
      out += static_cast<char>(0xB3);
    }
  }
  return out;
}

}  // namespace

TEST_CASE("RSS 2.0: fields, title of the channel, summary without markup") {
  const Links links =
      read(rss("<item><title>Каллас: заявление</title><link>/2026/11/a?x=1&amp;y=2#top</link><guid "
               "isPermaLink=\"false\">7</guid>"
               "<pubDate>Tue, 24 Nov 2026 13:30:00 +0200</pubDate>"
               "<description><![CDATA[<p>Первый&nbsp;абзац</p><p>второй</p><script>x()</script>]]></"
               "description></item>"));
  CHECK(links.form == "rss2");
  CHECK(links.title == "Новости");
  CHECK_FALSE(links.truncated);
  const Link link = only(links);
  CHECK(link.url == "https://news.example/2026/11/a?x=1&y=2");
  CHECK(link.id == "7");
  CHECK(link.title == "Каллас: заявление");
  CHECK(link.summary == "Первый абзац второй");
  REQUIRE(link.published);
  CHECK(*link.published == at("2026-11-24T11:30:00Z"));
}

TEST_CASE("RSS 1.0: items beside the channel, dc:date, rdf:about as id") {
  const Links links = read(
      "<rdf:RDF xmlns:rdf=\"r\" xmlns:dc=\"d\"><channel "
      "rdf:about=\"https://news.example/\"><title>T</title></channel>"
      "<item rdf:about=\"urn:1\"><title>A</title><link>https://news.example/1</link>"
      "<dc:date>2026-11-24T10:00:00+03:00</dc:date></item></rdf:RDF>");
  CHECK(links.form == "rss1");
  const Link link = only(links);
  CHECK(link.id == "urn:1");
  CHECK(*link.published == at("2026-11-24T07:00:00Z"));
}

TEST_CASE("Atom: alternate link, xml:base, xhtml content, published before updated") {
  const Links links = read(
      "<feed xmlns=\"http://www.w3.org/2005/Atom\" "
      "xml:base=\"https://news.example/sub/\"><title>T</title><entry>"
      "<id>tag:1</id><link rel=\"enclosure\" href=\"x.mp3\"/><link rel=\"alternate\" href=\"a.html\"/>"
      "<title type=\"html\">Заголовок "
      "&lt;b&gt;жирный&lt;/b&gt;</title><updated>2026-11-24T11:00:00Z</updated>"
      "<published>2026-11-24T10:00:00Z</published><content type=\"xhtml\"><div><p>один</p> <i>два</i> "
      "три</div></content>"
      "</entry></feed>");
  CHECK(links.form == "atom");
  const Link link = only(links);
  CHECK(link.url == "https://news.example/sub/a.html");
  CHECK(link.title == "Заголовок жирный");
  CHECK(link.summary == "один два три");
  CHECK(*link.published == at("2026-11-24T10:00:00Z"));
}

TEST_CASE("JSON Feed: a number as id") {
  const Links links = read(
      R"({"version":"https://jsonfeed.org/version/1.1","title":"T","items":[{"id":17,"url":"/a","title":"Б",
          "content_html":"<p>текст</p>","date_published":"2026-11-24T10:00:00+02:00"}]})");
  CHECK(links.form == "jsonfeed");
  const Link link = only(links);
  CHECK(link.id == "17");
  CHECK(link.url == "https://news.example/a");
  CHECK(link.summary == "текст");
}

TEST_CASE("edge 1: utf-8 declared, bytes are windows-1251: repaired and recorded") {
  const Links links =
      read("<?xml version=\"1.0\" encoding=\"utf-8\"?><rss><channel>" +
           item("<title>" + in_1251(U"Каллас заявила о гарантиях безопасности") + "</title>") +
           "</channel></rss>");
  CHECK(only(links).title == "Каллас заявила о гарантиях безопасности");
  CHECK(has(links, "charset_override"));
}

TEST_CASE("edge 2: windows-1251 declared, bytes are UTF-8: not converted twice") {
  const Links links = read("<?xml version=\"1.0\" encoding=\"windows-1251\"?><rss><channel>" +
                           item("<title>Заява про гарантії безпеки</title>") + "</channel></rss>");
  CHECK(only(links).title == "Заява про гарантії безпеки");
}

TEST_CASE("edge 3: blank lines and junk before the declaration") {
  CHECK(only(read("\n\n \xEF\xBB\xBF" + rss(item("<title>x</title>")))).title == "x");
  CHECK(only(read("PHP Warning: x in y\n" + rss(item("<title>x</title>")))).title == "x");
}

TEST_CASE("edge 4: labels that only people know") {
  for (const char* label : {"cp-1251", "win-1251", "CP1251"}) {
    const std::string body = "<?xml version=\"1.0\" encoding=\"" + std::string(label) + "\"?><rss><channel>" +
                             item("<title>" + in_1251(U"заява") + "</title>") + "</channel></rss>";
    CHECK(only(read(body)).title == "заява");
  }
}

TEST_CASE("edge 8: UTF-16LE without a mark, and UTF-8 declared as UTF-16") {
  std::string wide;
  for (const char32_t c :
       std::u32string_view(U"<rss><channel><item><title>Заява Каллас</title></item></channel></rss>")) {
    wide += static_cast<char>(c & 0xFFU);
    wide += static_cast<char>(c >> 8U);
  }
  CHECK(only(read(wide)).title == "Заява Каллас");
  CHECK(only(read("<?xml version=\"1.0\" "
                  "encoding=\"utf-16\"?><rss><channel><item><title>Заява</title></item></channel></rss>"))
            .title == "Заява");
}

TEST_CASE("edge 9: one field encoded twice is repaired, its neighbours stay") {
  const Link link = only(read(rss(item("<title>РЈРєСЂР°РёРЅР°</title><description>Украина</description>"))));
  CHECK(link.title == "Украина");
  CHECK(link.summary == "Украина");
}

TEST_CASE("edge 10: control characters are dropped, the rest is kept") {
  const Links links = read(rss(item("<title>за\x08ява\x1E</title>")));
  CHECK(only(links).title == "заява");
  CHECK(has(links, "controls_dropped"));
}

TEST_CASE("edge 11: HTML entities and bare ampersands") {
  const Links links = read(rss(item("<title>A&nbsp;&laquo;б&raquo; R&D &ecirc; &unknown; Q&A</title>")));
  CHECK(only(links).title == "A «б» R&D ê &unknown; Q&A");
  CHECK(has(links, "entities_repaired"));
}

TEST_CASE("edge 12: an entity inside a CDATA title is decoded once") {
  CHECK(only(read(rss(item("<title><![CDATA[&#1047;&#x430;ява &amp; &quot;x&quot;]]></title>")))).title ==
        "Заява & \"x\"");
  CHECK(only(read(rss(item("<title>AT&amp;amp;T</title>")))).title == "AT&T");
}

TEST_CASE("edge 13: a feed cut in item 14 keeps 13 items and says so") {
  std::string items;
  for (int i = 1; i <= 13; ++i) {
    items += "<item><title>n" + std::to_string(i) + "</title><link>https://news.example/" +
             std::to_string(i) + "</link></item>";
  }
  for (const char* tail : {"<item><title>cut", "<item><title>n14</title><link>https://news",
                           "<item><title><![CDATA[cut", "<item><title>n14</title><li", "<!-- x"}) {
    const Links links = read("<rss><channel>" + items + tail);
    CHECK(links.links.size() == 13);
    CHECK(links.truncated);
    CHECK(has(links, "truncated"));
  }
}

TEST_CASE("edge 14: a page instead of a feed is no empty feed") {
  for (const char* page : {"<!DOCTYPE html><html><head><title>x</title></head><body><p>y<br>z</body></html>",
                           "<html><body>x", "", "   ", "just words"}) {
    const auto links = discover::read_feed(input_of(page, "text/html"));
    REQUIRE_FALSE(links);
    CHECK(links.error().code == Errc::malformed);
  }
}

TEST_CASE("edge 15: the same guid on all items") {
  const Links links =
      read(rss("<item><guid>1</guid><link>https://news.example/a</link></item>"
               "<item><guid>1</guid><link>https://news.example/b</link></item>"));
  REQUIRE(links.links.size() == 2);
  CHECK(links.links[0].id != links.links[1].id);
  CHECK(has(links, "guid_repeated"));
}

TEST_CASE("edge 18: a guid that flips between http and https is one id") {
  const auto id = [](const std::string& guid) {
    return only(read(rss(item("<guid>" + guid + "</guid>")))).id;
  };
  CHECK(id("http://news.example/?p=1") == id("https://news.example/?p=1"));
}

TEST_CASE("edge 19: every date is now: none is believed") {
  std::string items;
  for (int i = 0; i < 4; ++i) {
    items += item("<title>t</title><pubDate>Tue, 24 Nov 2026 12:00:00 GMT</pubDate>");
  }
  const Links links = read(rss(items));
  CHECK(has(links, "dates_are_now"));
  for (const Link& link : links.links) {
    CHECK_FALSE(link.published);
  }
}

TEST_CASE("edge 20: Moscow time marked as GMT goes back by whole hours") {
  const Links links = read(rss(item("<pubDate>Tue, 24 Nov 2026 14:50:00 GMT</pubDate>")));
  CHECK(*only(links).published == at("2026-11-24T11:50:00Z"));
  CHECK(has(links, "date_zone_fault"));
  const Links far = read(rss(item("<pubDate>Fri, 27 Nov 2026 14:50:00 GMT</pubDate>")));
  CHECK_FALSE(only(far).published);
  CHECK(has(far, "date_in_future"));
}

TEST_CASE("edge 22: a localised month in an RFC 822 date") {
  CHECK(*only(read(rss(item("<pubDate>Вт, 24 ноя 2026 11:16:00 +0300</pubDate>")))).published ==
        at("2026-11-24T08:16:00Z"));
  CHECK(*only(read(rss(item("<pubDate>Вт, 24 лис 2026 11:16:00 +0200</pubDate>")))).published ==
        at("2026-11-24T09:16:00Z"));
}

TEST_CASE("a date without zone is the outlet's, and the forms that feeds really use are read") {
  const auto published = [](const std::string& text) {
    return only(read(rss(item("<pubDate>" + text + "</pubDate>")))).published;
  };
  CHECK(*published("2026-11-24 11:16:00") == at("2026-11-24T09:16:00Z"));
  CHECK(*published("Tue, 24 Nov 2026 11:16 MSK") == at("2026-11-24T08:16:00Z"));
  CHECK(*published("24 November 2026 11:16:05 +03:00") == at("2026-11-24T08:16:05Z"));
  CHECK(*published("Tue, 24 Nov 26 09:16:05 GMT") == at("2026-11-24T09:16:05Z"));
  CHECK(*published("2026-11-24T11:16:05.123+0200") == at("2026-11-24T09:16:05Z"));
  CHECK(*published("1795511765") == at("2026-11-24T09:16:05Z"));
  CHECK_FALSE(published("soon"));
  CHECK_FALSE(published("Tue, 31 Feb 2026 10:00:00 GMT"));
}

TEST_CASE("a link may stand in the guid, in CDATA with spaces, or relative to the protocol") {
  CHECK(only(read(rss("<item><title>t</title><link/><guid>https://news.example/g</guid></item>"))).url ==
        "https://news.example/g");
  CHECK(
      only(read(rss("<item><title>t</title><link><![CDATA[ https://news.example/c ]]></link></item>"))).url ==
      "https://news.example/c");
  CHECK(only(read(rss("<item><title>t</title><link>//m.news.example/d</link></item>"))).url ==
        "https://m.news.example/d");
  CHECK(only(read(rss("<item><title>t</title><link>javascript:alert(1)</link></item>"))).url.empty());
  CHECK(only(read(rss("<item><title>t</title><link>https://u:p@news.example/новости</link></item>"))).url ==
        "https://news.example/%D0%BD%D0%BE%D0%B2%D0%BE%D1%81%D1%82%D0%B8");
}

TEST_CASE("broken markup inside one item does not spoil the next") {
  const Links links = read(
      "<rss><channel><item><title>a</title><description>x<br>y<b>z</description><link>https://news.example/"
      "1</link></item>"
      "<item><title>b</title><link>https://news.example/2</link>"
      "<item><title>c</title><link>https://news.example/3</link></item></channel></rss>");
  REQUIRE(links.links.size() == 3);
  CHECK(links.links[0].url == "https://news.example/1");
  CHECK(links.links[0].summary == "x y z");
  CHECK(links.links[1].title == "b");
  CHECK(links.links[2].url == "https://news.example/3");
  CHECK(has(links, "tags_repaired"));
  CHECK_FALSE(links.truncated);
}

TEST_CASE("entity bombs and external entities are text without meaning") {
  const Links links = read(
      "<!DOCTYPE rss [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\"><!ENTITY x SYSTEM "
      "\"file:///etc/passwd\">]>"
      "<rss><channel><item><title>&b;&x;</title><link>https://news.example/a</link></item></channel></rss>");
  CHECK(only(links).title == "&b;&x;");
  CHECK(has(links, "doctype_dropped"));
}

TEST_CASE("depth, attributes and number of entries are bounded") {
  std::string deep = "<rss><channel><item><title>t</title><link>https://news.example/a</link>";
  for (int i = 0; i < 20'000; ++i) {
    deep += "<x>";
  }
  CHECK(read(deep + "</item></channel></rss>").links.size() == 1);
  std::string many;
  for (int i = 0; i < 2500; ++i) {
    many += "<item><link>https://news.example/" + std::to_string(i) + "</link></item>";
  }
  const Links links = read(rss(many));
  CHECK(links.links.size() == 2000);
  CHECK(has(links, "too_many_entries"));
}
