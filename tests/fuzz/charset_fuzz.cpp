/// Bytes in any charset: what comes out is valid UTF-8, and reading it again changes nothing.
#include "base/utf8.hpp"
#include "crawler/article/charset.hpp"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace qw::article;
  if (size == 0) {
    return 0;
  }
  constexpr const char* types[] = {"",
                                   "text/html; charset=utf-8",
                                   "text/html; charset=windows-1251",
                                   "text/html; charset=koi8-r",
                                   "text/html; charset=gb18030",
                                   "text/html; charset=x"};
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  const Inside inside = data[0] % 2 == 0 ? Inside::html : Inside::xml;
  const Utf8Text got = to_utf8(bytes, types[data[0] / 2 % 6], inside);
  if (!qw::utf8::is_valid(got.text) || got.charset.empty()) {
    std::abort();
  }
  if (const auto undone = undone_double_encoding(got.text); undone && !qw::utf8::is_valid(*undone)) {
    std::abort();
  }
  return 0;
}
