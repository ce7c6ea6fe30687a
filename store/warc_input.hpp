#pragma once

#include "base/result.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace qw::store {

/// Bytes that can be read anywhere: a file, or memory.
class RandomBytes {
 public:
  RandomBytes() = default;
  RandomBytes(const RandomBytes&) = delete;
  RandomBytes& operator=(const RandomBytes&) = delete;
  virtual ~RandomBytes() = default;

  /// Up to `most` bytes from `offset`; "" = the end.
  virtual Result<std::string> read(std::uint64_t offset, std::size_t most) = 0;
};
Result<std::unique_ptr<RandomBytes>> file_bytes(const std::string& path);
std::unique_ptr<RandomBytes> memory_bytes(std::string_view bytes);

/// The decoded bytes of a plain or gzip file, with the borders of the gzip members.
class WarcInput {
 public:
  enum class Got : std::uint8_t { bytes, member_end, file_end };

  explicit WarcInput(std::unique_ptr<RandomBytes> source);
  WarcInput(const WarcInput&) = delete;
  WarcInput& operator=(const WarcInput&) = delete;
  ~WarcInput();

  /// Appends a piece of decoded bytes, never across the border of a member. Errc::malformed: the compressed
  /// bytes are damaged.
  Result<Got> more(std::string& out);
  /// Where in the file the next undecoded byte lies.
  std::uint64_t position() const { return position_; }
  /// Where the member that is being decoded begins; for a plain file the position itself.
  std::uint64_t member_start() const;
  bool is_gzip() const { return gzip_; }
  /// Goes on at the first place at or behind `from` that may be a record's start; false = there is none.
  Result<bool> seek_record(std::uint64_t from);

 private:
  struct Inflater;

  Result<bool> fill();
  void restart(std::uint64_t at);

  std::unique_ptr<RandomBytes> source_;
  std::unique_ptr<Inflater> inflater_;
  std::string raw_;  ///< read but not consumed, from position_ on
  std::uint64_t position_ = 0, member_start_ = 0;
  bool known_ = false, gzip_ = false, in_member_ = false;
};

}  // namespace qw::store
