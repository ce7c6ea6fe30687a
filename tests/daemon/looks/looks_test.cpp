#include "daemon/looks/looks.hpp"

#include "base/ids.hpp"
#include "tests/daemon/cases/sample.hpp"
#include "tests/store/opened_store.hpp"

#include <doctest/doctest.h>

#include <chrono>

using namespace qw;
using namespace qw::looks;
using namespace qw::test;
using namespace std::chrono_literals;

namespace {

const std::string address = "https://a.example/a";

/// A case with one page that was fetched at `start`, and whose visits are over.
struct LooksRig {
  TempFolder folder;
  ManualClock clock{start};
  std::unique_ptr<store::Store> store;
  config::Config config;
  model::Case of;
  std::string article = content_id(address);

  LooksRig() {
    store = opened_store(folder, clock);
    model::Outlet outlet;
    outlet.id = "a";
    config.outlets = {outlet};
    store::ReadBatch batch;
    model::Revision revision;
    revision.id = "revision-a";
    revision.article = article;
    revision.outlet = "a";
    revision.url = revision.canonical_url = address;
    revision.sighting.seen_at = start;
    revision.fetched = start;
    batch.revision = revision;
    model::Occurrence copy = seen("a", start, bent);
    copy.revision = revision.id;
    copy.url = address;
    of.occurrences = {copy};
    batch.settings = {setting_of({article, article, start, start, Seen::first, ""})};
    REQUIRE(store->commit(std::move(batch)).has_value());
  }
  std::vector<CasePage> pages() {
    auto out = pages_of(*store, of);
    REQUIRE(out.has_value());
    REQUIRE(out->size() == 1);
    return *std::move(out);
  }
  void put(const Look& look) {
    store::ActBatch batch;
    batch.settings = {setting_of(look)};
    REQUIRE(store->commit(std::move(batch)).has_value());
  }
};

}  // namespace

TEST_CASE("a look comes back from the store as it was put there, and nothing else is read as one") {
  LooksRig rig;
  const Look look{"x", "task", start, start + 90s, Seen::blocked, "page not seen (403)"};
  rig.put(look);
  const auto back = last_look(*rig.store, "x");
  REQUIRE(back.has_value());
  REQUIRE(back->has_value());
  CHECK((*back)->task == "task");
  CHECK((*back)->since == start);
  CHECK((*back)->at == start + 90s);
  CHECK((*back)->seen == Seen::blocked);
  CHECK((*back)->detail == "page not seen (403)");
  CHECK_FALSE(last_look(*rig.store, "y")->has_value());
  for (const char* bad : {"", "[]", "{}", R"({"seen":"eaten"})", R"({"seen":"gone","at":"soon"})"}) {
    CAPTURE(bad);
    CHECK_FALSE(read_look("x", bad).has_value());
  }
}

TEST_CASE("a page that nobody looked at lately gets a visit that is due now and first in its host's lane") {
  LooksRig rig;
  auto pages = rig.pages();
  const Time now = start + 60 * 24h;
  REQUIRE(ask_for_looks(*rig.store, rig.config, pages, now - 10min, now).has_value());
  CHECK(pages.front().asked);
  const auto task = rig.store->find_task(rig.article);
  REQUIRE(task->has_value());
  CHECK((*task)->due == now);
  CHECK((*task)->priority == 0);
  CHECK((*task)->kind == model::TaskKind::revisit);
  CHECK((*task)->host == "https://a.example:443");
  CHECK_FALSE(*came(*rig.store, pages, now - 10min));
  CHECK(pages.front().not_now == NotNow::late);
  rig.put({rig.article, rig.article, start, now + 3s, Seen::unchanged, ""});
  CHECK(*came(*rig.store, pages, now - 10min));
  CHECK(pages.front().not_now == NotNow::none);
  CHECK(pages.front().last() == now + 3s);
}

TEST_CASE(
    "a planned visit is brought forward and keeps what it knows; one that is being read is left alone") {
  LooksRig rig;
  model::Task planned;
  planned.id = rig.article;
  planned.kind = model::TaskKind::revisit;
  planned.outlet = "a";
  planned.url = planned.canonical_url = address;
  planned.host = "https://a.example";
  planned.due = start + 30 * 24h;
  planned.visits = 7;
  REQUIRE(rig.store->put_task(planned).has_value());
  auto pages = rig.pages();
  REQUIRE(ask_for_looks(*rig.store, rig.config, pages, start + 1h, start + 2h).has_value());
  CHECK((*rig.store->find_task(rig.article))->due == start + 2h);
  CHECK((*rig.store->find_task(rig.article))->visits == 7);

  planned.kind = model::TaskKind::read;
  REQUIRE(rig.store->put_task(planned).has_value());
  REQUIRE(ask_for_looks(*rig.store, rig.config, pages, start + 1h, start + 2h).has_value());
  CHECK((*rig.store->find_task(rig.article))->due == start + 30 * 24h);
}

TEST_CASE(
    "a page is not asked for when the look is fresh, its outlet is paused or unknown, or there is no page") {
  LooksRig rig;
  auto pages = rig.pages();
  REQUIRE(ask_for_looks(*rig.store, rig.config, pages, start, start + 1min).has_value());
  CHECK_FALSE(pages.front().asked);
  CHECK(pages.front().not_now == NotNow::none);

  store::ActBatch pause;
  pause.settings = {{"paused/a", "olena"}};
  REQUIRE(rig.store->commit(std::move(pause)).has_value());
  REQUIRE(ask_for_looks(*rig.store, rig.config, pages, start + 1h, start + 1h).has_value());
  CHECK(pages.front().not_now == NotNow::outlet_paused);

  rig.config.outlets.clear();
  REQUIRE(ask_for_looks(*rig.store, rig.config, pages, start + 1h, start + 1h).has_value());
  CHECK(pages.front().not_now == NotNow::no_outlet);

  rig.of.occurrences.front().revision.clear();
  rig.of.occurrences.front().url = "hand-in:17";
  pages = rig.pages();
  REQUIRE(ask_for_looks(*rig.store, rig.config, pages, start + 1h, start + 1h).has_value());
  CHECK(pages.front().not_now == NotNow::no_page);
  CHECK_FALSE(rig.store->find_task(rig.article)->has_value());
}

TEST_CASE("a task whose page names another address as its own leads to that article") {
  LooksRig rig;
  CHECK(*article_of(*rig.store, "task") == "task");
  store::ActBatch batch;
  batch.settings = {alias_of("task", "article")};
  REQUIRE(rig.store->commit(std::move(batch)).has_value());
  CHECK(*article_of(*rig.store, "task") == "article");
}
