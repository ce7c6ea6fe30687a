#include "daemon/api/multipart.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

// The first line is the Content-Type, the rest the body.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view all(reinterpret_cast<const char*>(data), size);
  const std::size_t end = all.find('\n');
  if (end == std::string_view::npos) {
    return 0;
  }
  const auto form = qw::api::read_multipart(all.substr(0, end), all.substr(end + 1));
  return form && form->fields.size() + form->files.size() > 20 ? 1 : 0;
}
