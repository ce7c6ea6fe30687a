#pragma once

#include <zlib.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

/// PNG files of our own making, whole or broken in one place.
namespace qw::picture::test {

inline std::string number(std::uint32_t value) {
  std::string out;
  for (int shift = 24; shift >= 0; shift -= 8) {
    out += static_cast<char>(value >> static_cast<unsigned>(shift));
  }
  return out;
}

inline std::string chunk(std::string_view type, std::string_view data) {
  const std::string body = std::string(type).append(data);
  const auto sum = crc32(0, reinterpret_cast<const Bytef*>(body.data()), static_cast<uInt>(body.size()));
  return number(static_cast<std::uint32_t>(data.size())) + body + number(static_cast<std::uint32_t>(sum));
}

struct Parts {
  std::string header, before_data, rows, behind_data;
  std::size_t data_pieces = 1;
};

inline Parts parts_of(std::uint32_t width, std::uint32_t height, char type, int channels) {
  Parts out;
  out.header = number(width) + number(height) + '\x08' + type + std::string(3, '\0');
  for (std::uint32_t row = 0; row < height; ++row) {
    out.rows += '\0' + std::string(width * static_cast<std::size_t>(channels), static_cast<char>(row));
  }
  return out;
}

inline std::string deflated(const std::string& rows) {
  std::string out(compressBound(rows.size()), '\0');
  uLongf size = out.size();
  compress(reinterpret_cast<Bytef*>(out.data()), &size, reinterpret_cast<const Bytef*>(rows.data()),
           rows.size());
  out.resize(size);
  return out;
}

inline std::string joined(const Parts& parts) {
  std::string out = "\x89PNG\r\n\x1a\n" + chunk("IHDR", parts.header) + parts.before_data;
  const std::string data = deflated(parts.rows) + parts.behind_data;
  const std::size_t piece = data.size() / parts.data_pieces + 1;
  for (std::size_t at = 0; at < data.size(); at += piece) {
    out += chunk("IDAT", std::string_view(data).substr(at, piece));
  }
  return out + chunk("IEND", "");
}

}  // namespace qw::picture::test
