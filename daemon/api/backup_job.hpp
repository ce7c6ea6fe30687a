#pragma once

#include "base/clock.hpp"
#include "base/metrics.hpp"
#include "store/store.hpp"

#include <mutex>
#include <optional>
#include <string>
#include <thread>

namespace qw::api {

/// The one backup that may be under way, on a thread of its own: it takes minutes for gigabytes, and neither
/// a request nor a thread of the API waits for it. Threads: any.
class BackupJob {
 public:
  BackupJob(store::Store& store, metrics::Registry& metrics, const Clock& clock, std::string directory)
      : store_(store), metrics_(metrics), clock_(clock), directory_(std::move(directory)) {}
  BackupJob(const BackupJob&) = delete;
  BackupJob& operator=(const BackupJob&) = delete;
  ~BackupJob() { stop(); }

  struct State {
    bool running = false;
    std::optional<Time> began;                     ///< none: no backup was asked for since the start
    std::optional<store::Store::BackupInfo> made;  ///< of the last one, when it went well
    std::string problem;                           ///< of the last one, when it did not
  };
  State state() const;
  /// False: one is under way.
  bool start();
  /// Breaks off what is under way and waits for its end. What it has copied serves the next one.
  void stop();

 private:
  void run();

  store::Store& store_;
  metrics::Registry& metrics_;
  const Clock& clock_;
  const std::string directory_;
  mutable std::mutex mutex_;
  State state_;
  std::thread thread_;
};

}  // namespace qw::api
