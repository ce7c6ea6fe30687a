#pragma once

#include "base/result.hpp"

#include <cstdint>
#include <string>

namespace qw::store {

enum class Thorough : std::uint8_t {
  sizes,
  checksums  ///< reads every file
};

/// RocksDB's part of a backup. Errc::not_found when there is no such number, Errc::corrupt when it is
/// damaged.
Result<> verify_db_backup(const std::string& folder, std::uint32_t id, Thorough thorough);
Result<> restore_db_backup(const std::string& folder, std::uint32_t id, const std::string& to);

}  // namespace qw::store
