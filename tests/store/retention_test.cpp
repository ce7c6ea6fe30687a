#include "store/store.hpp"
#include "tests/store/samples.hpp"
#include "tests/store/temp_folder.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>

using namespace qw;
using namespace qw::test;
namespace fs = std::filesystem;

namespace {

constexpr int day = 86'400;

std::size_t files_in(const std::string& folder) {
  return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
}

/// An article of day `days`, with a case when asked.
void read_one(store::Store& store, const std::string& name, int days, bool with_case) {
  const auto page =
      must(store.append_page(sample_page("p-" + name, at(days * day)), exchange("body " + name)));
  must(store.commit(store::FetchedBatch{.consumed_task = "", .page = page, .next = {}}));
  store::ReadBatch read = sample_read("r-" + name, "a-" + name, 1, at(days * day));
  read.revision->page = page.id;
  if (with_case) {
    read.cases.emplace_back(0, sample_case("c-" + name, "kallas-nato", at(days * day), "r-" + name));
  }
  must(store.commit(read));
}

}  // namespace

TEST_CASE("what is old goes with its page file, what belongs to a case stays with its bytes") {
  const TempFolder folder;
  auto store = must(store::Store::open({.directory = folder.path()}));
  read_one(*store, "old", 0, false);
  read_one(*store, "kept", 0, true);
  read_one(*store, "new", 100, false);
  CHECK(files_in(folder.path("warc")) == 2);
  CHECK(files_in(folder.path("evidence")) == 1);

  must(store->apply_retention(at(10 * day)));
  CHECK(files_in(folder.path("warc")) == 1);
  CHECK(!must(store->find_revision("r-old")));
  CHECK(!must(store->find_page("p-old")));
  CHECK(must(store->quotes_in("r-old")).empty());
  CHECK(must(store->decisions_in("r-old")).empty());
  CHECK(must(store->revisions_of("a-old")).empty());
  CHECK(must(store->find_revision("r-kept")));
  CHECK(must(store->quotes_in("r-kept")).size() == 2);
  const auto page = must(store->find_page("p-kept"));
  REQUIRE(page);
  CHECK(must(store->load_page_body(*page)) == "body kept");
  CHECK(must(store->find_revision("r-new")));
  CHECK(must(store->quotes_of("kallas", at(0), at(1000 * day), 99, "")).rows.size() == 2);
}

TEST_CASE("the evidence of a case is whole by itself, also when its page was a revisit") {
  const TempFolder folder;
  auto store = must(store::Store::open({.directory = folder.path()}));
  for (const char* id : {"p1", "p2"}) {
    const auto page = must(store->append_page(sample_page(id, at(0)), exchange("the same")));
    must(store->commit(store::FetchedBatch{.consumed_task = "", .page = page, .next = {}}));
  }
  store::ReadBatch read = sample_read("r1", "a1", 1, at(0));
  read.revision->page = "p2";
  read.cases.emplace_back(0, sample_case("c1", "kallas-nato", at(0), "r1"));
  must(store->commit(read));
  read_one(*store, "new", 100, false);
  must(store->apply_retention(at(10 * day)));
  CHECK(must(store->find_page("p2"))->same_as == "p1");
  CHECK(!must(store->find_page("p1")));
  CHECK(must(store->load_page_body(must(store->find_page("p2")).value())) == "the same");
}

TEST_CASE("the check of the page files reads all of them and names what is damaged") {
  const TempFolder folder;
  auto store = must(store::Store::open({.directory = folder.path()}));
  read_one(*store, "a", 0, true);
  read_one(*store, "b", 100, false);
  const auto whole = must(store->verify_page_files());
  CHECK(whole.files == 3);
  CHECK(whole.records == 12);  // each file: warcinfo and, for each page, request, response, metadata
  CHECK(whole.problems.empty());

  const std::string evidence = fs::directory_iterator(folder.path("evidence"))->path().string();
  std::fstream file(evidence, std::ios::in | std::ios::out | std::ios::binary);
  file.seekp(static_cast<std::streamoff>(fs::file_size(evidence) / 2 + 60));  // within the response
  file.put('\x55');
  file.close();
  const auto damaged = must(store->verify_page_files());
  REQUIRE(!damaged.problems.empty());
  CHECK(damaged.problems.front().find("evidence/") != std::string::npos);
}

TEST_CASE("a text that came back later keeps its quotes when its first revision goes") {
  const TempFolder folder;
  auto store = must(store::Store::open({.directory = folder.path()}));
  must(store->commit(sample_read("same", "art", 1, at(0))));
  must(store->commit(sample_read("other", "art", 2, at(day))));
  must(store->commit(sample_read("same", "art", 3, at(100 * day))));
  must(store->apply_retention(at(10 * day)));
  CHECK(must(store->revisions_of("art")).size() == 1);
  CHECK(must(store->latest_revision("art"))->number == 3);
  CHECK(must(store->find_revision("same"))->number == 3);
  CHECK(must(store->quotes_in("same")).size() == 2);
}

TEST_CASE("links that are known and messages that were sent are remembered as long as retention says") {
  const TempFolder folder;
  ManualClock clock(at(0));
  auto store = must(store::Store::open({.directory = folder.path(), .clock = &clock}));
  must(store->put_task(sample_task("link", at(0))));
  must(store->commit(store::FetchedBatch{.consumed_task = "link", .page = {}, .next = {}}));
  store::ActBatch act;
  act.outbox = {sample_entry("m1", at(0))};
  act.sessions = {{.id_hash = "h", .user = "u", .last_seen = at(0)}};
  must(store->commit(act));
  must(store->commit_delivery({act.outbox[0], model::DeliveryState::sent, at(0), 200}));
  store::PolledBatch poll;
  poll.state = {.outlet = "kp", .address = "x"};
  poll.new_tasks = {sample_task("link", at(9))};
  must(store->apply_retention(at(-1)));
  must(store->commit(poll));
  CHECK(!must(store->find_task("link")));
  CHECK(must(store->find_delivery("m1")));
  must(store->apply_retention(at(1)));
  must(store->commit(poll));
  CHECK(must(store->find_task("link")));
  CHECK(!must(store->find_delivery("m1")));
  CHECK(!must(store->find_session("h")));
}
