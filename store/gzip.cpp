#include "store/gzip.hpp"

#include "base/check.hpp"

#include <zlib.h>

namespace qw::store {

std::string gzip_member(std::string_view bytes, Effort effort) {
  constexpr int gzip_window = 15 + 16;
  z_stream stream{};
  const int level = effort == Effort::stored ? Z_NO_COMPRESSION : Z_BEST_SPEED;
  QW_CHECK(deflateInit2(&stream, level, Z_DEFLATED, gzip_window, 8, Z_DEFAULT_STRATEGY) == Z_OK,
           "zlib starts when there is memory");
  std::string out(deflateBound(&stream, bytes.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));  // zlib's C type is not const
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const int status = deflate(&stream, Z_FINISH);
  QW_CHECK(status == Z_STREAM_END, "the bound of deflateBound holds");
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

}  // namespace qw::store
