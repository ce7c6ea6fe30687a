#include "daemon/api/cursor.hpp"

#include "base/base64.hpp"

#include <sodium.h>

namespace qw::api {
namespace {

constexpr std::size_t mark_bytes = 16;

std::string mark_of(std::string_view inner, std::string_view filter, const std::string& key) {
  const std::string text = std::string(filter) + '\n' + std::string(inner);
  std::string out(mark_bytes, '\0');
  crypto_generichash(reinterpret_cast<unsigned char*>(out.data()), mark_bytes,
                     reinterpret_cast<const unsigned char*>(text.data()), text.size(),
                     reinterpret_cast<const unsigned char*>(key.data()), key.size());
  return out;
}

}  // namespace

std::string sealed_cursor(std::string_view inner, std::string_view filter, const std::string& key) {
  if (inner.empty()) {
    return "";
  }
  return to_base64(mark_of(inner, filter, key) + std::string(inner), Base64::url);
}

Result<std::string> opened_cursor(std::string_view sealed, std::string_view filter, const std::string& key) {
  if (sealed.empty()) {
    return std::string();
  }
  const auto bytes = from_base64(sealed, Base64::url);
  if (!bytes || bytes->size() <= mark_bytes) {
    return fail(Errc::malformed, "this cursor was not made here; start again without one");
  }
  const std::string inner = bytes->substr(mark_bytes);
  if (sodium_memcmp(mark_of(inner, filter, key).data(), bytes->data(), mark_bytes) != 0) {
    return fail(Errc::malformed,
                "this cursor belongs to another filter or an earlier start; start again without one");
  }
  return inner;
}

}  // namespace qw::api
