#include "store/writer.hpp"

#include <algorithm>
#include <exception>
#include <vector>

namespace qw::store {
namespace {

constexpr std::size_t most_jobs_in_group = 256;
constexpr std::size_t most_bytes_in_group = 8U << 20U;

Result<> run_job(const Job& job, Batch& batch) {
  try {
    return job(batch);
  } catch (const std::exception& e) {
    return fail(Errc::io, std::string("the store could not put a record together: ") + e.what());
  }
}

}  // namespace

Writer::Writer(Db& db, GroupOwner& owner) : db_(db), owner_(owner), thread_([this] { loop(); }) {}

Writer::~Writer() { stop(); }

void Writer::stop() {
  {
    const std::scoped_lock lock(mutex_);
    stopping_ = true;
  }
  work_.notify_all();
  if (thread_.joinable()) {
    thread_.join();
  }
}

Result<> Writer::run(Job job, Sync sync) {
  Waiting mine{std::move(job), sync, {}, false};
  std::unique_lock lock(mutex_);
  if (stopping_) {
    return fail(Errc::cancelled, "the store is closed");
  }
  queue_.push_back(&mine);
  work_.notify_one();
  finished_.wait(lock, [&] { return mine.done; });
  return mine.result;
}

void Writer::loop() {
  std::unique_lock lock(mutex_);
  for (;;) {
    work_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
    if (queue_.empty()) {
      return;
    }
    std::deque<Waiting*> group;
    const std::size_t n = std::min(queue_.size(), most_jobs_in_group);
    group.assign(queue_.begin(), queue_.begin() + static_cast<std::ptrdiff_t>(n));
    queue_.erase(queue_.begin(), queue_.begin() + static_cast<std::ptrdiff_t>(n));
    lock.unlock();
    write_group(group);
    lock.lock();
    for (Waiting* waiting : group) {
      waiting->done = true;
    }
    finished_.notify_all();
  }
}

void Writer::write_group(const std::deque<Waiting*>& group) {
  std::size_t next = 0;
  while (next < group.size()) {
    if (const Result<> begun = owner_.begin_group(); !begun) {
      for (; next < group.size(); ++next) {
        group[next]->result = begun;
      }
      return;
    }
    const auto batch = db_.new_batch();
    std::vector<Waiting*> written;
    Sync sync = Sync::no;
    for (; next < group.size() && batch->bytes() < most_bytes_in_group; ++next) {
      Waiting& waiting = *group[next];
      batch->mark();
      owner_.mark_job();
      waiting.result = run_job(waiting.job, *batch);
      if (waiting.result) {
        batch->forget_mark();
        written.push_back(&waiting);
        sync = waiting.sync == Sync::yes ? Sync::yes : sync;
      } else {
        batch->back_to_mark();
        owner_.take_back_job();
      }
    }
    if (written.empty()) {
      continue;
    }
    const Result<> finished = owner_.finish_group(*batch, sync);
    for (Waiting* waiting : written) {
      waiting->result = finished;
    }
  }
}

}  // namespace qw::store
