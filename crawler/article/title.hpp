#pragma once

#include "crawler/article/blocks.hpp"
#include "crawler/article/json_facts.hpp"
#include "crawler/article/page_facts.hpp"

#include <string>
#include <vector>

namespace qw::article {

struct Titles {
  std::string title;     ///< the headline as readers see it
  std::string og_title;  ///< as shared, when it differs
};

/// The headline: an h1 that the page's other titles confirm, else what they say without the site's name.
/// Pure; O(nodes of the headings).
Titles titles_of(const Dom& dom, const PageFacts& facts, const JsonFacts& json);

/// The index of the block that holds the headline, 0 when none does.
std::size_t headline_block(const std::vector<Block>& blocks, const std::string& title);

}  // namespace qw::article
