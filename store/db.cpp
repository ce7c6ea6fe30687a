#include "store/db.hpp"

#include "store/db_listener.hpp"
#include "store/db_options.hpp"

#include <fmt/format.h>
#include <rocksdb/convenience.h>
#include <rocksdb/db.h>
#include <rocksdb/utilities/backup_engine.h>
#include <rocksdb/utilities/write_batch_with_index.h>

#include <array>
#include <atomic>

namespace qw::store {
namespace {

constexpr std::array<std::string_view, family_count> family_names{
    "meta",   "frontier",  "hosts", "outlet_state", "patterns", "pages", "revisions",
    "quotes", "decisions", "cases", "audit",        "outbox",   "users"};

rocksdb::Slice slice(std::string_view bytes) { return {bytes.data(), bytes.size()}; }
std::string_view view(const rocksdb::Slice& bytes) { return {bytes.data(), bytes.size()}; }

using Handles = std::vector<rocksdb::ColumnFamilyHandle*>;

/// Lets close() wait for the calls that are under way, and turns later ones away. Calls may nest.
class Door {
 public:
  enum class State : std::uint8_t { open, away, shut };

  class Visit {
   public:
    explicit Visit(Door& door) : door_(door) { ++door_.inside_; }
    Visit(const Visit&) = delete;
    Visit& operator=(const Visit&) = delete;
    ~Visit() {
      if (--door_.inside_ == 0) {
        door_.inside_.notify_all();
      }
    }
    Result<> open() const {
      switch (door_.state_) {
        case State::open:
          return {};
        case State::away:
          return fail(Errc::busy, "the store is being opened again after an error; try again");
        case State::shut:
          break;
      }
      return fail(Errc::cancelled, "the store is closed");
    }

   private:
    Door& door_;
  };

  /// Waits until nobody is inside; gives the state before.
  State change(State to) {
    const State before = state_.exchange(to);
    for (int inside = inside_; to != State::open && inside != 0; inside = inside_) {
      inside_.wait(inside);
    }
    return before;
  }

 private:
  std::atomic<int> inside_ = 0;
  std::atomic<State> state_ = State::open;
};

class RocksBatch : public Batch {
 public:
  RocksBatch(rocksdb::DB& db, const Handles& handles, ErrorListener& listener)
      : db_(db), handles_(handles), listener_(listener), batch_(rocksdb::BytewiseComparator(), 0, true) {}

  Result<std::optional<std::string>> get(Family family, std::string_view key) override {
    std::string value;
    const auto status =
        batch_.GetFromBatchAndDB(&db_, rocksdb::ReadOptions(), handle(family), slice(key), &value);
    if (status.IsNotFound()) {
      return std::nullopt;
    }
    TRY_OK(listener_.noted(status));
    return value;
  }
  void put(Family family, std::string_view key, std::string_view value) override {
    note(batch_.Put(handle(family), slice(key), slice(value)));
  }
  void erase(Family family, std::string_view key) override {
    note(batch_.Delete(handle(family), slice(key)));
  }
  void mark() override { batch_.SetSavePoint(); }
  void back_to_mark() override { note(batch_.RollbackToSavePoint()); }
  void forget_mark() override { note(batch_.PopSavePoint()); }
  std::size_t bytes() const override { return bytes_of(batch_); }

  const rocksdb::Status& first_problem() const { return problem_; }
  rocksdb::WriteBatch* plain() { return batch_.GetWriteBatch(); }

 private:
  rocksdb::ColumnFamilyHandle* handle(Family family) const {
    return handles_[static_cast<std::size_t>(family)];
  }
  void note(const rocksdb::Status& status) {
    if (problem_.ok()) {
      problem_ = status;
    }
  }
  static std::size_t bytes_of(const rocksdb::WriteBatchWithIndex& batch) {
    // GetWriteBatch is not const in this version although it only hands out a pointer.
    return const_cast<rocksdb::WriteBatchWithIndex&>(batch).GetWriteBatch()->GetDataSize();
  }

  rocksdb::DB& db_;
  const Handles& handles_;
  ErrorListener& listener_;
  rocksdb::WriteBatchWithIndex batch_;
  rocksdb::Status problem_;
};

class RocksDb : public Db {
 public:
  RocksDb(std::string folder, std::shared_ptr<ErrorListener> listener)
      : folder_(std::move(folder)), listener_(std::move(listener)) {}
  ~RocksDb() override { static_cast<void>(release()); }

