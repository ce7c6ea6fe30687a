#pragma once

#include "base/result.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Reads WARC files, ours and other people's (versions 0.17 to 1.1; plain, one gzip member a record, or one
/// member around all). Streaming: memory is bounded by the limits. A damaged record is one error; the next
/// call goes on at the next record that can be found. Threads: one reader, one thread.
namespace qw::store {

struct WarcRecord {
  std::string version;                                      ///< "1.1"
  std::vector<std::pair<std::string, std::string>> fields;  ///< as they stand, in order
  std::string block;
  bool block_cut = false;    ///< the block was longer than the limit
  std::uint64_t offset = 0;  ///< of the record's first byte in the file
  std::uint64_t length = 0;  ///< in the file; 0 when several records share a gzip member

  /// The first field of that name (case does not matter), "" = none.
  std::string_view field(std::string_view name) const;
  std::string_view type() const { return field("WARC-Type"); }
};

/// An HTTP message out of the block of a request, response or revisit record.
struct HttpBlock {
  std::string start_line;
  int status = 0;  ///< of a response
  std::vector<std::pair<std::string, std::string>> headers;
  std::string head;  ///< start line and headers as they stand, blank line included
  std::string body;  ///< chunks joined; content coding intact
  std::string_view header(std::string_view name) const;
};
/// Errc::malformed when the block does not begin with a start line and headers.
Result<HttpBlock> split_http(std::string_view block);

class WarcReader {
 public:
  struct Limits {
    std::uint64_t block_bytes = 32U << 20U;  ///< longer blocks are cut, the rest is passed over
    std::uint64_t head_bytes = 64U << 10U;   ///< of the WARC fields; more is malformed
  };

  static Result<WarcReader> open(const std::string& path, Limits limits);
  static Result<WarcReader> open(const std::string& path) { return open(path, Limits{}); }
  /// Over bytes in memory, which must outlive the reader; `name` stands in messages.
  static WarcReader over(std::string_view bytes, std::string name, Limits limits);
  static WarcReader over(std::string_view bytes, std::string name) {
    return over(bytes, std::move(name), Limits{});
  }
  WarcReader(WarcReader&&) noexcept;
  WarcReader& operator=(WarcReader&&) noexcept;
  ~WarcReader();

  /// nullopt at the end of the file. Errc::malformed: "FILE: byte N: what is wrong"; Errc::io.
  Result<std::optional<WarcRecord>> next();

 private:
  class Impl;
  explicit WarcReader(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace qw::store
