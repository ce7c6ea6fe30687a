#pragma once

#include "base/result.hpp"
#include "config/table.hpp"

#include <expected>
#include <string>
#include <string_view>
#include <vector>

/// How articles say of themselves that they were corrected: config/lexicon/correction_notices.tsv.
namespace qw::cases {

class CorrectionNotices {
 public:
  /// Every error of the table, with file, line and column. Blocks on the disk.
  static std::expected<CorrectionNotices, std::vector<Error>> load(const std::string& lexicon_directory);
  /// The same from memory; `file` stands in messages.
  static std::expected<CorrectionNotices, std::vector<Error>> parse(std::string_view bytes,
                                                                    const std::string& file);

  /// Whether a sentence holds one of them. Pure; any thread; linear in words times rows.
  bool stand_in(std::string_view sentence) const;

 private:
  static std::expected<CorrectionNotices, std::vector<Error>> of_table(const config::Table& table);

  using Phrase = std::vector<std::u32string>;  ///< beginnings of words that stand side by side
  std::vector<Phrase> phrases_;
};

}  // namespace qw::cases
