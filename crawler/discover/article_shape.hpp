#pragma once

#include "base/url.hpp"

#include <string>

namespace qw::discover {

/// What the address alone says of a page.
enum class AddressKind : unsigned char {
  article,  ///< a date, a long number or a long slug in the path
  unclear,
  other,  ///< home, lists, tags, accounts, files, other media
};
AddressKind kind_of_address(const Url& url);

/// The pattern that an address shares with its kin: digits, slugs and words of each path segment folded, host
/// and parameter names kept ("news.example/news/#/~.html").
std::string shape_of(const Url& url);

}  // namespace qw::discover
