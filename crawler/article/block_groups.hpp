#pragma once

#include "crawler/article/blocks.hpp"

#include <vector>

namespace qw::article {

/// Sums over a group of blocks.
struct GroupSums {
  double words = 0, link_words = 0, paragraph_words = 0, blocks = 0, chance_words = 0;
};

/// Sums over the blocks below each element, and over the blocks of one kind: those whose chain of elements
/// and classes is the same, as in lists of teasers. Pure; O(blocks × depth) to make, O(log blocks) to ask.
class BlockGroups {
 public:
  BlockGroups(const Dom& dom, const std::vector<Block>& blocks);

  /// Sums the chances of the blocks, one a block, over the same groups.
  void set_chances(const std::vector<float>& chances);

  GroupSums of_node(std::uint32_t node) const;
  GroupSums of_ancestor(std::uint32_t node, int levels) const;
  /// Of the nearest article element, else of the whole page.
  GroupSums of_article(std::uint32_t node) const;
  const GroupSums& of_kind(std::size_t block) const { return kinds_[kind_of_[block]]; }
  const GroupSums& all() const { return before_.back(); }

  double words_before(std::size_t block) const { return before_[block].words; }
  double chance_before(std::size_t block) const { return before_[block].chance_words; }
  int copies(std::size_t block) const { return copies_[block]; }
  int depth(std::uint32_t node) const;
  bool same_parent(std::size_t a, std::size_t b) const;

  /// The element whose own paragraphs have the most unlinked words, its parents counting half.
  GroupSums best() const { return of_node(best_); }
  bool in_best(std::size_t block) const;
  /// Words below the lowest element that holds both the block and the best one.
  double shared_with_best(std::size_t block) const;

 private:
  void find_kinds();
  void find_copies();
  void find_best();

  const Dom& dom_;
  const std::vector<Block>& blocks_;
  std::vector<GroupSums> before_;  ///< sums of the blocks before the index
  std::vector<GroupSums> kinds_;
  std::vector<std::size_t> kind_of_;
  std::vector<int> copies_;
  std::uint32_t best_ = 0;
};

}  // namespace qw::article
