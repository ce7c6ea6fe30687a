#include "daemon/pipeline/web.hpp"

#include "tests/daemon/pipeline/line_rig.hpp"

using namespace qw;
using namespace qw::pipeline;
using namespace qw::test;
using namespace std::chrono_literals;

namespace {

const std::string site = "https://ranok.example.com";

struct WebRig : LineRig {
  Gates gates{loop.get_executor(), clock, *store, disk, [] { return 0.5; }};
  Web web{net, gates, clock};
  std::shared_ptr<config::Crawl> crawl = std::make_shared<config::Crawl>();

  Result<Got> get(const std::string& url, const std::string& etag = "") {
    Ask ask{.url = url, .etag = etag, .last_modified = "", .delay = 0ms};
    return value_of(web.get(std::move(ask), crawl));
  }
};

}  // namespace

TEST_CASE("robots.txt is asked first, once, and kept with the host") {
  WebRig rig;
  rig.net.answer(site + "/robots.txt", 200, "User-agent: *\nDisallow: /private\n");
  rig.net.answer(site + "/a", 200, "text");
  const auto first = rig.get(site + "/a");
  REQUIRE(first.has_value());
  CHECK(first->response.body == "text");
  REQUIRE(rig.get(site + "/a").has_value());
  CHECK(rig.net.urls() == std::vector<std::string>{site + "/robots.txt", site + "/a", site + "/a"});
}

TEST_CASE("what robots.txt forbids is never asked for") {
  WebRig rig;
  rig.net.answer(site + "/robots.txt", 200, "User-agent: quotewatch\nDisallow: /private\n");
  const auto got = rig.get(site + "/private/1");
  REQUIRE_FALSE(got.has_value());
  CHECK(got.error().code == Errc::refused);
  CHECK(rig.net.urls() == std::vector<std::string>{site + "/robots.txt"});
}

TEST_CASE("a site without a robots.txt allows all, one whose robots.txt fails allows nothing") {
  WebRig rig;
  rig.net.answer(site + "/a", 200);
  CHECK(rig.get(site + "/a").has_value());
  const std::string broken = "https://potok.example.org";
  rig.net.answer(broken + "/robots.txt", 503);
  const auto got = rig.get(broken + "/a");
  REQUIRE_FALSE(got.has_value());
  CHECK(got.error().code == Errc::busy);
  CHECK(got.error().what.find("2.3.1.4") != std::string::npos);
  CHECK(rig.net.urls().back() == broken + "/robots.txt");
}

TEST_CASE("each hop of a redirect is judged anew by the robots.txt of its own host") {
  WebRig rig;
  const std::string other = "https://mirror.example.org";
  rig.net.redirect(site + "/a", other + "/b");
  rig.net.answer(other + "/robots.txt", 200, "User-agent: *\nDisallow: /b\n");
  const auto got = rig.get(site + "/a");
  REQUIRE_FALSE(got.has_value());
  CHECK(got.error().code == Errc::refused);
  CHECK(rig.net.urls() == std::vector<std::string>{site + "/robots.txt", site + "/a", other + "/robots.txt"});
}

TEST_CASE("the last hop answers, and says how many there were") {
  WebRig rig;
  rig.net.redirect(site + "/a", site + "/b");
  rig.net.redirect(site + "/b", site + "/c");
  rig.net.answer(site + "/c", 200, "here");
  const auto got = rig.get(site + "/a");
  REQUIRE(got.has_value());
  CHECK(got->hops == 2);
  CHECK(got->response.url == site + "/c");
}

TEST_CASE("a circle of redirects ends at the limit, whose key is named") {
  WebRig rig;
  rig.net.redirect(site + "/a", site + "/a");
  rig.crawl->most_redirects = 3;
  const auto got = rig.get(site + "/a");
  REQUIRE_FALSE(got.has_value());
  CHECK(got.error().code == Errc::too_big);
  CHECK(got.error().what.find("crawl.most_redirects") != std::string::npos);
  CHECK(rig.net.asked.size() == 1 + 4);
}

TEST_CASE("validators go out with the request, and 304 comes back as an answer") {
  WebRig rig;
  rig.net.answer(site + "/feed", 304);
  const auto got = rig.get(site + "/feed", "\"v1\"");
  REQUIRE(got.has_value());
  CHECK(got->response.status == 304);
  CHECK(rig.net.asked.back().etag == "\"v1\"");
  CHECK(rig.net.asked.front().etag.empty());
}

TEST_CASE("a Crawl-delay that was just read holds for the very next request") {
  WebRig rig;
  rig.net.answer(site + "/robots.txt", 200, "User-agent: *\nCrawl-delay: 90\n");
  rig.net.answer(site + "/a", 200);
  const auto early = rig.get(site + "/a");
  REQUIRE_FALSE(early.has_value());
  CHECK(early.error().code == Errc::busy);
  rig.clock.advance(90s);
  CHECK(rig.get(site + "/a").has_value());
}

TEST_CASE("an answer that never came is the fetcher's error, and the host is free again") {
  WebRig rig;
  rig.net.refuse(site + "/a", Errc::timed_out);
  rig.net.answer(site + "/b", 200);
  const auto got = rig.get(site + "/a");
  REQUIRE_FALSE(got.has_value());
  CHECK(got.error().code == Errc::timed_out);
  rig.clock.advance(60s);
  CHECK(rig.get(site + "/b").has_value());
}

TEST_CASE("edge 39: a delay of ten minutes leaves lists polled and pages unfetched, and says so") {
  WebRig rig;
  rig.net.answer(site + "/robots.txt", 200, "User-agent: *\nCrawl-delay: 600\n");
  rig.net.answer(site + "/rss", 200, "list");
  const auto page = rig.get(site + "/a");
  REQUIRE_FALSE(page.has_value());
  CHECK(page.error().code == Errc::refused);
  CHECK(page.error().what.find("600 s between two requests, so only lists are fetched") != std::string::npos);

  const Ask ask{.url = site + "/rss", .etag = "", .last_modified = "", .delay = 0ms, .is_list = true};
  const auto too_soon = rig.value_of(rig.web.get(ask, rig.crawl));
  REQUIRE_FALSE(too_soon.has_value());
  CHECK(too_soon.error().code == Errc::busy);
  rig.clock.advance(601s);
  const auto list = rig.value_of(rig.web.get(ask, rig.crawl));
  REQUIRE(list.has_value());
  CHECK(list->lists_only);
  CHECK(rig.net.urls() == std::vector<std::string>{site + "/robots.txt", site + "/rss"});
}