  Result<> start(const rocksdb::DBOptions& options, Create create) {
    rocksdb::DBOptions mine = options;
    mine.create_if_missing = create == Create::if_missing;
    options_ = options;
    mine.create_missing_column_families = true;
    mine.listeners.push_back(listener_);
    std::vector<rocksdb::ColumnFamilyDescriptor> families{
        {rocksdb::kDefaultColumnFamilyName, rocksdb::ColumnFamilyOptions()}};
    const auto each = family_options();
    for (std::size_t i = 0; i < family_count; ++i) {
      families.emplace_back(std::string(family_names.at(i)), each[i]);
    }
    rocksdb::DB* opened = nullptr;
    TRY_OK(result_of(rocksdb::DB::Open(mine, folder_, families, &all_handles_, &opened), folder_));
    db_.reset(opened);
    handles_.assign(all_handles_.begin() + 1, all_handles_.end());
    return {};
  }

  Result<std::optional<std::string>> get(Family family, std::string_view key) const override {
    const Door::Visit visit(door_);
    TRY_OK(visit.open());
    std::string value;
    const auto status = db_->Get(rocksdb::ReadOptions(), handle(family), slice(key), &value);
    if (status.IsNotFound()) {
      return std::nullopt;
    }
    TRY_OK(listener_->noted(status));
    return value;
  }

  Result<> scan(Family family, std::string_view from, std::string_view until,
                const Visit& visit) const override {
    const Door::Visit visiting(door_);
    TRY_OK(visiting.open());
    const Range range(*db_, handle(family), from, until);
    auto& it = range.iterator();
    for (it.Seek(slice(from)); it.Valid(); it.Next()) {
      TRY(const Go go, visit(view(it.key()), view(it.value())));
      if (go == Go::stop) {
        return {};
      }
    }
    return listener_->noted(it.status());
  }

  Result<> scan_back(Family family, std::string_view from, std::string_view until,
                     const Visit& visit) const override {
    const Door::Visit visiting(door_);
    TRY_OK(visiting.open());
    const Range range(*db_, handle(family), from, until);
    auto& it = range.iterator();
    for (it.SeekToLast(); it.Valid(); it.Prev()) {
      TRY(const Go go, visit(view(it.key()), view(it.value())));
      if (go == Go::stop) {
        return {};
      }
    }
    return listener_->noted(it.status());
  }

  std::unique_ptr<Batch> new_batch() const override {
    return std::make_unique<RocksBatch>(*db_, handles_, *listener_);
  }

  Result<> write(Batch& batch, Sync sync) override {
    const Door::Visit visit(door_);
    TRY_OK(visit.open());
    auto& mine = static_cast<RocksBatch&>(batch);
    TRY_OK(listener_->noted(mine.first_problem()));
    rocksdb::WriteOptions options;
    options.sync = sync == Sync::yes;
    return listener_->noted(db_->Write(options, mine.plain()));
  }

  Result<> erase_range(Family family, std::string_view from, std::string_view until) override {
    const Door::Visit visit(door_);
    TRY_OK(visit.open());
    rocksdb::WriteOptions options;
    options.sync = true;
    return listener_->noted(db_->DeleteRange(options, handle(family), slice(from), slice(until)));
  }

  DbHealth health() const override { return listener_->health(); }

  bool try_resume() override {
    const Door::Visit visit(door_);
    if (!visit.open() || !db_->Resume().ok()) {
      return false;
    }
    listener_->clear();
    return true;
  }

  Result<> reopen() override {
    if (door_.change(Door::State::away) == Door::State::shut) {
      door_.change(Door::State::shut);
      return fail(Errc::cancelled, "the store is closed");
    }
    release();
    TRY_OK(start(options_, Create::never));
    listener_->clear();
    door_.change(Door::State::open);
    return {};
  }

  Result<> flush() override {
    const Door::Visit visit(door_);
    TRY_OK(visit.open());
    return listener_->noted(db_->Flush(rocksdb::FlushOptions(), all_handles_));
  }

