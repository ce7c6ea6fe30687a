#include "store/store.hpp"

#include "tests/store/samples.hpp"
#include "tests/store/temp_folder.hpp"

#include <doctest/doctest.h>

#include <thread>

using namespace qw;
using namespace qw::test;

TEST_CASE("a new store is empty, and what is committed is there after it was closed and opened") {
  const TempFolder folder;
  const model::Task task = sample_task("t1", at(10));
  {
    auto store = must(store::Store::open({.directory = folder.path("s")}));
    CHECK(must(store->count_tasks()) == 0);
    CHECK(must(store->cases({}, 10, "")).rows.empty());
    must(store->put_task(task));
    must(store->put_host({.host = "https://a.example", .next_ok = at(5)}));
    must(store->close());
    CHECK(store->put_task(task).error().code == Errc::cancelled);
    CHECK(store->count_tasks().has_value());
  }
  auto store = must(store::Store::open({.directory = folder.path("s")}));
  CHECK(must(store->find_task("t1"))->url == task.url);
  CHECK(must(store->find_host("https://a.example"))->next_ok == at(5));
  CHECK(must(store->count_tasks()) == 1);
}

TEST_CASE("a second opener is told who holds the folder") {
  const TempFolder folder;
  auto store = must(store::Store::open({.directory = folder.path()}));
  const auto second = store::Store::open({.directory = folder.path()});
  REQUIRE(!second);
  CHECK(second.error().code == Errc::busy);
  CHECK(second.error().what.find(std::to_string(::getpid())) != std::string::npos);
}

TEST_CASE("due tasks come in order of time, then priority, and a lease gives them out once") {
  const TempFolder folder;
  auto store = must(store::Store::open({.directory = folder.path()}));
  must(store->put_task(sample_task("late", at(30))));
  must(store->put_task(sample_task("second", at(10), 1)));
  must(store->put_task(sample_task("first", at(10), 0)));
  must(store->put_task(sample_task("earliest", at(-5), 9)));
  CHECK(must(store->next_due()) == at(-5));
  CHECK(ids(must(store->take_due(at(10), 2, at(100)))) == "earliest first");
  CHECK(ids(must(store->take_due(at(10), 9, at(100)))) == "second");
  CHECK(must(store->take_due(at(10), 9, at(100))).empty());
  CHECK(must(store->next_due()) == at(30));

  SUBCASE("a task that is put before the cursor is seen") {
    must(store->put_task(sample_task("before", at(-100))));
    CHECK(ids(must(store->take_due(at(10), 9, at(100)))) == "before");
  }
  SUBCASE("leases that end come again, before what is due later") {
    CHECK(ids(must(store->take_due(at(100), 9, at(200)))) == "earliest first second late");
  }
  SUBCASE("after a restart nobody holds a lease") {
    store.reset();
    store = must(store::Store::open({.directory = folder.path()}));
    CHECK(ids(must(store->take_due(at(10), 9, at(100)))) == "earliest first second");
  }
  SUBCASE("a finished task is finished") {
    must(store->commit(store::FetchedBatch{.consumed_task = "first", .page = {}, .next = {}}));
    CHECK(store->commit(store::FetchedBatch{.consumed_task = "first", .page = {}, .next = {}}).error().code ==
          Errc::not_found);
    CHECK(ids(must(store->take_due(at(100), 9, at(200)))) == "earliest second late");
    CHECK(must(store->count_tasks()) == 3);
  }
  SUBCASE("a moved task has one place") {
    must(store->put_task(sample_task("first", at(40))));
    CHECK(must(store->count_tasks()) == 4);
    CHECK(must(store->find_task("first"))->due == at(40));
    CHECK(ids(must(store->take_due(at(50), 9, at(60)))) == "late first");
  }
}

