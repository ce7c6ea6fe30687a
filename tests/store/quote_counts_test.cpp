#include "store/codec.hpp"
#include "store/db.hpp"
#include "store/keys.hpp"
#include "store/records.hpp"
#include "store/store.hpp"
#include "tests/store/opened_store.hpp"
#include "tests/store/samples.hpp"

using namespace qw;
using namespace qw::test;

namespace {

constexpr int day = 86'400;
using Counts = std::map<std::string, std::uint64_t>;

Counts counts(store::Store& store, int first, int last) {
  return must(store.quotes_by_outlet(day_of(at(first * day)), day_of(at(last * day))));
}

/// `quotes` different sentences of one official in a new article of the outlet.
store::ReadBatch many(const std::string& outlet, const std::string& name, int seen_day,
                      std::uint32_t quotes) {
  store::ReadBatch read = sample_read("r-" + name, "a-" + name, 0, at(seen_day * day));
  read.revision->outlet = outlet;
  const store::QuoteRow one = read.quotes.front();
  read.quotes.clear();
  for (std::uint32_t i = 0; i < quotes; ++i) {
    read.quotes.push_back(one);
    read.quotes.back().number = i;
    read.quotes.back().words += " " + std::to_string(i);
  }
  return read;
}

}  // namespace

TEST_CASE("quotes of officials are counted by outlet and day, all of them, and those of nobody are not") {
  const TempFolder folder;
  auto store = must(store::Store::open({.directory = folder.path()}));
  for (int i = 0; i < 12; ++i) {  // more than any list would be read through
    must(store->commit(many("busy", "b" + std::to_string(i), 1, 500)));
  }
  must(store->commit(many("quiet", "q1", 0, 2)));
  must(store->commit(many("quiet", "q2", 3, 1)));
  must(store->commit(sample_read("r1", "a1", 0, at(0))));  // one of Kallas, one of nobody known, of "kp"
  CHECK(counts(*store, 0, 6) == Counts{{"busy", 6000}, {"quiet", 3}, {"kp", 1}});
  CHECK(counts(*store, 1, 2) == Counts{{"busy", 6000}});
  CHECK(counts(*store, 3, 3) == Counts{{"quiet", 1}});
  CHECK(counts(*store, 4, 9).empty());
}

TEST_CASE("a stage that is repeated and a revision that says the same again count nothing twice") {
  const TempFolder folder;
  auto store = must(store::Store::open({.directory = folder.path()}));
  const store::ReadBatch first = many("a", "x", 0, 3);
  must(store->commit(first));
  must(store->commit(first));
  store::ReadBatch edited = many("a", "y", 1, 4);  // three as before, one more
  edited.revision->article = "a-x";
  edited.revision->number = 1;
  edited.quotes.push_back(edited.quotes.back());  // in headline and body
  edited.quotes.back().text = model::TextKind::headline;
  must(store->commit(edited));
  CHECK(counts(*store, 0, 0) == Counts{{"a", 3}});
  CHECK(counts(*store, 1, 1) == Counts{{"a", 1}});
}

TEST_CASE("counts go with what is old") {
  const TempFolder folder;
  auto store = must(store::Store::open({.directory = folder.path()}));
  must(store->commit(many("a", "x", 0, 3)));
  must(store->commit(many("a", "y", 20, 2)));
  must(store->apply_retention(at(10 * day)));
  CHECK(counts(*store, 0, 30) == Counts{{"a", 2}});
}

TEST_CASE("a store of an earlier version is counted once when it is opened") {
  const TempFolder folder;
  ManualClock clock(at(7 * day));
  {
    auto store = opened_store(folder, clock);
    must(store->commit(many("a", "x", 2, 3)));
    store::ReadBatch edited = many("a", "y", 3, 4);
    edited.revision->article = "a-x";
    edited.revision->number = 1;
    must(store->commit(edited));
    must(store->commit(many("b", "z", 6, 1'500)));
    must(store->close());
  }
  {
    auto db = must(
        store::Db::open(folder.path("store") + "/db", store::Create::never, store::Recover::strictly, {}));
    must(db->erase_range(store::Family::quotes, "n", store::behind("n")));
    const auto batch = db->new_batch();
    batch->put(store::Family::meta, store::Key('S'), store::encode(store::Schema{1, 0, 1}));
    must(db->write(*batch, store::Sync::yes));
    must(db->close());
  }
  for (int opened = 0; opened < 2; ++opened) {
    auto store = opened_store(folder, clock);
    CHECK(counts(*store, 0, 7) == Counts{{"a", 4}, {"b", 1'500}});
    CHECK(counts(*store, 2, 2) == Counts{{"a", 3}});
    must(store->close());
  }
}
