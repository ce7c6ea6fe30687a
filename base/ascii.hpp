#pragma once

/// Letters of protocols and markup, whose case is ASCII's whatever the language. Pure; any thread; O(1).
namespace qw {

constexpr char to_lower_ascii(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

}  // namespace qw
