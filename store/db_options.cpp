#include "store/db_options.hpp"

#include <fmt/format.h>
#include <rocksdb/cache.h>
#include <rocksdb/file_checksum.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/rate_limiter.h>
#include <rocksdb/table.h>
#include <rocksdb/utilities/table_properties_collectors.h>

#include <filesystem>
#include <system_error>

namespace qw::store {
namespace {

constexpr std::size_t mebibyte = 1U << 20U;

bool holds_evidence(Family family) {
  return family == Family::audit || family == Family::cases || family == Family::outbox;
}
bool is_cold(Family family) {
  return family == Family::pages || family == Family::revisions || family == Family::quotes ||
         family == Family::decisions || family == Family::cases || family == Family::audit;
}

}  // namespace

rocksdb::DBOptions db_options(Recover recover, const Seams& seams) {
  rocksdb::DBOptions options;
  if (seams.env != nullptr) {
    options.env = seams.env;
  }
  // The default opens a log with a flipped byte and drops what follows without a word.
  options.wal_recovery_mode = recover == Recover::strictly
                                  ? rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords
                                  : rocksdb::WALRecoveryMode::kPointInTimeRecovery;
  options.paranoid_checks = true;
  options.allow_mmap_reads = false;  // a damaged page would be a signal instead of a Status
  options.allow_mmap_writes = false;
  options.file_checksum_gen_factory = rocksdb::GetFileChecksumGenCrc32cFactory();
  options.db_write_buffer_size = 48 * mebibyte;  // thirteen families share it
  options.max_total_wal_size = 64 * mebibyte;    // default: four times all memtables
  options.max_background_jobs = 2;
  options.max_open_files = 512;  // default: every table stays open
  options.keep_log_file_num = 10;
  options.max_log_file_size = 8 * mebibyte;
  options.bytes_per_sync = mebibyte;
  options.wal_bytes_per_sync = mebibyte;
  options.rate_limiter.reset(rocksdb::NewGenericRateLimiter(10 * static_cast<std::int64_t>(mebibyte)));
  options.stats_dump_period_sec = 0;
  options.stats_persist_period_sec = 0;
  return options;
}

std::vector<rocksdb::ColumnFamilyOptions> family_options() {
  rocksdb::BlockBasedTableOptions table;
  table.block_cache = rocksdb::NewLRUCache(64 * mebibyte);
  table.cache_index_and_filter_blocks = true;  // default: outside the cache and without a bound
  table.pin_l0_filter_and_index_blocks_in_cache = true;
  table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));
  table.format_version = 5;

  std::vector<rocksdb::ColumnFamilyOptions> all;
  for (std::size_t i = 0; i < family_count; ++i) {
    const auto family = static_cast<Family>(i);
    rocksdb::ColumnFamilyOptions options;
    options.write_buffer_size = 8 * mebibyte;  // default: 64 MB a family
    options.memtable_protection_bytes_per_key = 8;
    options.paranoid_file_checks = holds_evidence(family);
    options.compression = is_cold(family) ? rocksdb::kZSTD : rocksdb::kLZ4Compression;
    if (family == Family::frontier) {
      // A queue deletes at its head; tables full of tombstones are compacted before a scan walks them.
      options.table_properties_collector_factories.push_back(
          rocksdb::NewCompactOnDeletionCollectorFactory(1024, 512));
    }
    options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
    all.push_back(options);
  }
  return all;
}

Error error_of(const rocksdb::Status& status, const std::string& folder) {
  const std::string said = status.ToString();
  if (status.IsNoSpace()) {
    std::error_code ignored;
    const auto space = std::filesystem::space(folder, ignored);
    return Error{Errc::io,
                 fmt::format("{}: the disk is full ({} MB free); free some space, writing goes on by itself",
                             folder, ignored ? 0 : space.available / mebibyte)};
  }
  if (status.IsInvalidArgument() && said.find("olumn famil") != std::string::npos) {
    return Error{
        Errc::config,
        fmt::format("{}: the store was written by a newer quotewatch ({}); install that version again, or "
                    "restore a backup of before",
                    folder, said)};
  }
  // A file that the manifest names and the folder does not have is damage as well.
  if (status.IsCorruption() || status.IsPathNotFound()) {
    return Error{
        Errc::corrupt,
        fmt::format("{}: stored data is damaged ({}); keep a copy of the folder, then `quotewatch backup "
                    "restore` (docs/store.md, \"When the store refuses\")",
                    folder, said)};
  }
  if (status.IsBusy() || status.IsTryAgain()) {
    return Error{Errc::busy, fmt::format("{}: {}; try again", folder, said)};
  }
  if (status.IsShutdownInProgress()) {
    return Error{Errc::cancelled, "the store is closed"};
  }
  return Error{Errc::io, fmt::format("{}: {}", folder, said)};
}

}  // namespace qw::store
