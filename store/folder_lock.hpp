#pragma once

#include "base/result.hpp"

#include <memory>
#include <string>

namespace qw::store {

/// Holds the folder of a store for one process; the kernel lets go of it however the process ends.
class FolderLock {
 public:
  /// Errc::busy when somebody holds it.
  static Result<std::unique_ptr<FolderLock>> take(const std::string& folder);
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;
  ~FolderLock();

 private:
  explicit FolderLock(int fd) : fd_(fd) {}
  int fd_;
};

}  // namespace qw::store
