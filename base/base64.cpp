#include "base/base64.hpp"

#include <sodium.h>

namespace qw {
namespace {

int variant_of(Base64 alphabet) {
  return alphabet == Base64::url ? sodium_base64_VARIANT_URLSAFE_NO_PADDING : sodium_base64_VARIANT_ORIGINAL;
}

}  // namespace

std::string to_base64(std::string_view bytes, Base64 alphabet) {
  const int variant = variant_of(alphabet);
  std::string out(sodium_base64_encoded_len(bytes.size(), variant), '\0');
  sodium_bin2base64(out.data(), out.size(), reinterpret_cast<const unsigned char*>(bytes.data()),
                    bytes.size(), variant);
  out.pop_back();  // its NUL
  return out;
}

std::optional<std::string> from_base64(std::string_view text, Base64 alphabet) {
  std::string out(text.size() / 4 * 3 + 3, '\0');
  std::size_t length = 0;
  if (sodium_base642bin(reinterpret_cast<unsigned char*>(out.data()), out.size(), text.data(), text.size(),
                        nullptr, &length, nullptr, variant_of(alphabet)) != 0) {
    return std::nullopt;
  }
  out.resize(length);
  return out;
}

}  // namespace qw
