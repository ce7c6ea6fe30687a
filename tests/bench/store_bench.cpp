#include "store/codec.hpp"
#include "store/db.hpp"
#include "store/keys.hpp"
#include "store/store.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

/// Pops of the frontier beside a scan from the front, in one run, and what a synced commit costs.
/// store_bench [TASKS [POPS [FOLDER]]]: the folder is made, used and removed.
using namespace qw;

namespace {

using Stopwatch = std::chrono::steady_clock;

double seconds_since(Stopwatch::time_point start) {
  return std::chrono::duration<double>(Stopwatch::now() - start).count();
}
Time at(int millis) { return Time(Millis(1'790'000'000'000 + millis)); }

template <class T>
T must(Result<T> result) {
  if (!result) {
    std::fprintf(stderr, "store_bench: %s\n", result.error().what.c_str());
    std::exit(1);
  }
  if constexpr (!std::is_void_v<T>) {
    return *std::move(result);
  }
}

void report(const char* what, std::vector<double> micros, double seconds) {
  std::ranges::sort(micros);
  const auto part = [&](double share) {
    return micros[static_cast<std::size_t>(share * static_cast<double>(micros.size() - 1))];
  };
  fmt::print("{:34} {:9.0f}/s   p50 {:8.1f} us   p99 {:8.1f} us   n {}\n", what,
             static_cast<double>(micros.size()) / seconds, part(0.5), part(0.99), micros.size());
}

template <class Act>
void measure(const char* what, int times, const Act& act) {
  std::vector<double> micros;
  const auto all = Stopwatch::now();
  for (int i = 0; i < times; ++i) {
    const auto start = Stopwatch::now();
    act(i);
    micros.push_back(seconds_since(start) * 1e6);
  }
  report(what, micros, seconds_since(all));
}

model::Task task(int n) {
  model::Task made;
  made.id = fmt::format("task{:012}", n);
  made.outlet = "kp";
  made.url = made.canonical_url = fmt::format("https://kp.example/news/{}", n);
  made.host = "https://kp.example:443";
  made.due = at(n);
  return made;
}

/// The same queue as a beginner would write it: seek to the first key, delete it, put it back later.
void naive(const std::string& folder, int tasks, int pops) {
  auto db = must(store::Db::open(folder, store::Create::if_missing, store::Recover::strictly, {}));
  for (int n = 0; n < tasks;) {
    const auto batch = db->new_batch();
    for (int end = std::min(tasks, n + 1000); n < end; ++n) {
      batch->put(store::Family::frontier, store::Key('d').time(at(n)).text(task(n).id),
                 store::encode(task(n)));
    }
    must(db->write(*batch, store::Sync::no));
  }
  measure("pop, scan from the front", pops, [&](int i) {
    std::string key, value;
    must(db->scan(store::Family::frontier, "d", "e", [&](auto k, auto v) -> Result<store::Go> {
      key = k;
      value = v;
      return store::Go::stop;
    }));
    const auto batch = db->new_batch();
    batch->erase(store::Family::frontier, key);
    batch->put(store::Family::frontier, store::Key('d').time(at(10'000'000 + i)).text(task(i).id), value);
    must(db->write(*batch, store::Sync::no));
  });
  must(db->close());
}

void ours(store::Store& store, int tasks, int pops) {
  store::PolledBatch poll;
  poll.state = {.outlet = "kp", .address = "x"};
  for (int n = 0; n < tasks;) {
    poll.new_tasks.clear();
    for (int end = std::min(tasks, n + 1000); n < end; ++n) {
      poll.new_tasks.push_back(task(n));
    }
    must(store.commit(poll));
  }
  measure("pop and lease, remembered head", pops, [&](int) {
    if (must(store.take_due(at(9'000'000), 1, at(20'000'000))).size() != 1) {
      std::exit(1);
    }
  });
  measure("64 pops and leases at once", pops / 64,
          [&](int) { must(store.take_due(at(9'000'000), 64, at(20'000'000))); });
}

void commits(store::Store& store) {
  const auto act = [](int n) {
    store::ActBatch made;
    model::AuditRecord record;
    record.who = "bench";
    record.act = "note";
    record.subject = "case:" + std::to_string(n);
    made.audit.push_back(record);
    return made;
  };
  measure("synced commit, one thread", 500, [&](int n) { must(store.commit(act(n))); });
  constexpr int threads = 16;
  const auto start = Stopwatch::now();
  std::vector<std::thread> workers;
  for (int t = 0; t < threads; ++t) {
    workers.emplace_back([&] {
      for (int n = 0; n < 200; ++n) {
        must(store.commit(act(n)));
      }
    });
  }
  for (std::thread& worker : workers) {
    worker.join();
  }
  fmt::print("{:34} {:9.0f}/s\n", "synced commits, 16 threads", threads * 200 / seconds_since(start));
  if (must(store.verify_audit()).first_bad) {
    std::exit(1);
  }
}

}  // namespace

int main(int argc, char** argv) {
  const int tasks = argc > 1 ? std::atoi(argv[1]) : 200'000;
  const int pops = argc > 2 ? std::atoi(argv[2]) : 10'000;
  const std::filesystem::path folder =
      argc > 3 ? std::filesystem::path(argv[3]) : std::filesystem::temp_directory_path() / "qw-store-bench";
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  fmt::print("{} tasks, {} pops, {}\n", tasks, pops, folder.string());
  naive((folder / "naive").string(), tasks, pops);
  {
    auto store = must(store::Store::open({.directory = (folder / "ours").string()}));
    ours(*store, tasks, pops);
    commits(*store);
    const auto start = Stopwatch::now();
    must(store->close());
    fmt::print("{:34} {:9.2f} s\n", "close", seconds_since(start));
  }
  const auto start = Stopwatch::now();
  auto store = must(store::Store::open({.directory = (folder / "ours").string()}));
  fmt::print("{:34} {:9.2f} s\n", "open again", seconds_since(start));
  store.reset();
  std::filesystem::remove_all(folder);
  return 0;
}
