#pragma once

#include "store/db.hpp"

#include <rocksdb/listener.h>

#include <mutex>
#include <string>

namespace qw::store {

/// Turns RocksDB's background errors into a health state: reading goes on, writing stops. Threads: any.
class ErrorListener : public rocksdb::EventListener {
 public:
  explicit ErrorListener(std::string folder) : folder_(std::move(folder)) {}

  void OnBackgroundError(rocksdb::BackgroundErrorReason reason, rocksdb::Status* error) override;
  void OnErrorRecoveryEnd(const rocksdb::BackgroundErrorRecoveryInfo& info) override;
  DbHealth health() const;
  void clear();

 private:
  const std::string folder_;
  mutable std::mutex mutex_;
  DbHealth health_;
};

}  // namespace qw::store
