#include "crawler/article/block_groups.hpp"

#include <algorithm>
#include <string_view>
#include <unordered_map>

namespace qw::article {
namespace {

constexpr std::size_t kind_levels = 4;  // elements of the chain that make a kind

std::size_t mixed(std::size_t hash, std::size_t with) {
  return (hash ^ with) * 0x9E3779B97F4A7C15ULL + (hash >> 7U);
}

GroupSums difference(const GroupSums& to, const GroupSums& from) {
  return {to.words - from.words, to.link_words - from.link_words, to.paragraph_words - from.paragraph_words,
          to.blocks - from.blocks, to.chance_words - from.chance_words};
}

}  // namespace

BlockGroups::BlockGroups(const Dom& dom, const std::vector<Block>& blocks) : dom_(dom), blocks_(blocks) {
  before_.reserve(blocks.size() + 1);
  before_.emplace_back();
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    GroupSums sums = before_.back();
    const double words = blocks[i].words;
    sums.words += words;
    sums.link_words += blocks[i].link_words;
    sums.paragraph_words += (blocks[i].place.inside & inside_paragraph) != 0 ? words : 0;
    sums.blocks += 1;
    before_.push_back(sums);
  }
  find_kinds();
  find_copies();
  find_best();
}

void BlockGroups::set_chances(const std::vector<float>& chances) {
  for (GroupSums& kind : kinds_) {
    kind.chance_words = 0;
  }
  for (std::size_t i = 0; i < blocks_.size(); ++i) {
    const double sum = static_cast<double>(blocks_[i].words) * chances[i];
    before_[i + 1].chance_words = before_[i].chance_words + sum;
    kinds_[kind_of_[i]].chance_words += sum;
  }
}

GroupSums BlockGroups::of_node(std::uint32_t node) const {
  const auto from = std::ranges::lower_bound(blocks_, node, {}, &Block::first) - blocks_.begin();
  const auto to = std::ranges::lower_bound(blocks_, std::max(dom_[node].end, node + 1), {}, &Block::first) -
                  blocks_.begin();
  return difference(before_[static_cast<std::size_t>(to)], before_[static_cast<std::size_t>(from)]);
}

GroupSums BlockGroups::of_ancestor(std::uint32_t node, int levels) const {
  for (; levels > 0; --levels) {
    node = dom_[node].parent;
  }
  return of_node(node);
}

GroupSums BlockGroups::of_article(std::uint32_t node) const {
  while (node != 0 && dom_[node].tag != Tag::article) {
    node = dom_[node].parent;
  }
  return of_node(node);
}

int BlockGroups::depth(std::uint32_t node) const {
  int depth = 0;
  for (; node != 0; node = dom_[node].parent) {
    ++depth;
  }
  return depth;
}

bool BlockGroups::same_parent(std::size_t a, std::size_t b) const {
  return dom_[blocks_[a].node].parent == dom_[blocks_[b].node].parent;
}

bool BlockGroups::in_best(std::size_t block) const {
  return blocks_[block].first >= best_ && blocks_[block].first < dom_[best_].end;
}

double BlockGroups::shared_with_best(std::size_t block) const {
  std::uint32_t node = best_;
  while (node != 0 && !(blocks_[block].first >= node && blocks_[block].first < dom_[node].end)) {
    node = dom_[node].parent;
  }
  return of_node(node).words;
}

void BlockGroups::find_kinds() {
  std::unordered_map<std::size_t, std::size_t> numbers;
  for (std::size_t i = 0; i < blocks_.size(); ++i) {
    std::size_t hash = 17;
    std::uint32_t node = blocks_[i].node;
    for (std::size_t level = 0; level < kind_levels && node != 0; ++level) {
      hash = mixed(hash, static_cast<std::size_t>(dom_[node].tag));
      hash = mixed(hash, std::hash<std::string_view>{}(dom_.attr(node, Attr::cls)));
      node = dom_[node].parent;
    }
    const auto [found, fresh] = numbers.emplace(hash, kinds_.size());
    if (fresh) {
      kinds_.emplace_back();
    }
    kind_of_.push_back(found->second);
    const GroupSums own = difference(before_[i + 1], before_[i]);
    GroupSums& sums = kinds_[found->second];
    sums.words += own.words;
    sums.link_words += own.link_words;
    sums.paragraph_words += own.paragraph_words;
    sums.blocks += own.blocks;
    sums.chance_words += own.chance_words;
  }
}

void BlockGroups::find_copies() {
  std::unordered_map<std::string_view, int> counts;
  for (const Block& block : blocks_) {
    ++counts[block.text];
  }
  for (const Block& block : blocks_) {
    copies_.push_back(counts[block.text] - 1);
  }
}

void BlockGroups::find_best() {
  std::unordered_map<std::uint32_t, double> worth;
  for (const Block& block : blocks_) {
    const double words = static_cast<double>(block.words) - 3.0 * block.link_words;
    if (words < 8 || (block.place.inside & (inside_nav | inside_footer | inside_aside)) != 0) {
      continue;
    }
    const std::uint32_t parent = dom_[block.node].parent;
    worth[parent] += words;
    worth[dom_[parent].parent] += words / 2;
  }
  double most = 0;
  for (const auto& [node, value] : worth) {
    if (value > most || (value == most && node < best_)) {
      most = value;
      best_ = node;
    }
  }
}

}  // namespace qw::article
