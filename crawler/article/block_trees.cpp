#include "crawler/article/block_trees.hpp"

#include "base/check.hpp"
#include "crawler/article/tables.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <span>
#include <string>

namespace qw::article {
namespace {

constexpr float hopeless = 0.01F;  // chance of the first look below which there is no second one

constexpr std::size_t trees_at_least = 40, trees_a_stride = 10;
constexpr float frame_for_sure = -4.0F;  // logit at which no further tree is asked

struct TreeNode {
  float value = 0;  ///< threshold, or what a leaf adds
  std::uint16_t feature = 0;
  std::uint16_t right = 0;  ///< nodes on; 0 = a leaf
};

/// The trees of one look, one behind the other.
struct Look {
  std::vector<TreeNode> nodes;
  std::vector<std::uint32_t> roots;

  float chance(std::span<const float> features) const {
    // Bare pointers: this loop is a tenth of the time of a page, and the loader has checked every index.
    const float* values = features.data();
    float sum = 0;
    for (std::size_t tree = 0; tree < roots.size(); ++tree) {
      // Most blocks are the page's frame, and the first trees know it.
      if (tree >= trees_at_least && tree % trees_a_stride == 0 && sum < frame_for_sure) {
        break;
      }
      const TreeNode* at = nodes.data() + roots[tree];
      while (at->right != 0) {
        at += values[at->feature] <= at->value ? 1 : at->right;
      }
      sum += at->value;
    }
    return 1.0F / (1.0F + std::exp(-sum));
  }
};

struct Looks {
  Look first, second;
};

template <class T>
T number(const std::string& cell) {
  T value{};
  const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
  QW_CHECK(error == std::errc() && end == cell.data() + cell.size(), "block_trees.tsv holds numbers");
  return value;
}

const Looks& looks() {
  static const Looks loaded = [] {
    std::vector<std::string> names(feature_names().begin(), feature_names().end());
    names.insert(names.end(), second_look_names().begin(), second_look_names().end());
    Looks out;
    std::string tree;
    for (const config::TableRow& row :
         load_table("block_trees", {"look", "tree", "feature", "threshold", "right"}).rows) {
      Look& look = row.cells[0] == "1" ? out.first : out.second;
      if (const std::string key = row.cells[0] + "/" + row.cells[1]; key != tree) {
        tree = key;
        look.roots.push_back(static_cast<std::uint32_t>(look.nodes.size()));
      }
      TreeNode node;
      node.value = number<float>(row.cells[3]);
      if (row.cells[2] != "leaf") {
        const auto name = std::ranges::find(names, row.cells[2]);
        QW_CHECK(name != names.end(),
                 "block_trees.tsv names known features: train it again when they change");
        node.feature = static_cast<std::uint16_t>(name - names.begin());
        node.right = number<std::uint16_t>(row.cells[4]);
      }
      look.nodes.push_back(node);
    }
    return out;
  }();
  return loaded;
}

}  // namespace

std::vector<float> block_chances(const Dom& dom, const std::vector<Block>& blocks,
                                 const FeatureContext& context) {
  const std::size_t width = feature_names().size(), more = second_look_names().size();
  BlockGroups groups(dom, blocks);
  const std::vector<float> features = block_features(groups, blocks, context);
  std::vector<float> chances(blocks.size());
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    chances[i] = looks().first.chance(std::span(features).subspan(i * width, width));
  }
  groups.set_chances(chances);
  const std::vector<float> around = second_look_features(groups, blocks, chances);
  std::vector<float> row(width + more);
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    if (chances[i] < hopeless) {
      continue;
    }
    std::ranges::copy(std::span(features).subspan(i * width, width), row.begin());
    std::ranges::copy(std::span(around).subspan(i * more, more),
                      row.begin() + static_cast<std::ptrdiff_t>(width));
    chances[i] = looks().second.chance(row);
  }
  return chances;
}

}  // namespace qw::article
