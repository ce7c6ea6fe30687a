#pragma once

#include "base/result.hpp"
#include "daemon/cli/command_line.hpp"

#include <boost/json/object.hpp>

#include <functional>
#include <iosfwd>
#include <string>
#include <string_view>

namespace qw::cli {

struct JsonlOptions {
  unsigned jobs = 1;
  bool progress = false;  ///< a line that counts, for a terminal
  std::string name;       ///< «quotewatch quotes», in front of what is reported
};

/// One line of the answer without its line end, or why there is none.
using JsonlWork = std::function<Result<std::string>(const boost::json::object& item)>;

/// Calls `work` for each line of `in` (a JSON object; empty lines are passed over; at most 64 MiB) on
/// `options.jobs` threads and writes the answers to `out` in the order of the lines. A line that is no JSON
/// object or whose work fails gives no answer and is reported on `errors` as «name: line N: why».
/// Gives the exit status: 0, or 65 when a line was bad, 75 when `out` could not be written.
/// `work` is called from several threads at once.
int run_jsonl(std::istream& in, std::ostream& out, std::ostream& errors, const JsonlOptions& options,
              const JsonlWork& work);

/// The number of threads that `--jobs N` asks for: 1 to 256, else an error; 1 when it was not said.
Result<unsigned> jobs_of(const Line& line);

/// The text of a field, "" when it is missing or no text.
std::string text_of(const boost::json::object& item, std::string_view key);

}  // namespace qw::cli
