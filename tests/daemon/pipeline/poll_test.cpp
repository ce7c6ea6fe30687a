#include "crawler/match/match_engine.hpp"
#include "crawler/quotes/quote_engine.hpp"
#include "daemon/pipeline/pipeline.hpp"
#include "tests/daemon/pipeline/line_rig.hpp"

using namespace qw;
using namespace qw::pipeline;
using namespace qw::test;
using namespace std::chrono_literals;

namespace {

const std::string site = "https://ranok.example.com";
const std::string feed_url = site + "/rss";

/// A feed with entries /1 … /n.
std::string feed(int entries) {
  std::string out = "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Ranok</title>";
  for (int i = entries; i > 0; --i) {
    const std::string number = std::to_string(i);
    out += "<item><title>News " + number + "</title><link>" + site + "/" + number + "</link></item>";
  }
  return out + "</channel></rss>";
}

class NoQuotes : public quotes::QuoteEngine {
 public:
  std::vector<model::Quote> extract(const quotes::TextInput&) const override { return {}; }
  std::shared_ptr<const text::LanguageData> language_data() const override { return nullptr; }
};
class NoMatch : public match::MatchEngine {
 public:
  std::vector<model::Decision> judge(const match::JudgedArticle&) const override { return {}; }
  std::vector<std::string> explain(const model::Decision&, std::string_view) const override { return {}; }
};

/// One outlet with one feed, polled by the whole pipeline over the scripted net.
struct PollRig : LineRig {
  boost::asio::thread_pool workers{1};
  metrics::Registry metrics;
  std::unique_ptr<Pipeline> pipeline;

  void start(const std::string& contact = "desk@example.org") {
    auto config = std::make_shared<config::Config>();
    config->file = "quotewatch.toml";
    config->crawl.contact = contact;
    config->crawl.unverified = true;
    config->crawl.delay = config->crawl.least_delay = 0ms;
    config->store.min_free = 0;
    model::Outlet outlet;
    outlet.id = "ranok";
    outlet.zone = "Europe/Kyiv";
    outlet.home = site;
    outlet.feeds = {{"uk", feed_url}};
    config->outlets = {outlet};
    auto engines = std::make_shared<const Engines>(
        Engines{config, std::make_shared<const NoQuotes>(), std::make_shared<const NoMatch>(), nullptr});
    pipeline = Pipeline::make({.executor = loop.get_executor(),
                               .clock = clock,
                               .store = *store,
                               .fetcher = net,
                               .workers = workers,
                               .disk = disk,
                               .metrics = metrics,
                               .chance = [] { return 0.5; },
                               .outbox_has_grown = [] {}},
                              std::move(engines));
    pipeline->start();
  }
  /// The state of the feed after its n-th poll.
  model::OutletState polled(std::uint64_t times) {
    model::OutletState state;
    REQUIRE(until([&] {
      const auto found = store->find_outlet_state("ranok", feed_url);
      state = found && *found ? **found : model::OutletState{};
      return state.polls >= times;
    }));
    return state;
  }
  /// Lets the clock pass every poll interval and looks for what is due.
  void later(Millis by) {
    clock.advance(by);
    pipeline->look_again();
  }
  ~PollRig() {
    if (pipeline) {
      finish(pipeline->stop(0ms));
    }
    workers.join();
  }
};

}  // namespace

TEST_CASE("the first poll takes every entry and marks the list as seen whole") {
  PollRig rig;
  rig.net.answer(feed_url, 200, feed(3), {{"ETag", "\"v1\""}});
  rig.start();
  const model::OutletState state = rig.polled(1);
  CHECK(state.state == "ok");
  CHECK(state.articles == 3);
  CHECK(state.recent_ids.size() == 3);
  CHECK(state.first_complete_poll == noon);
  CHECK(state.etag == "\"v1\"");
}

