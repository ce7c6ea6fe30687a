#pragma once

#include <string>
#include <string_view>

/// Compressed bodies as servers make them.
namespace qw::test {

std::string gzipped(std::string_view text);
std::string zlib_framed(std::string_view text);
std::string bare_deflate(std::string_view text);
std::string brotlied(std::string_view text);
std::string zstded(std::string_view text);

}  // namespace qw::test
