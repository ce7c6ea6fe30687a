#include "base/log.hpp"
#include "store/store_impl.hpp"

#include <fmt/format.h>

#include <filesystem>

/// What happens around the jobs of one group of the writer thread.
namespace qw::store {

Head StoreImpl::live_head() const {
  const std::scoped_lock lock(live_mutex_);
  return live_.head;
}

Result<> StoreImpl::begin_group() {
  {
    const std::scoped_lock lock(live_mutex_);
    draft_ = live_;
  }
  draft_.lowest_due_put.clear();
  draft_.lowest_lease_put.clear();
  draft_.warc.clear();
  draft_.sent.clear();
  if (head_is_stale_) {
    // Durable, but a lost log would go unseen: no further acknowledgement until the head can be written.
    if (const Result<> written = head_file_->write(draft_.head); !written) {
      return written;
    }
    head_is_stale_ = false;
    const std::scoped_lock lock(live_mutex_);
    head_problem_.clear();
  }
  if (db_->health().read_only) {
    return heal();
  }
  return {};
}

/// After a background error. RocksDB comes back from a full disk by itself; what it holds for unrecoverable
/// it cannot resume, and then the database is opened again, but only when the disk takes bytes: as long as it
/// does not, reading must go on.
Result<> StoreImpl::heal() {
  constexpr Millis between_tries{2000};
  const SteadyTime steady = system_clock().steady_now();
  if (last_heal_ != SteadyTime{} && steady - last_heal_ < between_tries) {
    return {};  // the write itself will say what is wrong
  }
  last_heal_ = steady;
  if (db_->try_resume()) {
    log::info("store_writes_again");
    return {};
  }
  TRY_OK(probe_disk());
  TRY_OK(db_->reopen());
  // A group that was refused may have reached the log after all: the database knows.
  TRY(const auto head, load<Head>(Family::meta, Key('H')));
  if (!head || head->commit < draft_.head.commit) {
    return fail(Errc::corrupt,
                "the database came back shorter than it was; stop the daemon and see docs/store.md");
  }
  draft_.head = *head;
  draft_.due_cursor = Key('d').bytes();
  draft_.lease_cursor = Key('l').bytes();
  const std::scoped_lock lock(live_mutex_);
  live_ = draft_;
  log::info("store_writes_again", {{"how", "opened again"}});
  return {};
}

Result<> StoreImpl::probe_disk() {
  Disk& disk = seams_.disk != nullptr ? *seams_.disk : real_disk();
  const std::string path = options_.directory + "/probe";
  const auto probe = [&]() -> Result<> {
    TRY(const auto file, disk.open(path));
    TRY_OK(file->write_at(0, std::string(1U << 20U, ' ')));
    return file->sync();
  };
  const Result<> worked = probe();
  std::error_code ignored;
  std::filesystem::remove(path, ignored);
  return worked;
}

void StoreImpl::mark_job() { before_job_ = draft_; }
void StoreImpl::take_back_job() { draft_ = before_job_; }

Result<> StoreImpl::finish_group(Batch& batch, Sync sync) {
  ++draft_.head.commit;
  batch.put(Family::meta, Key('H'), encode(draft_.head));
  for (const auto& [file, place] : draft_.warc) {
    TRY_OK(warc_->sync(file));  // the bytes before the records that refer to them
  }
  if (!draft_.sent.empty()) {
    TRY_OK(sent_log_->add(draft_.sent));
  }
  TRY_OK(db_->write(batch, sync));
  {
    const std::scoped_lock lock(live_mutex_);
    live_ = draft_;
  }
  if (sync == Sync::yes) {
    if (const Result<> written = head_file_->write(draft_.head); !written) {
      head_is_stale_ = true;
      log::error("head_not_written", {{"problem", written.error().what}});
      const std::scoped_lock lock(live_mutex_);
      head_problem_ = written.error().what;
    }
  }
  return {};
}

std::string cursor_of(std::string_view key) {
  std::string out;
  for (const char c : key) {
    out += fmt::format("{:02x}", static_cast<unsigned char>(c));
  }
  return out;
}

Result<std::string> start_of(std::string_view cursor, std::string_view from, std::string_view until) {
  if (cursor.empty()) {
    return std::string(from);
  }
  const auto digit = [](char c) { return std::string_view("0123456789abcdef").find(c); };
  std::string key;
  for (std::size_t i = 0; i + 1 < cursor.size(); i += 2) {
    const std::size_t high = digit(cursor[i]);
    const std::size_t low = digit(cursor[i + 1]);
    if (high == std::string_view::npos || low == std::string_view::npos) {
      return fail(Errc::usage, "the cursor is not one that a list gave; ask again without it");
    }
    key += static_cast<char>(static_cast<std::uint8_t>(high * 16 + low));
  }
  if (cursor.size() % 2 != 0 || key < from || (!until.empty() && key >= until)) {
    return fail(Errc::usage, "the cursor belongs to another list; ask again without it");
  }
  return key + '\0';
}

}  // namespace qw::store