TEST_CASE("the next poll sends the validators, takes only what is new, and 304 forgets nothing") {
  PollRig rig;
  rig.net.answer(feed_url, 200, feed(2), {{"ETag", "\"v1\""}});
  rig.net.answer(feed_url, 200, feed(3), {{"ETag", "\"v2\""}});
  rig.net.answer(feed_url, 304);
  rig.start();
  CHECK(rig.polled(1).articles == 2);
  rig.later(3h);
  CHECK(rig.polled(2).articles == 3);
  rig.later(3h);
  const model::OutletState state = rig.polled(3);
  CHECK(state.articles == 3);
  CHECK(state.recent_ids.size() == 3);
  CHECK(state.last_success == noon + 6h);
  CHECK(state.last_new_article == noon + 3h);
  std::vector<std::string> sent;
  for (const fetch::Request& each : rig.net.asked) {
    if (each.url == feed_url) {
      sent.push_back(each.etag);
    }
  }
  CHECK(sent == std::vector<std::string>{"", "\"v1\"", "\"v2\""});
}

TEST_CASE("what stands in the way of a list is its state, in words") {
  struct Row {
    int status;
    const char* body;
    const char* state;
  };
  for (const Row& row :
       {Row{403, "", "blocked"}, Row{500, "", "unreachable"}, Row{200, "<p>no feed</p>", "not_a_feed"}}) {
    CAPTURE(row.state);
    PollRig rig;
    rig.net.answer(feed_url, row.status, row.body);
    rig.start();
    const model::OutletState state = rig.polled(1);
    CHECK(state.state == row.state);
    CHECK(state.failures == 1);
    CHECK_FALSE(state.detail.empty());
    CHECK_FALSE(state.last_success.has_value());
  }
}

TEST_CASE("a list that robots.txt forbids is not asked for, and one that recovers is ok again") {
  PollRig rig;
  rig.net.answer(site + "/robots.txt", 200, "User-agent: *\nDisallow: /rss\n");
  rig.net.answer(site + "/robots.txt", 404);
  rig.net.answer(feed_url, 200, feed(1));
  rig.start();
  CHECK(rig.polled(1).state == "forbidden_by_robots");
  CHECK(rig.net.urls() == std::vector<std::string>{site + "/robots.txt"});
  rig.later(25h);  // robots.txt is asked again after a day
  const model::OutletState state = rig.polled(2);
  CHECK(state.state == "ok");
  CHECK(state.failures == 0);
  CHECK(state.detail.empty());
}

TEST_CASE("without a contact nothing is asked, and the reason is said") {
  PollRig rig;
  rig.start("");
  REQUIRE(rig.until([&] { return rig.store->count_tasks().value_or(0) == 1; }));
  CHECK(rig.pipeline->status().paused.find("set crawl.contact in quotewatch.toml") != std::string::npos);
  CHECK(rig.net.asked.empty());
}

namespace {

/// A feed of entries with an id and a link each.
std::string feed_of(const std::vector<std::pair<std::string, std::string>>& entries) {
  std::string out = "<rss version=\"2.0\"><channel><title>Ranok</title>";
  for (const auto& [guid, link] : entries) {
    out += "<item><title>Title of " + link + "</title><link>https://ranok.example.com/" + link +
           "</link><guid isPermaLink=\"false\">" + guid + "</guid></item>";
  }
  return out + "</channel></rss>";
}

}  // namespace

TEST_CASE(
    "edges 16, 17, 25: a link is known by its address, whatever its guid; what leaves the list is not gone") {
  PollRig rig;
  rig.net.answer(feed_url, 200, feed_of({{"1", "a"}, {"2", "b"}}));
  rig.net.answer(feed_url, 200, feed_of({{"built-77", "a"}, {"built-78", "b"}}));  // guids of a new build
  rig.net.answer(feed_url, 200,
                 feed_of({{"built-77", "c"}, {"built-78", "b"}}));  // an old guid, a new article
  rig.start();
  CHECK(rig.polled(1).articles == 2);
  rig.later(1h);
  CHECK(rig.polled(2).articles == 2);
  rig.later(1h);
  const model::OutletState state = rig.polled(3);
  CHECK(state.articles == 3);
  CHECK(state.state == "ok");
  CHECK(state.recent_ids.size() == 2);
  const std::string left = content_id("https://ranok.example.com/a");
  CHECK((rig.store->find_task(left)->has_value() || rig.store->latest_revision(left)->has_value()));
}
