#pragma once

#include "base/result.hpp"
#include "store/warc_reader.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace qw::cli {

/// One saved page: a file, or a response record of a WARC file.
struct SavedPage {
  std::string place;  ///< the path; with "@offset" for a record
  std::string url, content_type;
  std::string fetched;  ///< ISO 8601, "" = unknown
  std::string bytes;    ///< content coding undone
};

/// Gives the pages of files, folders (all files below, in the order of their names) and WARC files (.warc,
/// .warc.gz) one after another. What cannot be read is an error, and the next call goes on behind it; records
/// that are no response with status 200 are passed over. One thread; memory of one page.
class PageSource {
 public:
  explicit PageSource(std::vector<std::string> paths);

  /// nullopt at the end.
  Result<std::optional<SavedPage>> next();

 private:
  Result<std::optional<SavedPage>> next_record(store::WarcReader& warc);
  void open_folder(const std::string& path);

  std::vector<std::string> paths_;  ///< still to be read, the next one last
  std::optional<store::WarcReader> warc_;
  std::string warc_path_;
};

}  // namespace qw::cli
