#include "base/log.hpp"
#include "tests/store/fault/ledger.hpp"
#include "tests/store/samples.hpp"

#define DOCTEST_CONFIG_IMPLEMENT
#include <doctest/doctest.h>

#include <cstdio>
#include <cstdlib>
#include <thread>
#include <unistd.h>
#include <vector>

/// The child of the crash test: opens the store in argv[1] and does steps from argv[2] on, in several
/// threads, until it is killed. Every acknowledged step is one line "NUMBER\n" on standard output, written at
/// once.
int main(int argc, char** argv) {
  doctest::Context context;
  context.setAsDefaultForAssertsOutOfTestCases();
  if (argc != 3) {
    return 2;
  }
  const std::string folder = argv[1];
  const int first = std::atoi(argv[2]);
  auto opened = qw::store::Store::open({.directory = folder, .warc_roll_bytes = 20'000});
  if (!opened) {
    std::fprintf(stderr, "%s\n", opened.error().what.c_str());
    return 1;
  }
  qw::store::Store& store = **opened;
  constexpr int threads = 4;
  std::vector<std::thread> workers;
  for (int t = 0; t < threads; ++t) {
    workers.emplace_back([&store, first, t] {
      qw::test::Ledger ledger;
      for (int n = first + t;; n += threads) {
        if (!ledger.step(store, n) ||
            !store.take_due(qw::test::at(100'000'000), 1, qw::test::at(200'000'000))) {
          std::abort();
        }
        const std::string line = std::to_string(n) + "\n";
        if (::write(STDOUT_FILENO, line.data(), line.size()) < 0) {
          return;
        }
      }
    });
  }
  for (std::thread& worker : workers) {
    worker.join();
  }
  return 0;
}
