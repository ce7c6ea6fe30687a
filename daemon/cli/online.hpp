#pragma once

#include "base/result.hpp"
#include "daemon/cli/client.hpp"
#include "daemon/cli/screen.hpp"
#include "daemon/cli/verbs.hpp"

#include <boost/json.hpp>

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

/// What the verbs that speak to the daemon share: options, asking, and exit statuses.
namespace qw::cli {

/// Words and options of a command line. `--name value` for names in `with_value`, `--name` for those in
/// `flags`;
/// --json, --socket PATH and --no-color are known everywhere.
struct Line {
  std::vector<std::string> words;
  std::map<std::string, std::string> options;
  std::set<std::string> flags;

  std::string option(const std::string& name) const {
    const auto found = options.find(name);
    return found == options.end() ? "" : found->second;
  }
};
Result<Line> read_line(Arguments arguments, const std::set<std::string>& with_value,
                       const std::set<std::string>& flags = {});

/// One command against the daemon.
class Online {
 public:
  Online(std::string name, Line line);

  const Line& line() const { return line_; }
  const Screen& screen() const { return screen_; }
  bool json() const { return json_; }

  /// The answer's JSON when the status is 2xx, else an Error with the problem's words.
  Result<boost::json::value> get(const std::string& target);
  Result<boost::json::value> send(std::string_view method, const std::string& target,
                                  const boost::json::value& body, const std::string& if_match = "",
                                  int seconds = 60);
  /// GET for its ETag, then `method` with it.
  Result<boost::json::value> change(const std::string& seen, std::string_view method,
                                    const std::string& target, const boost::json::value& body);
  /// All rows of a list, page after page, at most `most`.
  Result<boost::json::array> rows(const std::string& target, std::size_t most);

  /// Prints the value as JSON with --json; else says to go on.
  bool printed_json(const boost::json::value& value) const;
  /// Prints the error to standard error and gives the exit status.
  int failed(const Error& error) const;

 private:
  Result<boost::json::value> checked(Result<Answer> answer, std::string* etag = nullptr) const;

  std::string name_;
  Line line_;
  Screen screen_;
  bool json_ = false;
  std::string socket_;
};

/// Prints "quotewatch NAME: what" to standard error; 2.
int usage_error(std::string_view name, const std::string& what);
std::string text_at(const boost::json::value& of, std::string_view key);  ///< "" for null or missing
std::string number_at(const boost::json::value& of, std::string_view key);
std::string joined(const boost::json::value& of, std::string_view key);  ///< a list of texts with spaces
std::string escaped_for_path(std::string_view id);

}  // namespace qw::cli
