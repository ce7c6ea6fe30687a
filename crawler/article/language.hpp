#pragma once

#include <string>
#include <string_view>

namespace qw::article {

/// "ru", "uk" or "en" by the letters and the commonest words of the text; another language's own label
/// (`labelled`, "" = none) where the letters do not contradict it; "" = unknown. Pure; O(16 KiB).
std::string language_of(std::string_view text, std::string_view labelled);

}  // namespace qw::article
