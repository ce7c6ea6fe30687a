#pragma once

#include "store/codec.hpp"
#include "store/record_fields.hpp"

/// The bodies of encode and decode; only the codec_*.cpp files include this.
namespace qw::store {

inline constexpr std::uint8_t record_version = 1;

template <class T>
std::string encode(const T& record) {
  Encoder encoder;
  encoder.byte(record_version);
  encoder(record);
  return std::move(encoder).take();
}

template <class T>
Result<T> decode(std::string_view bytes) {
  Decoder decoder(bytes);
  const std::uint8_t version = decoder.byte();
  if (!bytes.empty() && version != record_version) {
    return fail(Errc::corrupt, "a stored record has version " + std::to_string(version) +
                                   ", this program reads version " + std::to_string(record_version));
  }
  T record{};
  decoder(record);
  if (!decoder.complete()) {
    return fail(Errc::corrupt,
                "a stored record of " + std::to_string(bytes.size()) + " bytes cannot be decoded");
  }
  return record;
}

}  // namespace qw::store

// A macro, because an explicit instantiation cannot be made by a template.
#define QW_RECORD(type)                           \
  template std::string encode<type>(const type&); \
  template Result<type> decode<type>(std::string_view)
