#pragma once

#include "crawler/article/charset.hpp"
#include "crawler/discover/links.hpp"

#include <string>
#include <string_view>

namespace qw::discover {

inline constexpr std::size_t most_links = 2000;
inline constexpr std::size_t most_url_bytes = 2048;

/// The bytes of a list as UTF-8, remarks of the conversion noted in `links`.
std::string list_text(const ListInput& input, article::Inside inside, Links& links);

/// Absolute address of a link as it stands in a list: white space and CDATA marks around it dropped,
/// relative to `base`, without fragment. "" = none that can be fetched.
std::string absolute_link(std::string_view raw, std::string_view base);

}  // namespace qw::discover
