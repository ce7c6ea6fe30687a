#pragma once

#include "store/store.hpp"

#include <map>
#include <mutex>
#include <set>
#include <string>

namespace qw::test {

/// Does one stage after another and remembers what was acknowledged; then holds a reopened store against it.
/// A step is one ReadBatch: a task is consumed, a page, a revision, a quote, a case, an audit record and an
/// outbox entry come out of it. Threads: any, with different numbers.
class Ledger {
 public:
  /// Puts the task of step n, fetches its page and reads it; true when all was acknowledged.
  Result<> step(store::Store& store, int n);
  void acknowledged(int n);
  /// Nothing acknowledged is lost, nothing is there twice, nothing is there in part, and the chain is whole.
  void check(store::Store& store) const;
  std::size_t size() const;

 private:
  mutable std::mutex mutex_;
  std::set<int> done_;
};

/// Opens with the machine's own disk.
std::unique_ptr<store::Store> open_plainly(const std::string& folder);

}  // namespace qw::test
