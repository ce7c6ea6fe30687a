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
  health_ = {true, problem};
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
  health_ = {};
}

}  // namespace qw::store