  Result<> compact() override {
    TRY_OK(flush());
    const Door::Visit visit(door_);
    TRY_OK(visit.open());
    rocksdb::CompactRangeOptions whole;
    whole.bottommost_level_compaction = rocksdb::BottommostLevelCompaction::kForce;
    for (auto* family : all_handles_) {
      TRY_OK(listener_->noted(db_->CompactRange(whole, family, nullptr, nullptr)));
    }
    return {};
  }

  Result<> verify_tables() const override {
    const Door::Visit visit(door_);
    TRY_OK(visit.open());
    TRY_OK(listener_->noted(db_->VerifyChecksum()));
    return listener_->noted(db_->VerifyFileChecksums(rocksdb::ReadOptions()));
  }

  Result<> close() override {
    const Result<> flushed = flush();
    if (door_.change(Door::State::shut) == Door::State::shut) {
      return fail(Errc::cancelled, "the store is closed");
    }
    const Result<> closed = release();
    return flushed ? closed : flushed;
  }

  Result<std::uint32_t> backup_to(const std::string& folder) override {
    const Door::Visit visit(door_);
    TRY_OK(visit.open());
    rocksdb::BackupEngineOptions options(folder);
    options.share_files_with_checksum = true;
    options.max_background_operations = 1;
    rocksdb::BackupEngine* raw = nullptr;
    TRY_OK(result_of(rocksdb::BackupEngine::Open(rocksdb::Env::Default(), options, &raw), folder));
    const std::unique_ptr<rocksdb::BackupEngine> engine(raw);
    {
      const std::scoped_lock lock(backup_mutex_);
      if (no_more_backups_) {
        return fail(Errc::cancelled, "the backup was broken off, since the daemon stops; make it anew");
      }
      backup_ = raw;
    }
    rocksdb::CreateBackupOptions create;
    create.flush_before_backup = true;
    rocksdb::BackupID id = 0;
    const rocksdb::Status status = engine->CreateNewBackup(create, db_.get(), &id);
    {
      const std::scoped_lock lock(backup_mutex_);
      backup_ = nullptr;
    }
    TRY_OK(result_of(status, folder));
    return id;
  }

  void break_off_backup() override {
    const std::scoped_lock lock(backup_mutex_);
    no_more_backups_ = true;
    if (backup_ != nullptr) {
      backup_->StopBackup();
    }
  }

 private:
  /// Bound, slice and iterator live together, because the bound is a pointer to the slice.
  class Range {
   public:
    Range(rocksdb::DB& db, rocksdb::ColumnFamilyHandle* handle, std::string_view from, std::string_view until)
        : from_(slice(from)), until_(slice(until)) {
      rocksdb::ReadOptions options;
      options.iterate_lower_bound = &from_;
      if (!until.empty()) {
        options.iterate_upper_bound = &until_;
      }
      options.total_order_seek = true;
      iterator_.reset(db.NewIterator(options, handle));
    }
    rocksdb::Iterator& iterator() const { return *iterator_; }

   private:
    rocksdb::Slice from_, until_;
    std::unique_ptr<rocksdb::Iterator> iterator_;
  };

  rocksdb::ColumnFamilyHandle* handle(Family family) const {
    return handles_[static_cast<std::size_t>(family)];
  }
  Result<> release() {
    if (!db_) {
      return {};
    }
    for (auto* each : all_handles_) {
      // A handle that is not given back would keep the database from closing; its status says no more.
      db_->DestroyColumnFamilyHandle(each).PermitUncheckedError();
    }
    all_handles_.clear();
    handles_.clear();
    const Result<> closed = result_of(db_->Close(), folder_);
    db_.reset();
    return closed;
  }

  std::string folder_;
  std::shared_ptr<ErrorListener> listener_;
  rocksdb::DBOptions options_;
  mutable Door door_;
  std::unique_ptr<rocksdb::DB> db_;
  Handles all_handles_, handles_;
  std::mutex backup_mutex_;
  rocksdb::BackupEngine* backup_ = nullptr;  ///< under way
  bool no_more_backups_ = false;
};

}  // namespace

std::string_view name_of(Family family) { return family_names.at(static_cast<std::size_t>(family)); }

Result<std::unique_ptr<Db>> Db::open(const std::string& folder, Create create, Recover recover,
                                     const Seams& seams) {
  auto db = std::make_unique<RocksDb>(folder, std::make_shared<ErrorListener>(folder));
  TRY_OK(db->start(db_options(recover, seams), create));
  return db;
}

}  // namespace qw::store
