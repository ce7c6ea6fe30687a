#include "store/warc_input.hpp"

#include "base/check.hpp"
#include "store/disk.hpp"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <fcntl.h>
#include <unistd.h>

namespace qw::store {
namespace {

constexpr std::size_t piece_bytes = 64U << 10U;
constexpr std::string_view gzip_magic = "\x1f\x8b\x08";

class FileBytes : public RandomBytes {
 public:
  FileBytes(std::string path, int fd) : path_(std::move(path)), fd_(fd) {}
  FileBytes(const FileBytes&) = delete;
  FileBytes& operator=(const FileBytes&) = delete;
  ~FileBytes() override { ::close(fd_); }

  Result<std::string> read(std::uint64_t offset, std::size_t most) override {
    std::string out(most, '\0');
    ssize_t n = -1;
    do {
      n = ::pread(fd_, out.data(), out.size(), static_cast<off_t>(offset));
    } while (n < 0 && errno == EINTR);
    if (n < 0) {
      return std::unexpected(disk_error("read", path_));
    }
    out.resize(static_cast<std::size_t>(n));
    return out;
  }

 private:
  std::string path_;
  int fd_;
};

class MemoryBytes : public RandomBytes {
 public:
  explicit MemoryBytes(std::string_view bytes) : bytes_(bytes) {}
  Result<std::string> read(std::uint64_t offset, std::size_t most) override {
    return std::string(bytes_.substr(std::min<std::uint64_t>(offset, bytes_.size()), most));
  }

 private:
  std::string_view bytes_;
};

}  // namespace

Result<std::unique_ptr<RandomBytes>> file_bytes(const std::string& path) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) {
    const Errc code = errno == ENOENT ? Errc::not_found : Errc::io;
    Error error = disk_error("open", path);
    error.code = code;
    return std::unexpected(std::move(error));
  }
  return std::make_unique<FileBytes>(path, fd);
}

std::unique_ptr<RandomBytes> memory_bytes(std::string_view bytes) {
  return std::make_unique<MemoryBytes>(bytes);
}

struct WarcInput::Inflater {
  z_stream stream{};

  Inflater() {
    constexpr int gzip_window = 15 + 16;
    QW_CHECK(inflateInit2(&stream, gzip_window) == Z_OK, "zlib starts when there is memory");
  }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;
  ~Inflater() { inflateEnd(&stream); }
};

WarcInput::WarcInput(std::unique_ptr<RandomBytes> source)
    : source_(std::move(source)), inflater_(std::make_unique<Inflater>()) {}
WarcInput::~WarcInput() = default;

Result<bool> WarcInput::fill() {
  if (!raw_.empty()) {
    return true;
  }
  TRY(raw_, source_->read(position_, piece_bytes));
  if (!known_ && !raw_.empty()) {
    known_ = true;
    gzip_ = raw_.starts_with(gzip_magic.substr(0, 2));
  }
  return !raw_.empty();
}

Result<WarcInput::Got> WarcInput::more(std::string& out) {
  for (;;) {
    TRY(const bool there, fill());
    if (!there) {
      if (in_member_) {
        in_member_ = false;
        return fail(Errc::malformed, "the file ends within a compressed record");
      }
      return Got::file_end;
    }
    if (!gzip_) {
      position_ += raw_.size();
      out += raw_;
      raw_.clear();
      return Got::bytes;
    }
    if (!in_member_) {
      member_start_ = position_;
      in_member_ = true;
      inflateReset(&inflater_->stream);
    }
    std::array<char, piece_bytes> decoded{};
    z_stream& stream = inflater_->stream;
    stream.next_in = reinterpret_cast<Bytef*>(raw_.data());
    stream.avail_in = static_cast<uInt>(raw_.size());
    stream.next_out = reinterpret_cast<Bytef*>(decoded.data());
    stream.avail_out = static_cast<uInt>(decoded.size());
    const int status = inflate(&stream, Z_NO_FLUSH);
    const std::size_t used = raw_.size() - stream.avail_in;
    const std::size_t made = decoded.size() - stream.avail_out;
    position_ += used;
    raw_.erase(0, used);
    out.append(decoded.data(), made);
    if (status == Z_STREAM_END) {
      in_member_ = false;
      return Got::member_end;
    }
    if (status != Z_OK && status != Z_BUF_ERROR) {
      in_member_ = false;
      return fail(Errc::malformed, "the compressed bytes are damaged");
    }
    if (made != 0) {
      return Got::bytes;
    }
  }
}

std::uint64_t WarcInput::member_start() const { return gzip_ && in_member_ ? member_start_ : position_; }

void WarcInput::restart(std::uint64_t at) {
  position_ = at;
  raw_.clear();
  in_member_ = false;
}

Result<bool> WarcInput::seek_record(std::uint64_t from) {
  const std::string_view sign = gzip_ ? gzip_magic : std::string_view("WARC/");
  std::string window;
  std::uint64_t at = from;
  for (;;) {
    TRY(const std::string piece, source_->read(at + window.size(), piece_bytes));
    if (piece.empty()) {
      restart(at + window.size());
      return false;
    }
    window += piece;
    const std::size_t found = window.find(sign);
    if (found != std::string::npos) {
      restart(at + found);
      return true;
    }
    const std::size_t keep = std::min(window.size(), sign.size() - 1);
    at += window.size() - keep;
    window.erase(0, window.size() - keep);
  }
}

}  // namespace qw::store
