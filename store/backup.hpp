#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "store/disk.hpp"

#include <cstdint>
#include <string>
#include <vector>

/// A backup folder holds RocksDB's own backups (`db`), the committed parts of the WARC files
/// (`files/INSTANCE`, shared by all backups of one store: these files only grow) and a manifest `ID.json`
/// with the size and digest of each file.
namespace qw::store {

struct BackedFile {
  std::string name;
  std::uint64_t bytes = 0;
  std::string digest;
};
struct BackupManifest {
  std::string id, instance;
  Time made{};
  std::vector<BackedFile> files;
};

/// Written to the side, synced, then renamed: there is no half manifest.
Result<> write_manifest(const std::string& directory, const BackupManifest& manifest);
/// Errc::not_found, Errc::corrupt.
Result<BackupManifest> read_manifest(const std::string& directory, const std::string& id);

/// Copies the first `bytes` of a file of the store; what an earlier backup copied is not copied again.
Result<BackedFile> back_up_file(const std::string& from, const std::string& name, std::uint64_t bytes,
                                const std::string& to_folder);
/// The whole length, synced. Errc::corrupt when `bytes` are not there or do not fit `digest`.
Result<> bring_back_file(const std::string& from, const BackedFile& file, const std::string& to);
/// Digest of the first `bytes` of a file, read in pieces.
Result<std::string> digest_of_file(const std::string& path, std::uint64_t bytes);

}  // namespace qw::store
