#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

/// The verbs of `quotewatch`. One file a verb (verb_NAME.cpp); the list in verbs.cpp is the table of
/// contents.
namespace qw::cli {

/// What stands behind the verb on the command line.
using Arguments = std::span<const std::string>;

struct Verb {
  std::string_view name;            ///< "article", "queue" …
  std::string_view summary;         ///< one line for `quotewatch --help`
  std::string_view usage;           ///< whole help with two examples
  int (*run)(Arguments arguments);  ///< gives the exit status (README, "Exit codes")
};

/// All verbs, in the order of the help.
std::span<const Verb> verbs();
/// Runs `arguments[0]` as a verb; prints help and hints for unknown ones.
int run(Arguments arguments);

}  // namespace qw::cli
