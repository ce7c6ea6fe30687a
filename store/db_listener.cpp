#include "store/db_listener.hpp"

#include "base/log.hpp"
#include "store/db_options.hpp"

namespace qw::store {

void ErrorListener::OnBackgroundError(rocksdb::BackgroundErrorReason /*reason*/, rocksdb::Status* error) {
  if (error == nullptr || error->ok()) {
    return;
  }
  const std::string problem = error_of(*error, folder_).what;
  log::error("store_read_only", {{"problem", problem}});
  const std::scoped_lock lock(mutex_);
  health_.read_only = true;
  health_.problem = problem;
  if (error->IsCorruption() && health_.damage.empty()) {
    health_.damage = problem;
  }
}

Result<> ErrorListener::noted(const rocksdb::Status& status) {
  Result<> result = result_of(status, folder_);
  if (!result && result.error().code == Errc::corrupt) {
    const std::scoped_lock lock(mutex_);
    if (health_.damage.empty()) {
      log::error("store_damaged", {{"problem", result.error().what}});
      health_.damage = result.error().what;
    }
  }
  return result;
}

void ErrorListener::OnErrorRecoveryEnd(const rocksdb::BackgroundErrorRecoveryInfo& info) {
  if (info.new_bg_error.ok()) {
    log::info("store_writes_again");
    clear();
  }
}

DbHealth ErrorListener::health() const {
  const std::scoped_lock lock(mutex_);
  return health_;
}

void ErrorListener::clear() {
  const std::scoped_lock lock(mutex_);
  health_.read_only = false;
  health_.problem.clear();
}

}  // namespace qw::store
