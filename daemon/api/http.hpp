#pragma once

#include "base/result.hpp"

#include <algorithm>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// One request and one answer as plain values; the handlers know neither sockets nor Beast.
namespace qw::api {

/// The address of a request: origin-form, decoded, checked.
struct Target {
  std::string path;                          ///< "/api/v1/cases/01h…"
  std::vector<std::string> segments;         ///< decoded, none empty
  std::map<std::string, std::string> query;  ///< decoded; the last of several equal names
};

struct Peer {
  bool local = false;  ///< came over the Unix socket: the operating system says who it is
  std::uint32_t uid = 0;
  std::string address;  ///< of TCP
};

using Headers = std::vector<std::pair<std::string, std::string>>;

struct Request {
  std::string method;
  Target target;
  Headers headers;  ///< names in lower case
  std::string body;
  Peer peer;
  std::string id;  ///< for logs and problems

  std::string_view header(std::string_view name) const {
    const auto found = std::ranges::find(headers, name, &std::pair<std::string, std::string>::first);
    return found == headers.end() ? std::string_view() : std::string_view(found->second);
  }
  std::string query(const std::string& name) const {
    const auto found = target.query.find(name);
    return found == target.query.end() ? "" : found->second;
  }
};

/// An endless answer (Server-Sent Events). The server asks about once a second, off its I/O thread and never
/// twice at a time.
class EventStream {
 public:
  EventStream() = default;
  EventStream(const EventStream&) = delete;
  EventStream& operator=(const EventStream&) = delete;
  virtual ~EventStream() = default;
  /// What is written next, "" = nothing now; nullopt = it ends.
  virtual std::optional<std::string> next() = 0;
};

struct Response {
  int status = 200;
  std::string content_type = "application/json";
  Headers headers;
  std::string body;
  std::shared_ptr<EventStream> events;  ///< set: `body` is only the beginning
};

}  // namespace qw::api
