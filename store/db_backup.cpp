#include "store/db_backup.hpp"

#include "store/db_options.hpp"

#include <fmt/format.h>
#include <rocksdb/env.h>
#include <rocksdb/utilities/backup_engine.h>

#include <filesystem>
#include <memory>

namespace qw::store {
namespace {

Result<std::unique_ptr<rocksdb::BackupEngineReadOnly>> open_engine(const std::string& folder) {
  std::error_code error;
  if (!std::filesystem::exists(folder, error)) {
    return fail(Errc::not_found, fmt::format("{} holds no backups", folder));
  }
  rocksdb::BackupEngineReadOnly* raw = nullptr;
  TRY_OK(result_of(rocksdb::BackupEngineReadOnly::Open(rocksdb::Env::Default(),
                                                       rocksdb::BackupEngineOptions(folder), &raw),
                   folder));
  return std::unique_ptr<rocksdb::BackupEngineReadOnly>(raw);
}

Result<> judged(const rocksdb::Status& status, const std::string& folder, std::uint32_t id) {
  if (status.ok()) {
    return {};
  }
  if (status.IsNotFound()) {
    return fail(Errc::not_found, fmt::format("{}: backup {} is not there", folder, id));
  }
  return fail(Errc::corrupt,
              fmt::format("{}: backup {} is damaged ({}); use another one", folder, id, status.ToString()));
}

}  // namespace

Result<> verify_db_backup(const std::string& folder, std::uint32_t id, Thorough thorough) {
  TRY(const auto engine, open_engine(folder));
  return judged(engine->VerifyBackup(id, thorough == Thorough::checksums), folder, id);
}

Result<> restore_db_backup(const std::string& folder, std::uint32_t id, const std::string& to) {
  TRY(const auto engine, open_engine(folder));
  return judged(engine->RestoreDBFromBackup(rocksdb::RestoreOptions(), id, to, to), folder, id);
}

}  // namespace qw::store
