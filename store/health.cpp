#include "store/store_impl.hpp"

#include <filesystem>

namespace qw::store {

Health StoreImpl::health() {
  Health health;
  const DbHealth db = db_->health();
  {
    const std::scoped_lock lock(live_mutex_);
    health.read_only = db.read_only || !head_problem_.empty();
    health.problem = db.read_only ? db.problem : head_problem_;
    health.damage = !db.damage.empty() ? db.damage : page_damage_;
    health.audit_seq = live_.head.audit_seq;
    health.audit_head = live_.head.audit_hash;
  }
  std::error_code error;
  const auto space = std::filesystem::space(options_.directory, error);
  health.free_bytes = error ? 0 : space.available;
  return health;
}

Result<> StoreImpl::verify_tables() { return db_->verify_tables(); }

}  // namespace qw::store
