#pragma once

#include <string>
#include <string_view>

namespace qw::store {

enum class Effort { stored, fast };

/// The bytes as one gzip member without name and time, so that equal bytes give equal members.
/// `stored` for what is compressed already. Pure; any thread.
std::string gzip_member(std::string_view bytes, Effort effort);

}  // namespace qw::store
