#pragma once

#include "store/db.hpp"

#include <rocksdb/listener.h>

#include <mutex>
#include <string>

namespace qw::store {

/// Turns RocksDB's errors into a health state: after one of the background reading goes on and writing stops;
/// damage that a call met is remembered. Threads: any.
class ErrorListener : public rocksdb::EventListener {
 public:
  explicit ErrorListener(std::string folder) : folder_(std::move(folder)) {}

  void OnBackgroundError(rocksdb::BackgroundErrorReason reason, rocksdb::Status* error) override;
  void OnErrorRecoveryEnd(const rocksdb::BackgroundErrorRecoveryInfo& info) override;
  /// The same as result_of(), and damage is remembered.
  Result<> noted(const rocksdb::Status& status);
  DbHealth health() const;
  void clear();

 private:
  const std::string folder_;
  mutable std::mutex mutex_;
  DbHealth health_;
};

}  // namespace qw::store
