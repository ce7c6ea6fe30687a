#include "store/store_impl.hpp"
#include "tests/store/fault/fault_disk.hpp"
#include "tests/store/fault/ledger.hpp"
#include "tests/store/samples.hpp"
#include "tests/store/temp_folder.hpp"

#include <doctest/doctest.h>

#include <thread>

using namespace qw;
using namespace qw::test;

TEST_CASE("a power cut after any acknowledged stage loses nothing of it") {
  for (int stop = 1; stop <= 9; stop += 2) {
    const TempFolder folder;
    Ledger ledger;
    {
      FaultyMachine machine;
      auto store = must(store::open_with({.directory = folder.path()}, machine.seams()));
      for (int n = 0; n < stop; ++n) {
        must(ledger.step(*store, n));
        must(store->take_due(at(1000), 1, at(2000)));  // not synced: may be lost
      }
      // Bytes of a page that no batch refers to yet.
      must(store->append_page(sample_page("orphan", at(0)), exchange("orphan")));
      store.reset();
      machine.plan.lose_unsynced();
    }
    auto store = open_plainly(folder.path());
    ledger.check(*store);
    must(ledger.step(*store, 100));
    ledger.check(*store);
  }
}

TEST_CASE(
    "a full disk refuses what it cannot keep, reading goes on, and writing does when there is space again") {
  const TempFolder folder;
  Ledger ledger;
  FaultyMachine machine;
  SUBCASE("") {}
  SUBCASE("when RocksDB gives up after its own try, too") { machine.plan.tells_free_space = false; }
  {
    auto store = must(store::open_with({.directory = folder.path()}, machine.seams()));
    for (int n = 0; n < 5; ++n) {
      must(ledger.step(*store, n));
    }
    machine.plan.set_full(true);
    const auto refused = ledger.step(*store, 5);
    REQUIRE(!refused);
    CHECK(refused.error().code == Errc::io);
    CHECK(must(store->find_case("c4")));
    ledger.check(*store);
    CHECK(store->health().read_only);
    CHECK(store->health().problem.find("full") != std::string::npos);

    machine.plan.set_full(false);
    int tries = 0;
    std::string refusal;
    while (tries < 300) {  // RocksDB looks for space by itself
      const auto stepped = ledger.step(*store, 6);
      if (stepped) {
        break;
      }
      refusal = stepped.error().what;
      ++tries;
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
    CAPTURE(refusal);
    CHECK(tries < 300);
    CHECK(!store->health().read_only);
    ledger.check(*store);
  }
  auto store = open_plainly(folder.path());
  ledger.check(*store);
}

TEST_CASE("whichever operation of the disk fails, what was acknowledged is there after a restart") {
  std::uint64_t last = 0;
  for (const auto then : {FaultPlan::Then::none, FaultPlan::Then::all}) {
    // The first operations make the database; behind them every one of three steps is tried.
    for (std::uint64_t n = 1;; n += n < 120 ? 7 : 1) {
      const TempFolder folder;
      Ledger ledger;
      FaultyMachine machine;
      machine.plan.fail_at(n, then);
      {
        auto store = store::open_with({.directory = folder.path()}, machine.seams());
        for (int step = 0; store && step < 3; ++step) {
          static_cast<void>(ledger.step(**store, step));  // a refusal is right; an acknowledgement is held to
        }
      }
      last = machine.plan.operations();
      CAPTURE(n);
      CAPTURE(last);
      auto store = open_plainly(folder.path());
      ledger.check(*store);
      must(ledger.step(*store, 50));
      ledger.check(*store);
      if (machine.plan.failures() == 0) {
        break;
      }
    }
  }
  MESSAGE("operations of the longest run: ", last);
}
