#pragma once

#include "crawler/article/dom.hpp"
#include "crawler/discover/links.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace qw::discover {

/// A list that is a web page, parsed behind the same guards as articles.
struct HtmlList {
  std::string utf8;  ///< the page
  std::string html;  ///< what the parser got; the tree points into it
  std::unique_ptr<article::Dom> dom;
  std::string base;  ///< address that relative links count from
};

/// Errors: malformed (too hostile to be parsed). Remarks on charset and limits go to `links`.
Result<HtmlList> parse_list(const ListInput& input, Links& links);

/// Does the class attribute of the node hold this word?
bool has_class(const article::Dom& dom, std::uint32_t node, std::string_view word);

}  // namespace qw::discover
