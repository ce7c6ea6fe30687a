#pragma once

#include "base/result.hpp"

#include <string>
#include <string_view>

/// Records as bytes: a version byte, then the fields in a fixed order (record_fields.hpp), numbers as
/// varints, texts with their length. One encoder and one decoder a record type; docs/store.md has the forms.
/// decode: left-over bytes, wild lengths, unknown enumerators, an unknown version or a cut record are
/// Errc::corrupt. Pure; any thread. Linear in the bytes.
namespace qw::store {

/// Instantiated in codec_*.cpp for every record type of the key table in keys.hpp.
template <class T>
std::string encode(const T& record);
template <class T>
Result<T> decode(std::string_view bytes);

}  // namespace qw::store
