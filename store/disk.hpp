#pragma once

#include "base/result.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace rocksdb {
class Env;
}

/// The seam between our own files (WARC, head, list of sent deliveries) and the operating system, so that a
/// test can make the disk full, fail the n-th operation or lose what was not synced.
/// Errors: Errc::io with the path, the reason and, when the disk is full, what to do. Threads: one file is
/// used by one thread at a time.
namespace qw::store {

class DiskFile {
 public:
  DiskFile() = default;
  DiskFile(const DiskFile&) = delete;
  DiskFile& operator=(const DiskFile&) = delete;
  virtual ~DiskFile() = default;

  virtual std::uint64_t size() const = 0;
  virtual Result<> append(std::string_view bytes) = 0;
  virtual Result<> write_at(std::uint64_t offset, std::string_view bytes) = 0;
  virtual Result<> sync() = 0;
};

class Disk {
 public:
  Disk() = default;
  Disk(const Disk&) = delete;
  Disk& operator=(const Disk&) = delete;
  virtual ~Disk() = default;

  /// Opens for writing, creates what is missing, and syncs the folder entry of a new file.
  virtual Result<std::unique_ptr<DiskFile>> open(const std::string& path) = 0;
  virtual Result<> truncate(const std::string& path, std::uint64_t size) = 0;
};

Disk& real_disk();

/// What tests put in the place of the machine.
struct Seams {
  Disk* disk = nullptr;         ///< null = real_disk()
  rocksdb::Env* env = nullptr;  ///< null = RocksDB's own
};

/// An Errc::io for the present errno.
Error disk_error(std::string_view doing, const std::string& path);
Result<std::string> read_file(const std::string& path);
Result<std::string> read_piece(const std::string& path, std::uint64_t offset, std::uint64_t length);
Result<> sync_folder(const std::string& path);

}  // namespace qw::store