TEST_CASE("a poll adds links that are new and leaves known and finished ones alone") {
  const TempFolder folder;
  auto store = must(store::Store::open({.directory = folder.path()}));
  must(store->put_task(sample_task("feed", at(0))));
  store::PolledBatch poll;
  poll.consumed_task = "feed";
  poll.next_poll = sample_task("feed", at(10));
  poll.state = {.outlet = "kp", .address = "https://kp.example/rss"};
  poll.new_tasks = {sample_task("a", at(1)), sample_task("b", at(1))};
  must(store->commit(poll));
  must(store->commit(store::FetchedBatch{.consumed_task = "a", .page = {}, .next = {}}));
  poll.new_tasks = {sample_task("a", at(2)), sample_task("b", at(2)), sample_task("c", at(2))};
  must(store->commit(poll));
  CHECK(!must(store->find_task("a")));
  CHECK(must(store->find_task("b"))->due == at(1));
  CHECK(must(store->find_task("c"))->due == at(2));
  CHECK(must(store->outlet_states()).size() == 1);
  CHECK(must(store->find_outlet_state("kp", "https://kp.example/rss")));
}

TEST_CASE("a page is found again with its body, also when the same bytes came twice") {
  const TempFolder folder;
  auto store = must(store::Store::open({.directory = folder.path()}));
  const std::string body = "<p>Каллас</p>";
  const auto first = must(store->append_page(sample_page("p1", at(0)), exchange(body)));
  must(store->commit(store::FetchedBatch{.consumed_task = "", .page = first, .next = {}}));
  const auto second = must(store->append_page(sample_page("p2", at(1)), exchange(body)));
  must(store->commit(store::FetchedBatch{.consumed_task = "", .page = second, .next = {}}));
  CHECK(second.same_as == "p1");
  CHECK(must(store->load_page_body(must(store->find_page("p1")).value())) == body);
  CHECK(must(store->load_page_body(must(store->find_page("p2")).value())) == body);
}

TEST_CASE("revisions, quotes and decisions of a read article are found by every way that is asked") {
  const TempFolder folder;
  auto store = must(store::Store::open({.directory = folder.path()}));
  must(store->commit(sample_read("r1", "art", 1, at(0))));
  must(store->commit(sample_read("r2", "art", 2, at(60))));
  CHECK(must(store->latest_revision("art"))->id == "r2");
  CHECK(must(store->revisions_of("art")).size() == 2);
  CHECK(must(store->find_revision("r1"))->number == 1);
  CHECK(must(store->quotes_in("r1")).size() == 2);
  CHECK(must(store->decisions_in("r2")).size() == 1);
  const auto newest = must(store->quotes_of("kallas", at(0), at(61), 1, ""));
  REQUIRE(newest.rows.size() == 1);
  CHECK(newest.rows[0].revision == "r2");
  const auto rest = must(store->quotes_of("kallas", at(0), at(61), 5, newest.cursor));
  CHECK(rest.rows.size() == 1);
  CHECK(rest.cursor.empty());
  CHECK(must(store->quotes_of("", at(0), at(60), 9, "")).rows.size() == 1);  // `until` is exclusive
  CHECK(store->quotes_of("", at(0), at(60), 9, "zz").error().code == Errc::usage);
}

TEST_CASE("a case is written only over the revision that the writer saw") {
  const TempFolder folder;
  auto store = must(store::Store::open({.directory = folder.path()}));
  store::ReadBatch read = sample_read("r1", "art", 1, at(0));
  read.cases.emplace_back(0, sample_case("c1", "kallas-nato", at(0), "r1"));
  read.audit = {sample_audit("case:c1", "case.open")};
  read.outbox = {sample_entry("m1", at(0))};
  must(store->commit(read));
  const auto stored = must(store->find_case("c1"));
  REQUIRE(stored);
  CHECK(stored->rev == 1);
  CHECK(must(store->cases_with_article("art")) == std::vector<std::string>{"c1"});
  CHECK(must(store->newest_case_of("kallas-nato"))->id == "c1");

  store::ActBatch act;
  model::Case claimed = *stored;
  claimed.state = model::CaseState::claimed;
  act.cases.emplace_back(1, claimed);
  act.audit = {sample_audit("case:c1", "case.claim")};
  must(store->commit(act));
  const auto stale = store->commit(act);
  REQUIRE(!stale);
  CHECK(stale.error().code == Errc::conflict);
  CHECK(must(store->audit_of("case:c1")).size() == 2);
  CHECK(must(store->verify_audit()).records == 2);
  CHECK(must(store->cases({.state = model::CaseState::new_}, 9, "")).rows.empty());
  CHECK(must(store->cases({.state = model::CaseState::claimed}, 9, "")).rows.size() == 1);
  CHECK(must(store->cases({.outlet = "kp", .open_only = true}, 9, "")).rows.size() == 1);
  CHECK(must(store->cases({.language = "uk"}, 9, "")).rows.empty());
  CHECK(must(store->cases({.publisher = "nobody"}, 9, "")).rows.empty());
  CHECK(must(store->cases({.words = {"nosuchword"}}, 9, "")).rows.empty());
  CHECK(must(store->cases({.words = {"nosuchword"}, .words_or_patterns = {"nobody"}}, 9, "")).rows.empty());
  CHECK(must(store->cases({.until = Time{}}, 9, "")).rows.empty());
}

