#include "store/store_impl.hpp"
#include "tests/store/erasure_sample.hpp"
#include "tests/store/fault/fault_disk.hpp"
#include "tests/store/fault/ledger.hpp"
#include "tests/store/temp_folder.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

using namespace qw;
using namespace qw::test;

namespace {

void fill(store::Store& store) {
  read_one(store, "one", "Сказал " + erased_name + " вчера.", true);
  read_one(store, "two", "Никто ничего не сказал.", true);
}

model::AuditRecord act() {
  model::AuditRecord out = sample_audit("", "");
  out.reason = "asked for by letter";
  return out;
}

bool chain_is_whole(store::Store& store) {
  const auto chain = must(store.verify_audit());
  return !chain.first_bad && chain.problem.empty();
}

/// After the restart: everything is as before, or the act is recorded and no text holds the name any
/// more (of a page the bytes may still be there, marked as going). Doing it again ends it; a neighbour loses
/// nothing.
void check_and_end(const std::string& folder, std::size_t traces_before, int& old_states, int& new_states) {
  auto store = open_plainly(folder);
  CHECK(chain_is_whole(*store));
  // What is on its way out is named as such until the act is done again; nothing else is amiss.
  CHECK(std::ranges::all_of(must(store->verify_page_files()).problems, [](const std::string& each) {
    return each.contains("p-one") && each.contains("erasing");
  }));
  const auto left = must(store->find_traces(sought_name()));
  if (must(store->audit_of("privacy")).empty()) {
    ++old_states;
    CHECK(left.size() == traces_before);
    CHECK(must(store->find_revision("r-one"))->text.find(erased_name) != std::string::npos);
  } else {
    ++new_states;
    CHECK(std::ranges::all_of(left, [](const store::Trace& each) { return each.room == "page"; }));
    CHECK(must(store->find_revision("r-one"))->text.find(erased_name) == std::string::npos);
  }
  if (!left.empty()) {
    must(store->erase_traces(sought_name(), {{}, act()}));
  }
  CHECK(must(store->find_traces(sought_name())).empty());
  CHECK(chain_is_whole(*store));
  CHECK(must(store->verify_page_files()).problems.empty());
  CHECK(must(store->load_page_body(*must(store->find_page("p-two")))) == "<p>Никто ничего не сказал.");
  CHECK(must(store->find_revision("r-two"))->text == "Никто ничего не сказал.");
}

}  // namespace

TEST_CASE(
    "an erasure cut at any operation of the disk leaves the old state or the new one, and can be ended") {
  int old_states = 0, new_states = 0;
  std::size_t traces_before = 0;
  bool whole = false;
  // Behind the page files comes the compaction, of which every seventh operation is tried.
  for (std::uint64_t n = 1; !whole; n += n < 30 ? 1 : 7) {
    const TempFolder folder;
    FaultyMachine machine;
    {
      auto store = must(store::open_with({.directory = folder.path()}, machine.seams()));
      fill(*store);
      traces_before = must(store->find_traces(sought_name())).size();
      machine.plan.fail_at(machine.plan.operations() + n, FaultPlan::Then::all);
      whole = store->erase_traces(sought_name(), {{}, act()}).has_value();
    }
    machine.plan.lose_unsynced();
    CAPTURE(n);
    check_and_end(folder.path(), traces_before, old_states, new_states);
  }
  CHECK(traces_before == 5);
  CHECK(old_states > 0);
  CHECK(new_states > 1);
  MESSAGE("cut with the old state standing: ", old_states, ", with the new one: ", new_states);
}
