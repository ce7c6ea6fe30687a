#pragma once

#include "base/result.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// The daemon's API over its Unix socket, where the operating system says who asks and no token is needed.
namespace qw::cli {

struct Answer {
  int status = 0;
  std::string body, etag;
};
using Fields = std::vector<std::pair<std::string, std::string>>;

/// Where the socket is: `given`, $QUOTEWATCH_SOCKET, /run/quotewatch, $RUNTIME_DIRECTORY, or the state folder
/// beside a configuration in the current one; the first that is there, or /run/quotewatch/api.sock.
std::string socket_path(const std::string& given);

/// One request, one connection. Blocks; at most `seconds` (a backup takes long).
/// Errc::unreachable names the socket and the remedy.
Result<Answer> ask(const std::string& socket, std::string_view method, const std::string& target,
                   const std::string& body = "", const Fields& fields = {}, int seconds = 60);

}  // namespace qw::cli
