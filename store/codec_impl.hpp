#pragma once

#include "store/codec.hpp"
#include "store/record_fields.hpp"

/// The bodies of encode and decode; only the codec_*.cpp files include this.
namespace qw::store {

/// The version that is written.
template <class T>
inline constexpr std::uint8_t record_version = 1;
/// 2: who was told, when it was alerted and lowered.
template <>
inline constexpr std::uint8_t record_version<model::Case> = 2;
/// 2: publishers, times and words, for the queue's search.
template <>
inline constexpr std::uint8_t record_version<CaseSummary> = 2;

/// Fields of the versions before; what they lack stays empty until the record is written again.
template <class T>
bool decode_older(Decoder& /*decoder*/, std::uint8_t /*version*/, T& /*record*/) {
  return false;
}
template <>
inline bool decode_older(Decoder& decoder, std::uint8_t version, CaseSummary& r) {
  if (version != 1) {
    return false;
  }
  decoder(r.id, r.pattern, r.official, r.state, r.severity, r.outlets, r.languages);
  return true;
}

template <>
inline bool decode_older(Decoder& decoder, std::uint8_t version, model::Case& r) {
  if (version != 1) {
    return false;
  }
  decoder(r.id, r.rev, r.pattern, r.official, r.state, r.state_before_snooze, r.severity, r.trial, r.opened,
          r.last_new, r.occurrences, r.groups, r.claimed_by, r.lease_until, r.snoozed_until, r.notes,
          r.reopened_why, r.alerted, r.announced);
  return true;
}

template <class T>
std::string encode(const T& record) {
  Encoder encoder;
  encoder.byte(record_version<T>);
  encoder(record);
  return std::move(encoder).take();
}

template <class T>
Result<T> decode(std::string_view bytes) {
  Decoder decoder(bytes);
  const std::uint8_t version = decoder.byte();
  T record{};
  if (bytes.empty() || version == record_version<T>) {
    decoder(record);
  } else if (!decode_older(decoder, version, record)) {
    return fail(Errc::corrupt, "a stored record has version " + std::to_string(version) +
                                   ", this program reads version " + std::to_string(record_version<T>));
  }
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
