#pragma once

#include "store/disk.hpp"

#include <memory>
#include <string>
#include <vector>

namespace qw::store {

/// The list of what was sent, outside the database: one line a delivery, appended and synced before the batch
/// that marks it. A restored database knows less than the world; this list says what must not go out again.
/// One thread at a time.
class SentLog {
 public:
  static Result<std::unique_ptr<SentLog>> open(const std::string& path, Disk& disk);
  Result<> add(const std::vector<std::string>& ids);
  /// Every whole line of the file.
  static Result<std::vector<std::string>> read(const std::string& path);

 private:
  explicit SentLog(std::unique_ptr<DiskFile> file) : file_(std::move(file)) {}
  std::unique_ptr<DiskFile> file_;
};

}  // namespace qw::store
