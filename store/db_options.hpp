#pragma once

#include "store/db.hpp"

#include <rocksdb/options.h>
#include <rocksdb/status.h>

#include <memory>
#include <string>
#include <vector>

/// RocksDB's settings, each with its reason; included by db*.cpp and backup.cpp alone.
namespace qw::store {

rocksdb::DBOptions db_options(Recover recover, const Seams& seams);
/// Every family by name, in the order of the enumeration.
std::vector<rocksdb::ColumnFamilyOptions> family_options();

/// The one place that turns a Status into our Error.
Error error_of(const rocksdb::Status& status, const std::string& folder);

inline Result<> result_of(const rocksdb::Status& status, const std::string& folder) {
  if (status.ok()) {
    return {};
  }
  return std::unexpected(error_of(status, folder));
}

}  // namespace qw::store
