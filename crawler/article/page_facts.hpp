#pragma once

#include "crawler/article/dom.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

/// What the head of a page and its elements say about the article, unjudged. Pure; O(nodes).
namespace qw::article {

struct PageFacts {
  /// Contents of meta elements by lower-case property, name or itemprop, cleaned, in document order.
  std::map<std::string, std::vector<std::string>, std::less<>> meta;
  std::string title_element;
  std::string canonical;          ///< as it stands in the page
  std::string language;           ///< of the html element, lower case, region cut ("ru")
  std::vector<std::uint32_t> h1;  ///< nodes
  std::vector<std::uint32_t> h2;
  std::vector<std::uint32_t> times;  ///< time elements and elements with itemprop=datePublished

  /// The first non-empty content of the first of these keys that has one; "" = none.
  std::string_view first(std::initializer_list<std::string_view> keys) const;
};

PageFacts page_facts(const Dom& dom);

}  // namespace qw::article
