#pragma once

#include "base/result.hpp"
#include "store/db.hpp"

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace qw::store {

/// One job of the writer thread: looks at the batch (which shows what earlier jobs of the group wrote) and
/// adds to it, or fails; then nothing of it is written and the others of its group go on.
using Job = std::function<Result<>(Batch&)>;

/// What the owner does around the jobs of one group; all calls come from the writer thread.
class GroupOwner {
 public:
  GroupOwner() = default;
  GroupOwner(const GroupOwner&) = delete;
  GroupOwner& operator=(const GroupOwner&) = delete;
  virtual ~GroupOwner() = default;

  virtual Result<> begin_group() = 0;  ///< an error fails the whole group
  virtual void mark_job() = 0;
  virtual void take_back_job() = 0;
  /// Adds the group's own records and writes the batch.
  virtual Result<> finish_group(Batch& batch, Sync sync) = 0;
};

/// The one thread that writes. Jobs that wait together share a batch and its sync. run() blocks until its
/// job is written (synced unless Sync::no was asked for and nobody else in the group wanted it) or has
/// failed.
class Writer {
 public:
  Writer(Db& db, GroupOwner& owner);
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;
  ~Writer();  ///< as stop()

  Result<> run(Job job, Sync sync);
  /// Writes what waits, then ends the thread; later calls of run() fail with Errc::cancelled.
  void stop();

 private:
  struct Waiting {
    Job job;
    Sync sync = Sync::yes;
    Result<> result;
    bool done = false;
  };
  void loop();
  void write_group(const std::deque<Waiting*>& group);

  Db& db_;
  GroupOwner& owner_;
  std::mutex mutex_;
  std::condition_variable work_, finished_;
  std::deque<Waiting*> queue_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace qw::store
