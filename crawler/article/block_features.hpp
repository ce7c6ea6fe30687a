#pragma once

#include "crawler/article/block_groups.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Numbers that describe each block and its surroundings; what the trees of block_trees.tsv judge.
/// Pure; O(blocks × depth).
namespace qw::article {

struct FeatureContext {
  std::string_view title;    ///< of the article
  std::string_view lead;     ///< the page's own description
  std::size_t headline = 0;  ///< index of the headline's block
};

/// The names of the features, in order.
std::span<const std::string> feature_names();

/// A row of feature_names().size() numbers a block.
std::vector<float> block_features(const BlockGroups& groups, const std::vector<Block>& blocks,
                                  const FeatureContext& context);

/// The names of what the second look adds to the features: the first look's chances of the block and around
/// it.
std::span<const std::string> second_look_names();
/// `groups` holds the same chances (set_chances).
std::vector<float> second_look_features(const BlockGroups& groups, const std::vector<Block>& blocks,
                                        const std::vector<float>& chances);

}  // namespace qw::article
