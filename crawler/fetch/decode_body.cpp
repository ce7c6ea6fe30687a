#include "crawler/fetch/decode_body.hpp"

#include <brotli/decode.h>
#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <array>
#include <memory>

namespace qw::fetch {
namespace {

constexpr std::uint64_t most_ratio = 200;
constexpr std::uint64_t ratio_matters_from = 1U << 20U;
constexpr std::string_view damaged = "the compressed body is damaged or cut";

/// Takes pieces until a limit is reached.
class Sink {
 public:
  Sink(std::size_t wire_bytes, std::uint64_t most) : wire_bytes_(wire_bytes), most_(most) {}

  /// False = enough.
  bool take(std::string_view piece) {
    const std::uint64_t room = most_ - out_.bytes.size();
    out_.bytes.append(piece.substr(0, room));
    if (piece.size() > room) {
      out_.problem = "the decoded body is larger than crawl.most_decoded_bytes";
      return false;
    }
    if (out_.bytes.size() > ratio_matters_from && out_.bytes.size() / most_ratio > wire_bytes_) {
      out_.problem = "the body unpacks to more than 200 times its size";
      return false;
    }
    return true;
  }
  void damage() { out_.problem = damaged; }
  DecodedBody result() && { return std::move(out_); }

 private:
  std::size_t wire_bytes_;
  std::uint64_t most_;
  DecodedBody out_;
};

using Buffer = std::array<char, std::size_t{64} << 10U>;

/// `window` selects the frame as zlib documents it: 15 + 32 detects gzip and zlib, -15 is bare deflate.
bool inflate_into(std::string_view wire, int window, Sink& sink) {
  z_stream stream{};
  if (inflateInit2(&stream, window) != Z_OK) {
    return false;
  }
  const std::unique_ptr<z_stream, decltype([](z_stream* s) { inflateEnd(s); })> guard(&stream);
  auto buffer = std::make_unique<Buffer>();
  std::string input(wire);  // zlib's interface wants mutable bytes
  stream.next_in = reinterpret_cast<Bytef*>(input.data());
  stream.avail_in = static_cast<uInt>(input.size());
  while (true) {
    stream.next_out = reinterpret_cast<Bytef*>(buffer->data());
    stream.avail_out = static_cast<uInt>(buffer->size());
    const int status = inflate(&stream, Z_NO_FLUSH);
    if (!sink.take({buffer->data(), buffer->size() - stream.avail_out})) {
      return true;
    }
    if (status == Z_STREAM_END) {
      // A gzip file may be several members in a row; anything else behind the end is padding.
      const bool more =
          window > 0 && stream.avail_in > 18 && stream.next_in[0] == 0x1F && stream.next_in[1] == 0x8B;
      if (!more || inflateReset(&stream) != Z_OK) {
        return true;
      }
    } else if (status != Z_OK || (stream.avail_in == 0 && stream.avail_out > 0)) {
      return false;
    }
  }
}

bool unbrotli_into(std::string_view wire, Sink& sink) {
  const std::unique_ptr<BrotliDecoderState,
                        decltype([](BrotliDecoderState* s) { BrotliDecoderDestroyInstance(s); })>
      state(BrotliDecoderCreateInstance(nullptr, nullptr, nullptr));
  auto buffer = std::make_unique<Buffer>();
  const auto* next_in = reinterpret_cast<const std::uint8_t*>(wire.data());
  std::size_t left_in = wire.size();
  while (true) {
    auto* next_out = reinterpret_cast<std::uint8_t*>(buffer->data());
    std::size_t left_out = buffer->size();
    const auto status =
        BrotliDecoderDecompressStream(state.get(), &left_in, &next_in, &left_out, &next_out, nullptr);
    if (!sink.take({buffer->data(), buffer->size() - left_out})) {
      return true;
    }
    if (status == BROTLI_DECODER_RESULT_SUCCESS) {
      return true;
    }
    if (status != BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT) {
      return false;
    }
  }
}

bool unzstd_into(std::string_view wire, Sink& sink) {
  constexpr int most_window_log = 23;  // 8 MiB, the most that RFC 8878 asks receivers to support
  const std::unique_ptr<ZSTD_DStream, decltype([](ZSTD_DStream* s) { ZSTD_freeDStream(s); })> stream(
      ZSTD_createDStream());
  ZSTD_DCtx_setParameter(stream.get(), ZSTD_d_windowLogMax, most_window_log);
  auto buffer = std::make_unique<Buffer>();
  ZSTD_inBuffer in{wire.data(), wire.size(), 0};
  std::size_t status = 1;
  while (true) {
    ZSTD_outBuffer out{buffer->data(), buffer->size(), 0};
    status = ZSTD_decompressStream(stream.get(), &out, &in);
    if (ZSTD_isError(status) != 0) {
      return false;
    }
    if (!sink.take({buffer->data(), out.pos})) {
      return true;
    }
    if (in.pos == in.size && out.pos < out.size) {
      return status == 0;
    }
  }
}

std::string normal_coding(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c != ' ' && c != '\t') {
      out.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c);
    }
  }
  return out;
}

}  // namespace

Result<DecodedBody> decode_body(std::string_view wire, std::string_view content_encoding,
                                std::uint64_t most) {
  const std::string coding = normal_coding(content_encoding);
  Sink sink(wire.size(), most);
  bool whole = true;
  if (coding.empty() || coding == "identity" || wire.empty()) {
    sink.take(wire);
  } else if (coding == "gzip" || coding == "x-gzip") {
    whole = inflate_into(wire, 15 + 32, sink);
  } else if (coding == "deflate") {
    // "deflate" means zlib's frame, but servers that send bare deflate are not rare.
    const bool framed =
        wire.size() >= 2 && (static_cast<unsigned char>(wire[0]) & 0x0FU) == 8 &&
        (static_cast<unsigned char>(wire[0]) * 256U + static_cast<unsigned char>(wire[1])) % 31 == 0;
    whole = inflate_into(wire, framed ? 15 : -15, sink);
  } else if (coding == "br") {
    whole = unbrotli_into(wire, sink);
  } else if (coding == "zstd") {
    whole = unzstd_into(wire, sink);
  } else {
    return fail(Errc::malformed,
                "the content coding is neither gzip, deflate, br nor zstd, or several at once");
  }
  if (!whole) {
    sink.damage();
  }
  return std::move(sink).result();
}

}  // namespace qw::fetch
