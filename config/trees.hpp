#pragma once

#include "config/table.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

/// Decision trees as rows of a table: a row is a node. Values of its feature up to the threshold go to the
/// next row, others `right` rows on; a row of the feature "leaf" adds its threshold.
namespace qw::config {

struct TreeNode {
  float value = 0;  ///< threshold, or what a leaf adds
  std::uint16_t feature = 0;
  std::uint16_t right = 0;  ///< nodes on; 0 = a leaf
};

/// One behind the other; what they add up to is a logit. Immutable once read; any thread.
struct Trees {
  std::vector<TreeNode> nodes;
  std::vector<std::uint32_t> roots;

  /// `values` by feature, as many as there were names to read().
  float leaf(std::size_t tree, const float* values) const {
    // Bare pointers: for articles this loop is a tenth of the time of a page; read() has checked every index.
    const TreeNode* at = nodes.data() + roots[tree];
    while (at->right != 0) {
      at += values[at->feature] <= at->value ? 1 : at->right;
    }
    return at->value;
  }
};

/// The rows: the cell at `tree` says which tree, "feature", "threshold" and "right" stand from `node` on. A
/// row without a number where one is due, with a feature that is none of `names`, or a tree that leads out of
/// itself is an error.
std::expected<Trees, std::vector<Error>> read_trees(const Table& table, std::span<const TableRow> rows,
                                                    std::size_t tree, std::size_t node,
                                                    std::span<const std::string> names);

}  // namespace qw::config
