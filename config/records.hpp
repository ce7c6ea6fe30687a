#pragma once

#include "config/config.hpp"
#include "config/problems.hpp"
#include "config/section.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

/// TOML tables → the plain records of the configuration, one file at a time. What is wrong goes to the
/// Problems; a record with an error is returned as far as it was read. Pure but for the zone names.
namespace qw::config {

template <class T>
struct Placed {
  T value;
  Places at;
};

struct OfficialsRead {
  std::vector<Placed<model::Official>> officials;
  std::vector<Placed<model::Namesake>> namesakes;
};

struct Paths {
  std::string outlets = "outlets.d", officials = "officials.d", patterns = "patterns.d", lexicon = "lexicon";
};

/// Whether a file with one record at its top must be named after it.
enum class FileName : std::uint8_t { counts, does_not_matter };

/// A file holds one record at its top, and is then named after the record's id, or several as `[[outlet]]`.
std::vector<Placed<model::Outlet>> read_outlets(const TomlTable& root, const std::string& file,
                                                Problems& problems, FileName name = FileName::counts);
OfficialsRead read_officials(const TomlTable& root, const std::string& file, Problems& problems);
std::vector<Placed<model::Pattern>> read_patterns(const TomlTable& root, const std::string& file,
                                                  Problems& problems);
/// The JSON lines form of eval/FORMATS.md; fields that it does not name are ignored.
std::vector<Placed<model::Pattern>> read_pattern_lines(std::string_view bytes, const std::string& file,
                                                       Problems& problems);
/// quotewatch.toml itself: everything but the records. Places of [crawl] come back for later checks.
Paths read_settings(const TomlTable& root, const std::string& file, Config& into, Problems& problems);

/// One [[receiver]]; `into` holds those that stand before it.
void read_receiver(Section& section, std::vector<Receiver>& into);

/// What can only be checked when all files are read: ids that stand twice, officials that do not exist or
/// held no EU office in a pattern's period, delays below the floor.
void cross_check(const Crawl& crawl, const std::vector<Placed<model::Outlet>>& outlets,
                 const OfficialsRead& officials, const std::vector<Placed<model::Pattern>>& patterns,
                 Problems& problems);
/// That the official of a pattern exists and held an EU office in its period.
void check_official(const Placed<model::Pattern>& pattern, const std::vector<model::Official>& officials,
                    Problems& problems);
void check_ids(const OfficialsRead& officials, Problems& problems);
void check_ids(const std::vector<Placed<model::Pattern>>& patterns, Problems& problems);

/// Complains when a file with one record at its top is not named after it ("org:ec" is org-ec.toml).
void check_file_name(Section& section, const std::string& id);

}  // namespace qw::config
