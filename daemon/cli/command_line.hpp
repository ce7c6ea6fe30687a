#pragma once

#include "base/result.hpp"
#include "daemon/cli/verbs.hpp"

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

/// How every verb reads its words and options.
namespace qw::cli {

/// Words and options of a command line, options without their two hyphens.
struct Line {
  std::vector<std::string> words;
  std::map<std::string, std::string> options;
  std::set<std::string> flags;

  std::string option(const std::string& name) const {
    const auto found = options.find(name);
    return found == options.end() ? "" : found->second;
  }
  bool has(const std::string& flag) const { return flags.contains(flag); }
};

/// `--name value` for the names in `with_value`, `--name` for those in `flags`; "-" alone is a word.
/// Errc::usage with a hint for anything else that begins with two hyphens.
Result<Line> read_options(Arguments arguments, const std::set<std::string>& with_value,
                          const std::set<std::string>& flags = {});

/// Prints "quotewatch NAME: what" and where the help is to standard error; 2.
int usage_error(std::string_view name, const std::string& what);

}  // namespace qw::cli
