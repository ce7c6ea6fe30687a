#pragma once

#include "crawler/article/blocks.hpp"

#include <string>
#include <string_view>
#include <vector>

/// Which blocks are the article. Ranks and keeps rather than picks one container: a block with a quotation
/// never falls below `near` unless it is a teaser of another article. Pure; O(blocks).
namespace qw::article {

enum class Tier : unsigned char {
  core,    ///< the article
  near,    ///< beside it, and quote-bearing: part of the text
  edge,    ///< the page's frame
  teaser,  ///< a link to another article, with that article's words
};

/// What the choice looks at beside the blocks.
struct TextContext {
  std::string_view title;  ///< of the article, for its place on the page
};

std::vector<Tier> tiers_of(const Dom& dom, const std::vector<Block>& blocks, const TextContext& context);

/// The core and near blocks in reading order, joined by newlines.
std::string text_of_tiers(const std::vector<Block>& blocks, const std::vector<Tier>& tiers);

}  // namespace qw::article
