#pragma once

#include "base/result.hpp"
#include "daemon/cli/client.hpp"
#include "daemon/cli/command_line.hpp"
#include "daemon/cli/screen.hpp"

#include <boost/json.hpp>

#include <set>
#include <string>
#include <vector>

/// What the verbs that speak to the daemon share: options, asking, and exit statuses.
namespace qw::cli {

/// read_options with what all of these verbs know: --json, --socket PATH and --no-color.
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
  /// As send(), for an answer that is a file.
  Result<std::string> bytes(std::string_view method, const std::string& target,
                            const boost::json::value& body, int seconds);
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

std::string text_at(const boost::json::value& of, std::string_view key);  ///< "" for null or missing
std::string number_at(const boost::json::value& of, std::string_view key);
std::string joined(const boost::json::value& of, std::string_view key);  ///< a list of texts with spaces
std::string escaped_for_path(std::string_view id);

}  // namespace qw::cli