TEST_CASE("an entry of the outbox is told once, and sent stays sent") {
  const TempFolder folder;
  auto store = must(store::Store::open({.directory = folder.path()}));
  store::ActBatch act;
  act.outbox = {sample_entry("m1", at(0)), sample_entry("m2", at(5))};
  must(store->commit(act));
  CHECK(must(store->next_delivery("hook")) == at(0));
  auto due = must(store->due_deliveries("hook", at(1), 9));
  REQUIRE(due.size() == 1);
  must(store->commit_delivery({due[0], model::DeliveryState::sent, at(1), 200}));
  must(store->commit(act));
  CHECK(must(store->due_deliveries("hook", at(9), 9)).size() == 1);
  must(store->commit_delivery({due[0], model::DeliveryState::pending, {}, 0}));
  CHECK(must(store->find_delivery("m1"))->state == model::DeliveryState::sent);
  act.outbox.clear();
  act.dropped_outbox = {"m1", "m2"};
  must(store->commit(act));
  CHECK(must(store->deliveries({}, 9, "")).rows.size() == 1);
  CHECK(must(store->deliveries(model::DeliveryState::pending, 9, "")).rows.empty());
}

TEST_CASE("people are found by id and name, and a taken name is refused") {
  const TempFolder folder;
  auto store = must(store::Store::open({.directory = folder.path()}));
  store::ActBatch act;
  act.users = {{.id = "u1", .name = "oksana"}};
  act.tokens = {{.id = "k1", .name = "cli"}};
  act.sessions = {{.id_hash = "h1", .user = "u1"}};
  act.settings = {{"routes/a", "1"}, {"routes/b", "2"}, {"x", "3"}};
  must(store->commit(act));
  CHECK(must(store->find_user("oksana"))->id == "u1");
  CHECK(must(store->find_user("u1"))->name == "oksana");
  CHECK(must(store->find_session("h1"))->user == "u1");
  CHECK(must(store->tokens()).size() == 1);
  CHECK(must(store->settings("routes/")).size() == 2);
  store::ActBatch other;
  other.users = {{.id = "u2", .name = "oksana"}};
  CHECK(store->commit(other).error().code == Errc::conflict);
  other.users = {{.id = "u1", .name = "oksana-k"}};
  other.dropped_sessions = {"h1"};
  other.settings = {{"x", ""}};
  must(store->commit(other));
  CHECK(!must(store->find_user("oksana")));
  CHECK(!must(store->find_session("h1")));
  CHECK(!must(store->setting("x")));
}

TEST_CASE("many threads that commit at once keep one whole audit chain") {
  const TempFolder folder;
  auto store = must(store::Store::open({.directory = folder.path()}));
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&store, t] {
      for (int i = 0; i < 25; ++i) {
        store::ActBatch act;
        act.audit = {sample_audit("user:" + std::to_string(t), "note")};
        must(store->commit(act));
      }
    });
  }
  for (std::thread& thread : threads) {
    thread.join();
  }
  const auto check = must(store->verify_audit());
  CHECK(check.records == 200);
  CHECK(!check.first_bad);
  CHECK(store->health().audit_seq == 200);
}
