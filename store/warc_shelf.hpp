#pragma once

#include "base/clock.hpp"
#include "store/disk.hpp"
#include "store/records.hpp"

#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace qw::store {

/// A page whose records were copied into the evidence file of a case.
struct EvidenceCopy {
  std::string case_id, page;
  EvidencePlace place;
};

/// The WARC files of a store: "warc/pages-DAY-ID.warc.gz" that roll by size and day, and
/// "evidence/CASE.warc.gz". Names are relative to the store's folder. Appends only put bytes down; sync()
/// makes them durable, and what no batch ever referred to is cut at the next start. Threads: any.
class WarcShelf {
 public:
  struct Piece {
    std::string file;
    std::uint64_t offset = 0;
  };

  WarcShelf(std::string folder, std::uint64_t roll_bytes, Disk& disk);

  /// At start: cuts every file to its committed end and removes files that nothing refers to. Errc::corrupt
  /// when a file is shorter than that or missing.
  Result<> recover(const std::map<std::string, WarcPlace>& committed);

  Result<Piece> append_page(std::string_view records, Time fetched);
  /// The file that an append now would go to, for deciding on revisit records.
  std::string current_file() const;
  /// Appended and synced.
  Result<Piece> append_evidence(const std::string& case_id, std::string_view records, Time now);
  Result<> sync(const std::string& file);
  Result<std::string> read(const std::string& file, std::uint64_t offset, std::uint64_t length) const;
  Result<> remove(const std::string& file);
  /// Nothing more is appended to it: if it is the current page file, the next page begins another.
  Result<> leave(const std::string& file);
  /// A whole file that takes the place of `file`, synced; its name.
  Result<std::string> write_beside(const std::string& file, std::string_view bytes, Time now);
  /// What was appended to it and is not committed yet never will be: commits that refer to it fail.
  void retire(const std::string& file);
  bool is_retired(const std::string& file) const;
  std::string path_of(const std::string& file) const { return folder_ + "/" + file; }

 private:
  Result<> roll(Time fetched);

  const std::string folder_;
  const std::uint64_t roll_bytes_;
  Disk& disk_;
  mutable std::mutex mutex_;
  std::string current_;
  Day day_{};
  std::unique_ptr<DiskFile> file_;
  std::string resumable_;  ///< newest page file of the last run
  std::set<std::string>
      unsure_;  ///< files whose last sync failed: cut at the next start to what is committed
  std::set<std::string> retired_;
};

}  // namespace qw::store
