#include "crawler/discover/links.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace qw;
using discover::Links;

namespace {

discover::ListInput input_of(std::string_view bytes) {
  discover::ListInput input;
  input.bytes = bytes;
  input.content_type = "text/html; charset=utf-8";
  input.url = "https://t.me/s/chan";
  input.fetched = parse_time("2026-11-24T12:00:00Z").value();
  return input;
}

std::string page(const std::string& posts) {
  return "<!DOCTYPE html><html><head><title>x</title></head><body><div class=\"tgme_channel_info\">"
         "<div class=\"tgme_channel_info_header_title\"><span dir=\"auto\">Канал</span></div></div>"
         "<section class=\"tgme_channel_history js-message_history\">" +
         posts + "</section></body></html>";
}

std::string post(const std::string& id, const std::string& inner, const std::string& meta = "",
                 const std::string& more_class = "") {
  return "<div class=\"tgme_widget_message_wrap\"><div class=\"tgme_widget_message js-widget_message" +
         more_class + "\" data-post=\"chan/" + id + "\"><div class=\"tgme_widget_message_bubble\">" + inner +
         "<div class=\"tgme_widget_message_footer\"><div class=\"tgme_widget_message_info\">"
         "<span class=\"tgme_widget_message_views\">1.2K</span><span class=\"tgme_widget_message_meta\">" +
         meta + "<a class=\"tgme_widget_message_date\" href=\"https://t.me/chan/" + id +
         "\"><time datetime=\"2026-11-24T11:00:00+00:00\" "
         "class=\"time\">11:00</time></a></span></div></div></div></div></div>";
}

std::string text(const std::string& inner) {
  return "<div class=\"tgme_widget_message_text js-message_text\" dir=\"auto\">" + inner + "</div>";
}

Links read(const std::string& bytes) {
  auto links = discover::read_telegram(input_of(bytes));
  REQUIRE_MESSAGE(links, links.error().text());
  return *std::move(links);
}

}  // namespace

TEST_CASE("posts of a channel: id, address, time, first line as title, whole text as summary") {
  const Links links = read(page(
      post(
          "122",
          text(
              "Первая строка<br/><br/>вторая <b>жирная</b> &amp; <a href=\"https://x.example\">ссылка</a>")) +
      post("125", text("ещё"))));
  CHECK(links.form == "telegram");
  CHECK(links.title == "Канал");
  REQUIRE(links.links.size() == 2);
  CHECK(links.links[0].id == "chan/122");
  CHECK(links.links[0].url == "https://t.me/chan/122");
  CHECK(links.links[0].title == "Первая строка");
  CHECK(links.links[0].summary == "Первая строка\nвторая жирная & ссылка");
  CHECK(*links.links[0].published == parse_time("2026-11-24T11:00:00Z").value());
  CHECK_FALSE(links.links[0].edited);
  CHECK(links.older == "https://t.me/s/chan?before=122");
}

TEST_CASE("edge 68: an edited post says so and keeps its time") {
  const Links links = read(page(post("7", text("x"), "edited ")));
  REQUIRE(links.links.size() == 1);
  CHECK(links.links[0].edited);
  CHECK(*links.links[0].published == parse_time("2026-11-24T11:00:00Z").value());
}

TEST_CASE("edge 72: a reply's excerpt and a link's card are not the words of the channel") {
  const Links links = read(page(post("7",
                                     "<a class=\"tgme_widget_message_reply\" href=\"#\"><div "
                                     "class=\"tgme_widget_message_metatext js-message_reply_text\">"
                                     "Каллас сказала</div></a>" +
                                         text("своё") +
                                         "<a class=\"tgme_widget_message_link_preview\" href=\"#\"><div "
                                         "class=\"link_preview_title\">чужой заголовок</div></a>")));
  REQUIRE(links.links.size() == 1);
  CHECK(links.links[0].summary == "своё");
}

TEST_CASE("forwards name their origin, service messages are no posts, media without text stay") {
  const Links links =
      read(page(post("1",
                     "<div class=\"tgme_widget_message_forwarded_from accent_color\">Forwarded from "
                     "<a class=\"tgme_widget_message_forwarded_from_name\" "
                     "href=\"https://t.me/other/5\"><span dir=\"auto\">Другой</span></a></div>" +
                         text("слова")) +
                post("2", text("Channel photo updated"), "", " service_message") +
                post("3", "<a class=\"tgme_widget_message_photo_wrap\" href=\"#\"></a>") +
                post("4",
                     "<div class=\"tgme_widget_message_poll\"><div "
                     "class=\"tgme_widget_message_poll_question\">Вопрос?</div></div>")));
  REQUIRE(links.links.size() == 3);
  CHECK(links.links[0].forwarded_from == "Другой");
  CHECK(links.links[1].media == "photo");
  CHECK(links.links[1].title.empty());
  CHECK(links.links[2].media == "poll");
  CHECK(links.links[2].summary == "Вопрос?");
}

TEST_CASE("edge 70: a channel without preview is refused, another page is no channel") {
  const auto off = discover::read_telegram(
      input_of("<html><body><div class=\"tgme_page\"><div "
               "class=\"tgme_page_title\"><span>Канал</span></div></div></body></html>"));
  REQUIRE_FALSE(off);
  CHECK(off.error().code == Errc::refused);
  const auto other = discover::read_telegram(input_of("<html><body><p>x</p></body></html>"));
  REQUIRE_FALSE(other);
  CHECK(other.error().code == Errc::malformed);
}

TEST_CASE("a channel without posts has none, and edge 71: the first post has nothing older") {
  CHECK(read(page("")).links.empty());
  CHECK(read(page(post("1", text("x")))).older.empty());
}
