#include "tests/store/fault/fault_disk.hpp"

#include <filesystem>

namespace qw::test {
namespace {

rocksdb::IOStatus status_of(FaultPlan::Verdict verdict) {
  switch (verdict) {
    case FaultPlan::Verdict::failed:
      return rocksdb::IOStatus::IOError("planned failure");
    case FaultPlan::Verdict::no_space:
      return rocksdb::IOStatus::NoSpace("planned full disk");
    case FaultPlan::Verdict::fine:
      break;
  }
  return rocksdb::IOStatus::OK();
}

class FaultFile : public rocksdb::FSWritableFileOwnerWrapper {
 public:
  FaultFile(std::unique_ptr<rocksdb::FSWritableFile> file, std::string path, std::uint64_t size,
            FaultPlan& plan)
      : rocksdb::FSWritableFileOwnerWrapper(std::move(file)),
        path_(std::move(path)),
        size_(size),
        plan_(plan) {}

  rocksdb::IOStatus Append(const rocksdb::Slice& data, const rocksdb::IOOptions& options,
                           rocksdb::IODebugContext* debug) override {
    if (const auto status = status_of(plan_.judge(Operation::write)); !status.ok()) {
      return status;
    }
    size_ += data.size();
    plan_.wrote(path_, size_);
    return target()->Append(data, options, debug);
  }
  rocksdb::IOStatus Append(const rocksdb::Slice& data, const rocksdb::IOOptions& options,
                           const rocksdb::DataVerificationInfo& /*info*/,
                           rocksdb::IODebugContext* debug) override {
    return Append(data, options, debug);
  }
  rocksdb::IOStatus Sync(const rocksdb::IOOptions& options, rocksdb::IODebugContext* debug) override {
    return synced(target()->Flush(options, debug));
  }
  rocksdb::IOStatus Fsync(const rocksdb::IOOptions& options, rocksdb::IODebugContext* debug) override {
    return synced(target()->Flush(options, debug));
  }

 private:
  rocksdb::IOStatus synced(const rocksdb::IOStatus& flushed) {
    // No real sync: the plan remembers what would have reached the disk, and the test is quicker.
    if (!flushed.ok()) {
      return flushed;
    }
    if (const auto status = status_of(plan_.judge(Operation::sync)); !status.ok()) {
      return status;
    }
    plan_.synced(path_, size_);
    return rocksdb::IOStatus::OK();
  }

  std::string path_;
  std::uint64_t size_;
  FaultPlan& plan_;
};

class FaultDiskFile : public store::DiskFile {
 public:
  FaultDiskFile(std::unique_ptr<store::DiskFile> file, std::string path, FaultPlan& plan)
      : file_(std::move(file)), path_(std::move(path)), plan_(plan) {}

  std::uint64_t size() const override { return file_->size(); }
  Result<> append(std::string_view bytes) override {
    TRY_OK(allowed(Operation::write));
    TRY_OK(file_->append(bytes));
    plan_.wrote(path_, file_->size());
    return {};
  }
  Result<> write_at(std::uint64_t offset, std::string_view bytes) override {
    TRY_OK(allowed(Operation::write));
    return file_->write_at(offset, bytes);
  }
  Result<> sync() override {
    TRY_OK(allowed(Operation::sync));
    plan_.synced(path_, std::filesystem::file_size(path_));
    return {};
  }

 private:
  Result<> allowed(Operation operation) {
    switch (plan_.judge(operation)) {
      case FaultPlan::Verdict::failed:
        return fail(Errc::io, path_ + ": planned failure");
      case FaultPlan::Verdict::no_space:
        return fail(Errc::io, path_ + ": planned full disk");
      case FaultPlan::Verdict::fine:
        break;
    }
    return {};
  }

