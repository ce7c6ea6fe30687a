#pragma once

#include "base/result.hpp"
#include "store/disk.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

/// The database behind plain types; RocksDB is named in db*.cpp and backup.cpp alone.
namespace qw::store {

enum class Family : std::uint8_t {
  meta,
  frontier,
  hosts,
  outlet_state,
  patterns,
  pages,
  revisions,
  quotes,
  decisions,
  cases,
  audit,
  outbox,
  users
};
inline constexpr std::size_t family_count = 13;
std::string_view name_of(Family family);

enum class Go : std::uint8_t { on, stop };
enum class Sync : std::uint8_t { yes, no };
enum class Create : std::uint8_t { if_missing, never };
enum class Recover : std::uint8_t {
  strictly,  ///< refuse a log with a damaged record
  what_is_readable
};

/// Writes that happen together or not at all. Reads see the batch's own writes. Not for several threads.
class Batch {
 public:
  Batch() = default;
  Batch(const Batch&) = delete;
  Batch& operator=(const Batch&) = delete;
  virtual ~Batch() = default;

  virtual Result<std::optional<std::string>> get(Family family, std::string_view key) = 0;
  virtual void put(Family family, std::string_view key, std::string_view value) = 0;
  virtual void erase(Family family, std::string_view key) = 0;
  /// What was written since the last mark is taken back by `back_to_mark`, kept by `forget_mark`.
  virtual void mark() = 0;
  virtual void back_to_mark() = 0;
  virtual void forget_mark() = 0;
  virtual std::size_t bytes() const = 0;
};

struct DbHealth {
  bool read_only = false;
  std::string problem;
  std::string damage;  ///< first damaged bytes that any call met; stays until the process ends
};

class Db {
 public:
  using Visit = std::function<Result<Go>(std::string_view key, std::string_view value)>;

  /// Errors: corrupt (log, manifest or tables do not fit together), busy, io.
  static Result<std::unique_ptr<Db>> open(const std::string& folder, Create create, Recover recover,
                                          const Seams& seams);
  Db() = default;
  Db(const Db&) = delete;
  Db& operator=(const Db&) = delete;
  virtual ~Db() = default;

  virtual Result<std::optional<std::string>> get(Family family, std::string_view key) const = 0;
  /// Every key in [from, until) in order; `until` "" = to the end. An error of the disk is an error here,
  /// never a short list. The visitor must not keep the views.
  virtual Result<> scan(Family family, std::string_view from, std::string_view until,
                        const Visit& visit) const = 0;
  /// The same range from its end.
  virtual Result<> scan_back(Family family, std::string_view from, std::string_view until,
                             const Visit& visit) const = 0;

  virtual std::unique_ptr<Batch> new_batch() const = 0;
  virtual Result<> write(Batch& batch, Sync sync) = 0;
  /// Erases a range at once; synced.
  virtual Result<> erase_range(Family family, std::string_view from, std::string_view until) = 0;

  virtual DbHealth health() const = 0;
  /// After an error that does not heal by itself; true when writes work again.
  virtual bool try_resume() = 0;
  /// For errors that no resume heals: closes and opens again, without what was never acknowledged being
  /// certain to be gone. Calls of other threads meanwhile fail with Errc::busy.
  virtual Result<> reopen() = 0;
  virtual Result<> flush() = 0;
  /// Writes every table anew, so that what was erased or overwritten is in none. Minutes for gigabytes.
  virtual Result<> compact() = 0;
  /// Reads every block of every table and compares checksums.
  virtual Result<> verify_tables() const = 0;
  virtual Result<> close() = 0;

  /// A backup of the database as it is now into `folder`; its number.
  virtual Result<std::uint32_t> backup_to(const std::string& folder) = 0;
  /// Ends backup_to() with an error, now and in future.
  virtual void break_off_backup() = 0;
};

}  // namespace qw::store
