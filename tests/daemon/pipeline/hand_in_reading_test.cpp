#include "daemon/pipeline/hand_in_reading.hpp"

#include "daemon/pipeline/web.hpp"

#include <doctest/doctest.h>

using namespace qw;
using namespace qw::pipeline;
using hand_in::Obstacle;

namespace {
config::Config two_outlets() {
  config::Config out;
  model::Outlet paper;
  paper.id = "paper";
  paper.home = "https://www.paper.example/";
  paper.feeds = {{"ru", "https://rss.paper.example/all"}};
  model::Outlet channel;
  channel.id = "channel";
  channel.telegram = "Some_Channel";
  out.outlets = {paper, channel};
  return out;
}
Url url(std::string_view text) { return *parse_url(text); }
}  // namespace

TEST_CASE("an address is an outlet's by the host of its home page or of a feed") {
  const config::Config config = two_outlets();
  REQUIRE(outlet_of_address(config, url("https://paper.example/news/1")) != nullptr);
  CHECK(outlet_of_address(config, url("https://rss.paper.example/x"))->id == "paper");
  CHECK(outlet_of_address(config, url("https://t.me/some_channel/12"))->id == "channel");
  CHECK(outlet_of_address(config, url("https://notpaper.example/")) == nullptr);
  CHECK(outlet_of_address(config, url("https://t.me/some_channel")) == nullptr);
}

TEST_CASE("a post of a channel is asked for at the public preview") {
  CHECK(address_to_fetch(url("https://t.me/some_channel/12")) == "https://t.me/s/some_channel/12");
  CHECK(address_to_fetch(url("https://t.me/s/some_channel/12")) == "https://t.me/s/some_channel/12");
  CHECK(address_to_fetch(url("https://paper.example/some/12")) == "https://paper.example/some/12");
}

TEST_CASE("a post is found on the preview, and one that is not there is gone") {
  const std::string preview =
      R"(<html><body><div class="tgme_widget_message_wrap"><div class="tgme_widget_message" )"
      R"(data-post="some_channel/12"><div class="tgme_widget_message_text">Каллас заявила.</div>)"
      R"(<a class="tgme_widget_message_date" href="https://t.me/some_channel/12">)"
      R"(<time datetime="2026-11-24T10:00:00+00:00"></time></a></div></div></body></html>)";
  const Time now = *parse_time("2026-11-24T11:00:00Z");
  const auto read = [&](const char* address) {
    return read_handed_page(preview, "text/html", url(address), "https://t.me/s/some_channel", now, "UTC");
  };
  const HandedPage there = read("https://t.me/Some_Channel/12");
  CHECK(there.obstacle == Obstacle::none);
  CHECK(there.article.text == "Каллас заявила.");
  CHECK(there.article.published.day == day_of(now));
  CHECK(read("https://t.me/some_channel/13").obstacle == Obstacle::gone);
}

TEST_CASE("what stood in the way has a name of its own") {
  CHECK(obstacle_of({Errc::refused, std::string(robots_forbid_it), {}}) == Obstacle::robots);
  CHECK(obstacle_of({Errc::refused, "the address guard refuses 127.0.0.1", {}}) == Obstacle::refused_address);
  CHECK(obstacle_of({Errc::busy, "", {}}) == Obstacle::too_far);
  CHECK(obstacle_of({Errc::timed_out, "", {}}) == Obstacle::unreachable);
  CHECK(obstacle_of_status(200) == Obstacle::none);
  CHECK(obstacle_of_status(451) == Obstacle::blocked);
  CHECK(obstacle_of_status(404) == Obstacle::gone);
  CHECK(obstacle_of_status(500) == Obstacle::bad_answer);
}

TEST_CASE("a page without an article says so") {
  const Time now = *parse_time("2026-11-24T11:00:00Z");
  const HandedPage page =
      read_handed_page("\x89PNG\r\n\x1a\n", "image/png", url("https://paper.example/a.png"),
                       "https://paper.example/a.png", now, "UTC");
  CHECK(page.obstacle == Obstacle::not_an_article);
  CHECK_FALSE(page.detail.empty());
}

TEST_CASE("a text that a person brought is marked with the person, and has no outlet") {
  hand_in::Wish wish;
  wish.id = "01h";
  wish.name = "Olena";
  wish.text = "Каллас заявила.";
  wish.at = *parse_time("2026-11-24T11:00:00Z");
  const ReadArticle read = article_of_text(wish);
  CHECK(read.task.outlet == hand_in::no_outlet);
  CHECK(read.article.canonical_url == "hand-in:01h");
  CHECK(read.page_remark == "text handed in by Olena");
  CHECK(read.task.sighting.seen_at == wish.at);
}