  std::unique_ptr<store::DiskFile> file_;
  std::string path_;
  FaultPlan& plan_;
};

}  // namespace

void FaultPlan::fail_at(std::uint64_t n, Then then) {
  const std::scoped_lock lock(mutex_);
  fail_at_ = n;
  then_ = then;
}
void FaultPlan::set_full(bool full) {
  const std::scoped_lock lock(mutex_);
  full_ = full;
}
bool FaultPlan::full() const {
  const std::scoped_lock lock(mutex_);
  return full_;
}
void FaultPlan::heal() {
  const std::scoped_lock lock(mutex_);
  fail_at_ = 0;
  full_ = false;
}
std::uint64_t FaultPlan::operations() const {
  const std::scoped_lock lock(mutex_);
  return count_;
}
std::uint64_t FaultPlan::failures() const {
  const std::scoped_lock lock(mutex_);
  return failures_;
}

FaultPlan::Verdict FaultPlan::judge(Operation operation) {
  const std::scoped_lock lock(mutex_);
  ++count_;
  if (full_ && operation != Operation::sync) {
    ++failures_;
    return Verdict::no_space;
  }
  if (fail_at_ != 0 && (count_ == fail_at_ || (then_ == Then::all && count_ > fail_at_))) {
    ++failures_;
    return Verdict::failed;
  }
  return Verdict::fine;
}

void FaultPlan::wrote(const std::string& path, std::uint64_t size) {
  const std::scoped_lock lock(mutex_);
  auto [entry, is_new] = synced_.try_emplace(path, 0);
  entry->second = std::min(entry->second, size);
}
void FaultPlan::synced(const std::string& path, std::uint64_t size) {
  const std::scoped_lock lock(mutex_);
  synced_[path] = size;
}
void FaultPlan::renamed(const std::string& from, const std::string& to) {
  const std::scoped_lock lock(mutex_);
  if (const auto found = synced_.find(from); found != synced_.end()) {
    synced_[to] = found->second;
    synced_.erase(found);
  }
}
void FaultPlan::lose_unsynced() const {
  const std::scoped_lock lock(mutex_);
  for (const auto& [path, size] : synced_) {
    std::error_code error;
    if (std::filesystem::exists(path, error) && std::filesystem::file_size(path, error) > size) {
      std::filesystem::resize_file(path, size, error);
    }
  }
}

rocksdb::IOStatus FaultFileSystem::NewWritableFile(const std::string& path,
                                                   const rocksdb::FileOptions& options,
                                                   std::unique_ptr<rocksdb::FSWritableFile>* result,
                                                   rocksdb::IODebugContext* debug) {
  if (const auto status = status_of(plan_.judge(Operation::create)); !status.ok()) {
    return status;
  }
  const auto status = target()->NewWritableFile(path, options, result, debug);
  if (status.ok()) {
    plan_.synced(path, 0);
    *result = std::make_unique<FaultFile>(std::move(*result), path, 0, plan_);
  }
  return status;
}

rocksdb::IOStatus FaultFileSystem::ReopenWritableFile(const std::string& path,
                                                      const rocksdb::FileOptions& options,
                                                      std::unique_ptr<rocksdb::FSWritableFile>* result,
                                                      rocksdb::IODebugContext* debug) {
  const auto status = target()->ReopenWritableFile(path, options, result, debug);
  if (status.ok()) {
    std::error_code error;
    const auto size = std::filesystem::file_size(path, error);
    *result = std::make_unique<FaultFile>(std::move(*result), path, error ? 0 : size, plan_);
  }
  return status;
}

rocksdb::IOStatus FaultFileSystem::RenameFile(const std::string& from, const std::string& to,
                                              const rocksdb::IOOptions& options,
                                              rocksdb::IODebugContext* debug) {
  const auto status = target()->RenameFile(from, to, options, debug);
  if (status.ok()) {
    plan_.renamed(from, to);
  }
  return status;
}

rocksdb::IOStatus FaultFileSystem::GetFreeSpace(const std::string& path, const rocksdb::IOOptions& options,
                                                std::uint64_t* free, rocksdb::IODebugContext* debug) {
  const auto status = target()->GetFreeSpace(path, options, free, debug);
  if (status.ok() && plan_.full() && plan_.tells_free_space) {
    *free = 0;
  }
  return status;
}

Result<std::unique_ptr<store::DiskFile>> FaultDisk::open(const std::string& path) {
  if (plan_.judge(Operation::create) != FaultPlan::Verdict::fine) {
    return fail(Errc::io, path + ": planned failure");
  }
  TRY(auto file, store::real_disk().open(path));
  return std::make_unique<FaultDiskFile>(std::move(file), path, plan_);
}

Result<> FaultDisk::truncate(const std::string& path, std::uint64_t size) {
  return store::real_disk().truncate(path, size);
}

}  // namespace qw::test
