#include "store/backup.hpp"

#include "base/ids.hpp"
#include "store/db_backup.hpp"
#include "store/store_impl.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <set>

namespace qw::store {
namespace {

namespace fs = std::filesystem;

std::string files_folder(const std::string& directory, const BackupManifest& manifest) {
  return directory + "/files/" + manifest.instance;
}

Result<std::uint32_t> number_of(const BackupManifest& manifest) {
  std::uint32_t number = 0;
  const auto [end, error] =
      std::from_chars(manifest.id.data(), manifest.id.data() + manifest.id.size(), number);
  if (error != std::errc{} || end != manifest.id.data() + manifest.id.size()) {
    return fail(Errc::corrupt, fmt::format("'{}' is not the id of a backup", manifest.id));
  }
  return number;
}

Result<> check(const std::string& directory, const BackupManifest& manifest, Thorough thorough) {
  TRY(const std::uint32_t number, number_of(manifest));
  TRY_OK(verify_db_backup(directory + "/db", number, thorough));
  for (const BackedFile& file : manifest.files) {
    const std::string path = files_folder(directory, manifest) + "/" + file.name;
    std::error_code error;
    const auto size = fs::file_size(path, error);
    if (error || size < file.bytes) {
      return fail(Errc::corrupt, fmt::format("{} is missing or was cut; use another backup", path));
    }
    if (thorough == Thorough::checksums) {
      TRY(const std::string digest, digest_of_file(path, file.bytes));
      if (digest != file.digest) {
        return fail(Errc::corrupt, fmt::format("{} does not fit its digest; use another backup", path));
      }
    }
  }
  return {};
}

Store::BackupInfo info_of(const BackupManifest& manifest, const Result<>& checked) {
  Store::BackupInfo info{manifest.id, manifest.made, 0, checked ? "" : checked.error().what};
  for (const BackedFile& file : manifest.files) {
    info.bytes += file.bytes;
  }
  return info;
}

/// What stands in the target is kept beside, so that a restore of the wrong backup can be taken back.
Result<> move_aside(const std::string& target, const std::string& mark) {
  const std::string aside = target + "/replaced-" + mark;
  std::error_code error;
  for (const char* name : {"head", "db", "warc", "evidence"}) {
    const std::string from = target + "/" + name;
    if (!fs::exists(from, error)) {
      continue;
    }
    fs::create_directories(aside, error);
    fs::rename(from, aside + "/" + name, error);
    if (error) {
      return fail(Errc::io, fmt::format("cannot move {} aside: {}", from, error.message()));
    }
  }
  return {};
}

/// The union of the list in the backup and the one that the target has: the world has seen both.
Result<> merge_sent(const std::string& from_backup, const std::string& target) {
  TRY(const auto theirs, SentLog::read(from_backup));
  TRY(const auto ours, SentLog::read(target));
  const std::set<std::string> known(ours.begin(), ours.end());
  std::vector<std::string> missing;
  std::ranges::copy_if(theirs, std::back_inserter(missing),
                       [&](const auto& id) { return !known.contains(id); });
  if (missing.empty()) {
    return {};
  }
  TRY(const auto log, SentLog::open(target, real_disk()));
  return log->add(missing);
}

/// Marks the restored database as such and writes the head that belongs to it.
Result<> give_new_head(const std::string& target, Time now) {
  Head head;
  {
    TRY(const auto db, Db::open(target + "/db", Create::never, Recover::strictly, Seams{}));
    TRY(const auto inside, db->get(Family::meta, Key('H')));
    if (!inside) {
      return fail(Errc::corrupt, "the backup holds an empty database; use another one");
    }
    TRY(head, decode<Head>(*inside));
    head.instance = time_id(now);
    const auto batch = db->new_batch();
    batch->put(Family::meta, Key('H'), encode(head));
    batch->put(Family::meta, Key('R'), restored_just_now);
    TRY_OK(db->write(*batch, Sync::yes));
    TRY_OK(db->close());
  }
  TRY(const auto file, HeadFile::open(target + "/head", real_disk()));
  return file->write(head);
}

}  // namespace

Result<Store::BackupInfo> StoreImpl::create_backup(const std::string& directory) {
  const std::scoped_lock lock(retention_mutex_);
  std::error_code error;
  fs::create_directories(directory, error);
  if (error) {
    return fail(Errc::io, fmt::format("cannot make the folder {}: {}", directory, error.message()));
  }
  BackupManifest manifest;
  manifest.made = now();
  manifest.instance = live_head().instance;
  // The database first: the WARC files are read behind it and so hold at least what it refers to.
  TRY(const std::uint32_t number, db_->backup_to(directory + "/db"));
  manifest.id = std::to_string(number);
  std::vector<std::pair<std::string, std::uint64_t>> files;
  TRY_OK(db_->scan(Family::meta, "W", behind("W"), [&](auto key, auto value) -> Result<Go> {
    TRY(const WarcPlace place, decode<WarcPlace>(value));
    files.emplace_back(KeyParts(key).text().value_or(""), place.end);
    return Go::on;
  }));
  const auto sent_bytes = fs::file_size(options_.directory + "/sent.log", error);
  files.emplace_back("sent.log", error ? 0 : sent_bytes);
  for (const auto& [name, bytes] : files) {
    if (backups_end_) {
      return fail(Errc::cancelled, "the backup was broken off, since the daemon stops; make it anew");
    }
    TRY(auto copied,
        back_up_file(options_.directory + "/" + name, name, bytes, files_folder(directory, manifest)));
    manifest.files.push_back(std::move(copied));
  }
  TRY_OK(write_manifest(directory, manifest));
  return info_of(manifest, {});
}

Result<std::vector<Store::BackupInfo>> Store::list_backups(const std::string& directory) {
  std::vector<BackupInfo> all;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(directory, error)) {
    if (entry.path().extension() != ".json") {
      continue;
    }
    const std::string id = entry.path().stem().string();
    const auto manifest = read_manifest(directory, id);
    all.push_back(manifest ? info_of(*manifest, check(directory, *manifest, Thorough::sizes))
                           : BackupInfo{id, {}, 0, manifest.error().what});
  }
  if (error) {
    return fail(Errc::not_found,
                fmt::format("cannot read the backup folder {}: {}", directory, error.message()));
  }
  std::ranges::sort(all, {}, [](const BackupInfo& info) { return std::pair(info.made, info.id); });
  return all;
}

