#pragma once

#include "store/disk.hpp"
#include "store/records.hpp"

#include <memory>
#include <optional>
#include <string>

namespace qw::store {

/// The small file outside the database that says how far it was committed, so that a database that became
/// shorter, empty or another one is noticed. Two slots of 4 KiB are written in turn and carry a digest: a
/// write that is cut leaves the other slot. Text, so that a person can read it. One thread at a time.
class HeadFile {
 public:
  /// nullopt: there is no such file. Errc::corrupt: neither slot is whole.
  static Result<std::optional<Head>> read(const std::string& path);
  static Result<std::unique_ptr<HeadFile>> open(const std::string& path, Disk& disk);
  /// Written and synced when it returns.
  Result<> write(const Head& head);

 private:
  explicit HeadFile(std::unique_ptr<DiskFile> file) : file_(std::move(file)) {}

  std::unique_ptr<DiskFile> file_;
  unsigned next_slot_ = 0;
};

}  // namespace qw::store
