#include "config/trees.hpp"

#include <algorithm>

namespace qw::config {
namespace {

class Reader {
 public:
  Reader(const Table& table, std::size_t tree, std::size_t node, std::span<const std::string> names)
      : table_(table), tree_column_(tree), column_(node), names_(names) {}

  void read(const TableRow& row) {
    if (trees_.roots.empty() || row.cells[tree_column_] != tree_) {
      tree_ = row.cells[tree_column_];
      trees_.roots.push_back(static_cast<std::uint32_t>(trees_.nodes.size()));
    }
    const std::string& feature = row.cells[column_];
    const auto value = number_of<float>(row.cells[column_ + 1]);
    const auto right = number_of<std::uint16_t>(row.cells[column_ + 2]);
    if (!value || !right) {
      add(row, value ? column_ + 2 : column_ + 1, "no number");
      return;
    }
    TreeNode node{*value, 0, 0};
    if (feature != "leaf") {
      const auto name = std::ranges::find(names_, feature);
      if (name == names_.end()) {
        add(row, column_, "'" + feature + "' is no feature: the trees are to be learned again");
        return;
      }
      constexpr std::uint16_t least = 2;  // the left branch lies between
      if (*right < least) {
        add(row, column_ + 2, "the right branch begins at least two rows on");
        return;
      }
      node.feature = static_cast<std::uint16_t>(name - names_.begin());
      node.right = *right;
    }
    trees_.nodes.push_back(node);
    rows_.push_back(&row);
  }

  std::expected<Trees, std::vector<Error>> finish() {
    for (std::size_t tree = 0; errors_.empty() && tree < trees_.roots.size(); ++tree) {
      const std::size_t end = tree + 1 < trees_.roots.size() ? trees_.roots[tree + 1] : trees_.nodes.size();
      for (std::size_t at = trees_.roots[tree]; at < end; ++at) {
        if (at + trees_.nodes[at].right >= end) {
          add(*rows_[at], column_ + 2, "leads out of its tree");
        }
      }
      if (end == trees_.roots[tree] || trees_.nodes[end - 1].right != 0) {
        errors_.push_back(Error{Errc::config, "tree " + std::to_string(tree) + " ends in no leaf",
                                Where{table_.file, 0, 0}});
      }
    }
    if (!errors_.empty()) {
      return std::unexpected(std::move(errors_));
    }
    return std::move(trees_);
  }

 private:
  void add(const TableRow& row, std::size_t column, std::string what) {
    errors_.push_back(table_.error_at(row, column, std::move(what)));
  }

  const Table& table_;
  std::size_t tree_column_, column_;
  std::span<const std::string> names_;
  std::string tree_;
  Trees trees_;
  std::vector<const TableRow*> rows_;
  std::vector<Error> errors_;
};

}  // namespace

std::expected<Trees, std::vector<Error>> read_trees(const Table& table, std::span<const TableRow> rows,
                                                    std::size_t tree, std::size_t node,
                                                    std::span<const std::string> names) {
  Reader reader(table, tree, node, names);
  for (const TableRow& row : rows) {
    reader.read(row);
  }
  return reader.finish();
}

}  // namespace qw::config