Result<Store::BackupInfo> Store::verify_backup(const std::string& directory, const std::string& id) {
  TRY(const auto manifest, read_manifest(directory, id));
  return info_of(manifest, check(directory, manifest, Thorough::checksums));
}

Result<> Store::restore_backup(const std::string& directory, const std::string& id,
                               const std::string& target) {
  TRY(const auto manifest, read_manifest(directory, id));
  TRY(const std::uint32_t number, number_of(manifest));
  TRY_OK(check(directory, manifest, Thorough::checksums));
  std::error_code error;
  fs::create_directories(target, error);
  if (error) {
    return fail(Errc::io, fmt::format("cannot make the folder {}: {}", target, error.message()));
  }
  TRY(const auto lock, FolderLock::take(target));
  const Time now = system_clock().now();
  TRY_OK(move_aside(target, time_id(now)));
  TRY_OK(restore_db_backup(directory + "/db", number, target + "/db"));
  for (const BackedFile& file : manifest.files) {
    const std::string from = files_folder(directory, manifest) + "/" + file.name;
    TRY_OK(file.name == "sent.log" ? merge_sent(from, target + "/sent.log")
                                   : bring_back_file(from, file, target + "/" + file.name));
  }
  // Last: until then a start says that the head is missing, and the restore can be run again.
  return give_new_head(target, now);
}

}  // namespace qw::store
