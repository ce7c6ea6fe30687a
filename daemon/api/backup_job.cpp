#include "daemon/api/backup_job.hpp"

#include "base/log.hpp"

#include <utility>

namespace qw::api {

BackupJob::State BackupJob::state() const {
  const std::scoped_lock lock(mutex_);
  return state_;
}

bool BackupJob::start() {
  const std::scoped_lock lock(mutex_);
  if (state_.running) {
    return false;
  }
  if (thread_.joinable()) {
    thread_.join();  // it has said that it is through
  }
  state_ = {.running = true, .began = clock_.now(), .made = std::nullopt, .problem = ""};
  thread_ = std::thread([this] { run(); });
  return true;
}

void BackupJob::stop() {
  store_.break_off_backup();
  std::thread last;
  {
    const std::scoped_lock lock(mutex_);
    last = std::move(thread_);
  }
  if (last.joinable()) {
    last.join();
  }
}

void BackupJob::run() {
  Result<store::Store::BackupInfo> made = store_.create_backup(directory_);
  if (made) {
    metrics_.gauge("quotewatch_backup_last_success_timestamp_seconds", "When the newest backup was made.")
        .set(static_cast<double>(made->made.time_since_epoch().count()) / 1000);
    log::info("backup", {{"id", made->id}, {"bytes", made->bytes}});
  } else {
    log::error("backup", {{"problem", made.error().text()}});
  }
  const std::scoped_lock lock(mutex_);
  state_.running = false;
  if (made) {
    state_.made = *std::move(made);
  } else {
    state_.problem = made.error().what;
  }
}

}  // namespace qw::api
