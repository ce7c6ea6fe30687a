#include "store/erasure.hpp"
#include "store/store_impl.hpp"
#include "tests/store/fault/fault_disk.hpp"
#include "tests/store/fault/ledger.hpp"
#include "tests/store/samples.hpp"
#include "tests/store/temp_folder.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

using namespace qw;
using namespace qw::test;

namespace {

const std::string name = "Пётр Иванов";

store::Sought sought() {
  return {[](std::string_view text) {
            std::vector<model::ByteSpan> out;
            for (std::size_t at = text.find(name); at != std::string_view::npos;
                 at = text.find(name, at + 1)) {
              out.push_back({static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at + name.size())});
            }
            return out;
          },
          [](const model::PageRecord&, std::string_view body) {
            return body.find(name) != std::string_view::npos;
          }};
}

/// A page, its article, a quote and a case, each with `text` in it.
void read_one(store::Store& store, const std::string& id, const std::string& text) {
  model::PageRecord page = sample_page("p-" + id, at(0));
  page.url = page.final_url = "https://kp.example/" + id;
  const auto put = must(store.append_page(page, exchange("<p>" + text)));
  must(store.commit(store::FetchedBatch{.consumed_task = "", .page = put, .next = {}, .settings = {}}));
  store::ReadBatch read = sample_read("r-" + id, "a-" + id, 1, at(0));
  read.revision->page = page.id;
  read.revision->text = text;
  read.quotes.front().words = text;
  read.cases.emplace_back(0, sample_case("c-" + id, "kallas-nato", at(0), "r-" + id));
  read.cases.back().second.occurrences.front().excerpt = text;
  read.audit.push_back(sample_audit("case:c-" + id, "case.open"));
  read.audit.back().reason = "found: " + text;
  must(store.commit(read));
}

void fill(store::Store& store) {
  read_one(store, "one", "Сказал " + name + " вчера.");
  read_one(store, "two", "Никто ничего не сказал.");
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

/// After the restart: everything is as before, or the act is recorded and no text holds the name any more (of
/// a page the bytes may still be there, marked as going). Doing it again ends it; a neighbour loses nothing.
void check_and_end(const std::string& folder, std::size_t traces_before, int& old_states, int& new_states) {
  auto store = open_plainly(folder);
  CHECK(chain_is_whole(*store));
  // What is on its way out is named as such until the act is done again; nothing else is amiss.
  CHECK(std::ranges::all_of(must(store->verify_page_files()).problems, [](const std::string& each) {
    return each.contains("p-one") && each.contains("erasing");
  }));
  const auto left = must(store->find_traces(sought()));
  if (must(store->audit_of("privacy")).empty()) {
    ++old_states;
    CHECK(left.size() == traces_before);
    CHECK(must(store->find_revision("r-one"))->text.find(name) != std::string::npos);
  } else {
    ++new_states;
    CHECK(std::ranges::all_of(left, [](const store::Trace& each) { return each.room == "page"; }));
    CHECK(must(store->find_revision("r-one"))->text.find(name) == std::string::npos);
  }
  if (!left.empty()) {
    must(store->erase_traces(sought(), {{}, act()}));
  }
  CHECK(must(store->find_traces(sought())).empty());
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
      traces_before = must(store->find_traces(sought())).size();
      machine.plan.fail_at(machine.plan.operations() + n, FaultPlan::Then::all);
      whole = store->erase_traces(sought(), {{}, act()}).has_value();
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
