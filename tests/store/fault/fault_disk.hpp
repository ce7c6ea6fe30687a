#pragma once

#include "store/disk.hpp"

#include <rocksdb/env.h>
#include <rocksdb/file_system.h>

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>

namespace qw::test {

enum class Operation : std::uint8_t { create, write, sync };

/// What shall go wrong. One plan stands behind RocksDB's files and our own. Threads: any.
class FaultPlan {
 public:
  /// The n-th operation (from 1) fails, and `then` all that follow or only that one.
  enum class Then : std::uint8_t { all, none };
  void fail_at(std::uint64_t n, Then then);
  void set_full(bool full);
  bool full() const;
  bool tells_free_space = true;  ///< false: the disk is full although it says that there is space
  void heal();
  std::uint64_t operations() const;
  std::uint64_t failures() const;

  enum class Verdict : std::uint8_t { fine, failed, no_space };
  Verdict judge(Operation operation);

  void wrote(const std::string& path, std::uint64_t size);
  void synced(const std::string& path, std::uint64_t size);
  void renamed(const std::string& from, const std::string& to);
  /// Cuts every file to what was synced of it, as a power cut may.
  void lose_unsynced() const;

 private:
  mutable std::mutex mutex_;
  std::uint64_t count_ = 0, fail_at_ = 0, failures_ = 0;
  Then then_ = Then::none;
  bool full_ = false;
  std::map<std::string, std::uint64_t> synced_;  ///< of every file that was written to
};

/// RocksDB's file system with the plan in front.
class FaultFileSystem : public rocksdb::FileSystemWrapper {
 public:
  explicit FaultFileSystem(FaultPlan& plan)
      : rocksdb::FileSystemWrapper(rocksdb::FileSystem::Default()), plan_(plan) {}
  const char* Name() const override { return "FaultFileSystem"; }
  rocksdb::IOStatus NewWritableFile(const std::string& path, const rocksdb::FileOptions& options,
                                    std::unique_ptr<rocksdb::FSWritableFile>* result,
                                    rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus ReopenWritableFile(const std::string& path, const rocksdb::FileOptions& options,
                                       std::unique_ptr<rocksdb::FSWritableFile>* result,
                                       rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus RenameFile(const std::string& from, const std::string& to,
                               const rocksdb::IOOptions& options, rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus GetFreeSpace(const std::string& path, const rocksdb::IOOptions& options,
                                 std::uint64_t* free, rocksdb::IODebugContext* debug) override;

 private:
  FaultPlan& plan_;
};

/// Our own files with the plan in front.
class FaultDisk : public store::Disk {
 public:
  explicit FaultDisk(FaultPlan& plan) : plan_(plan) {}
  Result<std::unique_ptr<store::DiskFile>> open(const std::string& path) override;
  Result<> truncate(const std::string& path, std::uint64_t size) override;

 private:
  FaultPlan& plan_;
};

/// The three together.
struct FaultyMachine {
  FaultPlan plan;
  FaultDisk disk{plan};
  std::unique_ptr<rocksdb::Env> env = rocksdb::NewCompositeEnv(std::make_shared<FaultFileSystem>(plan));
  store::Seams seams() { return {&disk, env.get()}; }
};

}  // namespace qw::test
