#pragma once

#include "crawler/article/block_features.hpp"

#include <vector>

namespace qw::article {

/// The chance of each block to be part of the article, 0 to 1, by the trees of block_trees.tsv: a first look
/// at each block by itself, a second one that also sees what the first one thought of its surroundings. Pure;
/// any thread; O(blocks × trees).
std::vector<float> block_chances(const Dom& dom, const std::vector<Block>& blocks,
                                 const FeatureContext& context);

}  // namespace qw::article
