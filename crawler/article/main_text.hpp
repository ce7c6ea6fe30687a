#pragma once

#include "crawler/article/block_trees.hpp"

#include <string>
#include <vector>

/// Which blocks are the article. Ranks and keeps rather than picks one container: a quotation near the
/// article is kept on a smaller chance than other text, unless it is the teaser of another article. Pure;
/// O(blocks).
namespace qw::article {

enum class Tier : unsigned char {
  core,    ///< the article
  near,    ///< beside it, and quote-bearing: part of the text
  edge,    ///< the page's frame
  teaser,  ///< a link to another article, with that article's words
};

struct Judged {
  std::vector<float> chances;  ///< one a block
  std::vector<Tier> tiers;     ///< one a block
};

Judged judge_blocks(const Dom& dom, const std::vector<Block>& blocks, const FeatureContext& context);

/// The core and near blocks in reading order, joined by newlines.
std::string text_of_tiers(const std::vector<Block>& blocks, const std::vector<Tier>& tiers);

}  // namespace qw::article
