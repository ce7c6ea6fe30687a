#include "daemon/picture/png.hpp"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <memory>
#include <string>
#include <vector>

namespace qw::picture {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view signature = "\x89PNG\r\n\x1a\n"sv;
constexpr std::size_t frame_bytes = 12;  // length, type, checksum
constexpr std::size_t header_bytes = 13;
constexpr unsigned last_filter = 4;
/// Beside IHDR, IDAT and IEND: how samples are to be understood.
constexpr auto passed_over = std::to_array<std::string_view>({"sRGB", "gAMA", "cHRM", "sBIT", "pHYs"});
constexpr std::size_t most_passed_over = 64;

std::unexpected<Error> no_png(std::string_view why) {
  return fail(Errc::malformed, fmt::format("no PNG that can be kept: {}", why));
}

std::uint32_t number_at(std::string_view bytes, std::size_t at) {
  std::uint32_t out = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    out = out << 8U | static_cast<unsigned char>(bytes[at + i]);
  }
  return out;
}

std::uint32_t checksum(std::string_view bytes) {
  return static_cast<std::uint32_t>(
      crc32(0, reinterpret_cast<const Bytef*>(bytes.data()), static_cast<uInt>(bytes.size())));
}

struct Chunk {
  std::string_view type, data;
};

/// Takes one chunk off the front.
Result<Chunk> take_chunk(std::string_view& rest) {
  if (rest.size() < frame_bytes) {
    return no_png("it ends within a chunk");
  }
  const std::size_t length = number_at(rest, 0);
  if (length > rest.size() - frame_bytes) {
    return no_png("a chunk is longer than the file");
  }
  if (number_at(rest, length + 8) != checksum(rest.substr(4, length + 4))) {
    return no_png("a chunk does not fit its checksum");
  }
  const Chunk out{rest.substr(4, 4), rest.substr(8, length)};
  rest.remove_prefix(length + frame_bytes);
  return out;
}

/// Inflates the image data and counts it: rows of one filter byte and so many bytes.
class Rows {
 public:
  Rows(std::size_t row_bytes, std::size_t rows) : row_(row_bytes + 1), left_(row_ * rows) {
    ready_ = inflateInit(&stream_) == Z_OK;
  }
  Rows(const Rows&) = delete;
  Rows& operator=(const Rows&) = delete;
  ~Rows() { inflateEnd(&stream_); }

  Result<> take(std::string_view piece) {
    if (!ready_ || (ended_ && !piece.empty())) {
      return no_png("image data goes on behind its end");
    }
    // zlib's interface is older than const; it does not write there.
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(piece.data()));
    stream_.avail_in = static_cast<uInt>(piece.size());
    while (!ended_ && (stream_.avail_in > 0 || more_waits_)) {
      stream_.next_out = out_.data();
      stream_.avail_out = static_cast<uInt>(out_.size());
      const int got = inflate(&stream_, Z_NO_FLUSH);
      if (got != Z_OK && got != Z_STREAM_END && got != Z_BUF_ERROR) {
        return no_png("image data is damaged");
      }
      more_waits_ = stream_.avail_out == 0;
      ended_ = got == Z_STREAM_END;
      TRY_OK(count(out_.size() - stream_.avail_out));
      if (got == Z_BUF_ERROR && !more_waits_) {
        break;
      }
    }
    return stream_.avail_in == 0 ? Result<>{} : no_png("image data goes on behind its end");
  }

  bool whole() const { return ended_ && left_ == 0; }

 private:
  Result<> count(std::size_t bytes) {
    if (bytes > left_) {
      return no_png("more image data than its size says");
    }
    for (std::size_t i = (row_ - at_) % row_; i < bytes; i += row_) {
      if (out_[i] > last_filter) {
        return no_png("a row has a filter that does not exist");
      }
    }
    at_ = (at_ + bytes) % row_;
    left_ -= bytes;
    return {};
  }

  z_stream stream_{};
  std::size_t row_, left_;
  std::size_t at_ = 0;  ///< within the present row
  bool ready_ = false, ended_ = false, more_waits_ = false;
  std::vector<Bytef> out_ = std::vector<Bytef>(32U << 10U);
};

struct Form {
  PngSize size;
  std::size_t channels = 0;
};

Result<Form> read_header(const Chunk& chunk, const PngLimits& limits) {
  if (chunk.type != "IHDR" || chunk.data.size() != header_bytes) {
    return no_png("it does not begin with its header");
  }
  Form out;
  out.size = {number_at(chunk.data, 0), number_at(chunk.data, 4)};
  if (out.size.width == 0 || out.size.height == 0) {
    return no_png("it has no size");
  }
  if (out.size.width > limits.most_width || out.size.height > limits.most_height) {
    return fail(Errc::too_big, fmt::format("a picture of {} × {} pixels; the most is {} × {}", out.size.width,
                                           out.size.height, limits.most_width, limits.most_height));
  }
  switch (chunk.data[9]) {  // colour type
    case 0:
      out.channels = 1;
      break;
    case 2:
      out.channels = 3;
      break;
    case 4:
      out.channels = 2;
      break;
    case 6:
      out.channels = 4;
      break;
    default:
      break;
  }
  if (chunk.data[8] != 8 || out.channels == 0 || chunk.data.substr(10) != "\0\0\0"sv) {
    return no_png("its samples are not of eight bits, or it is interlaced");
  }
  return out;
}

}  // namespace

Result<PngSize> check_png(std::string_view bytes, const PngLimits& limits) {
  if (bytes.size() > limits.most_bytes) {
    return fail(Errc::too_big,
                fmt::format("a picture of {} bytes; the most is {}", bytes.size(), limits.most_bytes));
  }
  if (!bytes.starts_with(signature)) {
    return no_png("it does not begin as one");
  }
  std::string_view rest = bytes.substr(signature.size());
  TRY(const Chunk header, take_chunk(rest));
  TRY(const Form form, read_header(header, limits));
  Rows rows(form.size.width * form.channels, form.size.height);
  bool data_began = false, data_ended = false;
  for (;;) {
    TRY(const Chunk chunk, take_chunk(rest));
    if (chunk.type == "IDAT") {
      if (data_ended) {
        return no_png("its image data lies in two places");
      }
      data_began = true;
      TRY_OK(rows.take(chunk.data));
      continue;
    }
    data_ended = data_began;
    if (chunk.type == "IEND") {
      if (!chunk.data.empty() || !rest.empty()) {
        return no_png("something stands behind its end");
      }
      return rows.whole() ? Result<PngSize>(form.size) : no_png("image data is missing");
    }
    if (std::ranges::find(passed_over, chunk.type) == passed_over.end() ||
        chunk.data.size() > most_passed_over) {
      return no_png("it holds more than pixels");
    }
  }
}

}  // namespace qw::picture
