#include "store/store.hpp"
#include "tests/store/samples.hpp"
#include "tests/store/temp_folder.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <thread>

using namespace qw;
using namespace qw::test;
namespace fs = std::filesystem;

namespace {

void step(store::Store& store, int n) {
  const std::string number = std::to_string(n);
  const auto page = must(store.append_page(sample_page("p" + number, at(n)), exchange("body " + number)));
  must(store.commit(store::FetchedBatch{.consumed_task = "", .page = page, .next = {}}));
  store::ReadBatch read = sample_read("r" + number, "a" + number, 1, at(n));
  read.revision->page = page.id;
  read.cases.emplace_back(0, sample_case("c" + number, "kallas-nato", at(n), "r" + number));
  read.audit = {sample_audit("case:c" + number, "case.open")};
  read.outbox = {sample_entry("m" + number, at(n))};
  must(store.commit(read));
}

}  // namespace

TEST_CASE("a backup made under load is one moment: whole, verified, and restored without sending anything") {
  const TempFolder folder;
  const std::string backups = folder.path("backups");
  std::size_t cases_at_least = 0;
  {
    auto store = must(store::Store::open({.directory = folder.path("s"), .warc_roll_bytes = 10'000}));
    std::atomic<int> done = 0;
    std::atomic<bool> stop = false;
    std::thread load([&] {
      for (int n = 0; !stop; ++n) {
        step(*store, n);
        done = n + 1;
      }
    });
    while (done < 20) {
      std::this_thread::yield();
    }
    const auto first = must(store->create_backup(backups));
    CHECK(first.problem.empty());
    const int before_second = done;
    while (done < before_second + 10) {
      std::this_thread::yield();
    }
    cases_at_least = static_cast<std::size_t>(done.load());
    const auto second = must(store->create_backup(backups));
    stop = true;
    load.join();
    CHECK(second.id != first.id);
    must(store->commit_delivery({sample_entry("m0", at(0)), model::DeliveryState::sent, at(9), 200}));
    must(store->close());
  }
  const auto listed = must(store::Store::list_backups(backups));
  REQUIRE(listed.size() == 2);
  for (const auto& info : listed) {
    CHECK(must(store::Store::verify_backup(backups, info.id)).problem.empty());
  }
  must(store::Store::restore_backup(backups, listed[1].id, folder.path("s")));

  auto store = must(store::Store::open({.directory = folder.path("s")}));
  const auto cases = must(store->cases({}, 10'000, ""));
  CHECK(cases.rows.size() >= cases_at_least);
  for (const auto& item : cases.rows) {
    const std::string number = item.id.substr(1);
    CHECK(must(store->find_delivery("m" + number)));
    const auto page = must(store->find_page("p" + number));
    REQUIRE(page);
    CHECK(must(store->load_page_body(*page)) == "body " + number);
  }
  CHECK(!must(store->verify_audit()).first_bad);
  // The delivery that went out after the backup is known from the list outside; the rest is held.
  CHECK(must(store->find_delivery("m0"))->state == model::DeliveryState::sent);
  CHECK(must(store->due_deliveries("hook", at(1 << 20), 99)).empty());
  CHECK(must(store->deliveries_held()));
  step(*store, 9999);
  CHECK(must(store->find_delivery("m9999"))->state == model::DeliveryState::held);
  must(store->resume_deliveries());
  CHECK(!must(store->deliveries_held()));
  CHECK(must(store->due_deliveries("hook", at(1 << 20), 9999)).size() == cases.rows.size());
  CHECK(must(store->audit_of("store")).size() == 1);
}

TEST_CASE("a message that was sent after the backup does not go out again when its event is found again") {
  const TempFolder folder;
  store::ActBatch act;
  act.outbox = {sample_entry("m1", at(0))};
  {
    auto store = must(store::Store::open({.directory = folder.path("s")}));
    must(store->create_backup(folder.path("b")));
    must(store->commit(act));
    must(store->commit_delivery({act.outbox[0], model::DeliveryState::sent, at(1), 200}));
  }
  must(store::Store::restore_backup(folder.path("b"), "1", folder.path("s")));
  auto store = must(store::Store::open({.directory = folder.path("s")}));
  must(store->commit(act));
  must(store->resume_deliveries());
  CHECK(must(store->due_deliveries("hook", at(100), 9)).empty());
}

TEST_CASE("a damaged backup is named and not restored, and a running store is not restored over") {
  const TempFolder folder;
  {
    auto store = must(store::Store::open({.directory = folder.path("s")}));
    step(*store, 1);
    must(store->create_backup(folder.path("b")));
    const auto running = store::Store::restore_backup(folder.path("b"), "1", folder.path("s"));
    REQUIRE(!running);
    CHECK(running.error().code == Errc::busy);
  }
  CHECK(store::Store::verify_backup(folder.path("b"), "7").error().code == Errc::not_found);
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder.path("b"))) {
    const std::string name = entry.path().filename().string();
    if (entry.is_regular_file() && (name.ends_with(".sst") || name.ends_with(".gz"))) {
      files.push_back(entry.path());
    }
  }
  REQUIRE(files.size() >= 2);
  for (const fs::path& file : files) {
    CAPTURE(file.string());
    std::fstream open(file, std::ios::in | std::ios::out | std::ios::binary);
    const auto middle = static_cast<std::streamoff>(fs::file_size(file) / 2);
    open.seekg(middle);
    const int byte = open.get();
    open.seekp(middle);
    open.put(static_cast<char>(byte ^ 1));
    open.close();
    CHECK(!must(store::Store::verify_backup(folder.path("b"), "1")).problem.empty());
    CHECK(store::Store::restore_backup(folder.path("b"), "1", folder.path("new")).error().code ==
          Errc::corrupt);
    CHECK(!fs::exists(folder.path("new/db")));
    open.open(file, std::ios::in | std::ios::out | std::ios::binary);
    open.seekp(middle);
    open.put(static_cast<char>(byte));
  }
  CHECK(must(store::Store::verify_backup(folder.path("b"), "1")).problem.empty());
}

TEST_CASE("what stood in the folder before a restore is kept beside it") {
  const TempFolder folder;
  {
    auto store = must(store::Store::open({.directory = folder.path("s")}));
    step(*store, 1);
    must(store->create_backup(folder.path("b")));
    step(*store, 2);
    must(store->close());
  }
  must(store::Store::restore_backup(folder.path("b"), "1", folder.path("s")));
  bool kept = false;
  for (const auto& entry : fs::directory_iterator(folder.path("s"))) {
    if (entry.path().filename().string().starts_with("replaced-")) {
      auto old = must(store::Store::open({.directory = entry.path().string()}));
      kept = must(old->find_case("c2")).has_value();
    }
  }
  CHECK(kept);
}

TEST_CASE("a backup that is broken off ends at once, is none, and what is there stays good") {
  const TempFolder folder;
  const auto store = must(store::Store::open({.directory = folder.path("state")}));
  const auto first = store->create_backup(folder.path("backups"));
  REQUIRE(first);
  store->break_off_backup();
  const auto second = store->create_backup(folder.path("backups"));
  REQUIRE_FALSE(second);
  CHECK(second.error().code == Errc::cancelled);
  const auto listed = store::Store::list_backups(folder.path("backups"));
  REQUIRE(listed);
  CHECK(listed->size() == 1);
  CHECK(store::Store::verify_backup(folder.path("backups"), first->id)->problem.empty());
}
