#include "crawler/article/block_trees.hpp"

#include "base/check.hpp"
#include "config/trees.hpp"
#include "crawler/article/tables.hpp"

#include <algorithm>
#include <cmath>
#include <span>
#include <string>

namespace qw::article {
namespace {

constexpr float hopeless = 0.01F;  // chance of the first look below which there is no second one

constexpr std::size_t trees_at_least = 40, trees_a_stride = 10;
constexpr float frame_for_sure = -4.0F;  // logit at which no further tree is asked

/// The trees of one look.
struct Look {
  config::Trees trees;

  float chance(std::span<const float> features) const {
    float sum = 0;
    for (std::size_t tree = 0; tree < trees.roots.size(); ++tree) {
      // Most blocks are the page's frame, and the first trees know it.
      if (tree >= trees_at_least && tree % trees_a_stride == 0 && sum < frame_for_sure) {
        break;
      }
      sum += trees.leaf(tree, features.data());
    }
    return 1.0F / (1.0F + std::exp(-sum));
  }
};

struct Looks {
  Look first, second;
};

const Looks& looks() {
  static const Looks loaded = [] {
    std::vector<std::string> names(feature_names().begin(), feature_names().end());
    names.insert(names.end(), second_look_names().begin(), second_look_names().end());
    const config::Table table = load_table("block_trees", {"look", "tree", "feature", "threshold", "right"});
    const auto second =
        std::ranges::find_if(table.rows, [](const config::TableRow& row) { return row.cells[0] != "1"; });
    const auto read = [&](auto begin, auto end) {
      auto trees = config::read_trees(table, std::span(begin, end), 1, 2, names);
      QW_CHECK(trees.has_value(),
               "block_trees.tsv holds trees of known features: train it again when they change");
      return Look{*std::move(trees)};
    };
    return Looks{read(table.rows.begin(), second), read(second, table.rows.end())};
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
