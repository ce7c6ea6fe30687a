#include "daemon/pipeline/outlet_check.hpp"

#include <doctest/doctest.h>

using namespace qw;
using namespace qw::pipeline;

namespace {
model::Outlet outlet() {
  model::Outlet out;
  out.id = "example";
  out.home = "https://news.example.org";
  out.feeds = {{"ru", "https://news.example.org/rss"}};
  out.telegram = "example_news";
  return out;
}
}  // namespace

TEST_CASE("a check tries the home page first and then all that would be polled") {
  const auto tasks = addresses_to_try(outlet());
  REQUIRE(tasks.size() == 3);
  CHECK(tasks[0].url == "https://news.example.org/");
  CHECK(tasks[0].kind == model::TaskKind::section);
  CHECK(tasks[1].kind == model::TaskKind::feed);
  CHECK(tasks[2].url == "https://t.me/s/example_news");
}

TEST_CASE("a home page that is the only list is tried once") {
  model::Outlet bare = outlet();
  bare.feeds.clear();
  bare.telegram.clear();
  CHECK(addresses_to_try(bare).size() == 1);
}

TEST_CASE("an outlet is good when a list has entries and an article could be read") {
  OutletReport report;
  CHECK_FALSE(is_good(report));
  report.addresses = {{"https://news.example.org/rss", "feed", AddressState::answered, 200, 20, ""}};
  CHECK_FALSE(is_good(report));
  report.articles = 1;
  CHECK(is_good(report));
  report.addresses[0].found = AddressState::blocked;
  CHECK_FALSE(is_good(report));
}

TEST_CASE("a channel is good when its posts can be read") {
  OutletReport report;
  report.addresses = {{"https://t.me/s/example_news", "telegram", AddressState::answered, 200, 20, ""}};
  CHECK(is_good(report));
  report.addresses[0].found = AddressState::empty;
  CHECK_FALSE(is_good(report));
}

TEST_CASE("the report keeps what was seen at each address") {
  OutletReport report;
  report.outlet = "example";
  report.addresses = {
      {"https://news.example.org/", "home", AddressState::forbidden, 0, 0, "robots.txt forbids it"}};
  report.feeds_found = {"https://news.example.org/feed"};
  CHECK(report_text(report) ==
        R"({"outlet":"example","at":"1970-01-01T00:00:00.000Z","good":false,"addresses":[{"address":)"
        R"("https://news.example.org/","kind":"home","found":"forbidden","status":0,"entries":0,"problem":)"
        R"("robots.txt forbids it"}],"feeds_found":["https://news.example.org/feed"],"pages":0,"articles":0,)"
        R"("dates":0})");
}
