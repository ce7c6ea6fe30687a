#pragma once

#include "crawler/article/class_hints.hpp"
#include "crawler/article/dom.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// A page as a line of blocks: maximal runs of inline content between block elements or two line breaks.
/// Pure; O(nodes + text).
namespace qw::article {

/// Where a node stands: inherited from its ancestors.
struct Place {
  std::uint32_t inside = 0;  ///< bits of Inside*
  Hints hints = 0;           ///< of all ancestors and itself
  Hints own = 0;             ///< of itself
};

enum PlaceBit : std::uint32_t {
  inside_nav = 1U << 0U,
  inside_aside = 1U << 1U,
  inside_footer = 1U << 2U,
  inside_header = 1U << 3U,
  inside_figure = 1U << 4U,
  inside_item = 1U << 5U,
  inside_table = 1U << 6U,
  inside_quote = 1U << 7U,
  inside_form = 1U << 8U,
  inside_hidden = 1U << 9U,
  inside_article = 1U << 10U,
  inside_main = 1U << 11U,
  inside_body_item = 1U << 12U,  ///< itemprop=articleBody
  inside_heading = 1U << 13U,
  inside_paragraph = 1U << 14U,
  inside_link = 1U << 15U,
  inside_address = 1U << 16U,
  inside_details = 1U << 17U,
  inside_pre = 1U << 18U,
};

struct Block {
  std::string text;          ///< white space folded; a single line break is a newline
  std::uint32_t node = 0;    ///< the block element that holds it
  std::uint32_t first = 0;   ///< the text node it begins with
  Tag tag = Tag::other;      ///< of `node`
  std::uint8_t heading = 0;  ///< 1 to 6
  Place place;
  Hints near = 0;  ///< hints of the element, its parent and grandparent
  std::uint32_t words = 0, link_words = 0, links = 0;
  std::string_view target;  ///< of its first link
};

/// Places of all nodes, by index.
std::vector<Place> places_of(const Dom& dom);

std::vector<Block> blocks_of(const Dom& dom, const std::vector<Place>& places);

}  // namespace qw::article
