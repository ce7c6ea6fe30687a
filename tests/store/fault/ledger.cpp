#include "tests/store/fault/ledger.hpp"

#include "tests/store/samples.hpp"

#include <charconv>

namespace qw::test {
namespace {

std::string name(const char* kind, int n) { return kind + std::to_string(n); }

}  // namespace

Result<> Ledger::step(store::Store& store, int n) {
  const Time when = at(n);
  TRY_OK(store.put_task(sample_task(name("t", n), when)));
  TRY(auto page, store.append_page(sample_page(name("p", n), when), exchange("body " + std::to_string(n))));
  model::Task read_task = sample_task(name("t", n), when);
  read_task.kind = model::TaskKind::read;
  read_task.page = page.id;
  TRY_OK(store.commit(store::FetchedBatch{.consumed_task = name("t", n), .page = page, .next = read_task}));
  store::ReadBatch read = sample_read(name("r", n), name("a", n), 1, when);
  read.consumed_task = name("t", n);
  read.revision->page = page.id;
  read.cases.emplace_back(0, sample_case(name("c", n), "kallas-nato", when, name("r", n)));
  read.audit = {sample_audit("case:" + name("c", n), "case.open")};
  read.outbox = {sample_entry(name("m", n), when)};
  TRY_OK(store.commit(read));
  acknowledged(n);
  return {};
}

void Ledger::acknowledged(int n) {
  const std::scoped_lock lock(mutex_);
  done_.insert(n);
}

std::size_t Ledger::size() const {
  const std::scoped_lock lock(mutex_);
  return done_.size();
}

void Ledger::check(store::Store& store) const {
  const std::scoped_lock lock(mutex_);
  for (const int n : done_) {
    CAPTURE(n);
    CHECK(!must(store.find_task(name("t", n))));
    const auto page = must(store.find_page(name("p", n)));
    REQUIRE(page);
    CHECK(must(store.load_page_body(*page)) == "body " + std::to_string(n));
    CHECK(must(store.find_revision(name("r", n))));
    CHECK(must(store.quotes_in(name("r", n))).size() == 2);
    CHECK(must(store.find_case(name("c", n))));
    CHECK(must(store.find_delivery(name("m", n))));
  }
  const auto chain = must(store.verify_audit());
  CHECK_MESSAGE(!chain.first_bad, chain.problem);
  // Whole or not at all, and once: every case that is there has one audit record and one message.
  std::string cursor;
  std::size_t cases = 0;
  do {
    const auto page = must(store.cases({}, 100, cursor));
    for (const model::Case& item : page.rows) {
      CHECK(must(store.audit_of("case:" + item.id)).size() == 1);
      CHECK(must(store.find_delivery("m" + item.id.substr(1))));
    }
    cases += page.rows.size();
    cursor = page.cursor;
  } while (!cursor.empty());
  CHECK(cases == chain.records);
  CHECK(cases >= done_.size());
}

std::unique_ptr<store::Store> open_plainly(const std::string& folder) {
  return must(store::Store::open({.directory = folder}));
}

}  // namespace qw::test
