#include "config/trees.hpp"

#include <doctest/doctest.h>

#include <array>
#include <string>

namespace {

std::expected<qw::config::Trees, std::vector<qw::Error>> read(const std::string& rows) {
  static const std::vector<std::string> names{"warm", "dry"};
  const auto table = qw::config::parse_table("tree\tfeature\tthreshold\tright\n" + rows, "t.tsv",
                                             {"tree", "feature", "threshold", "right"});
  REQUIRE(table);
  return qw::config::read_trees(*table, table->rows, 0, 1, names);
}

}  // namespace

TEST_CASE("a tree is walked by its thresholds, and each tree gives its leaf") {
  const auto trees =
      read("0\tleaf\t-1\t0\n1\twarm\t0.5\t2\n1\tleaf\t2\t0\n1\tdry\t0\t2\n1\tleaf\t3\t0\n1\tleaf\t4\t0\n");
  REQUIRE(trees);
  REQUIRE(trees->roots.size() == 2);
  const auto leaf = [&](float warm, float dry) { return trees->leaf(1, std::array{warm, dry}.data()); };
  CHECK(trees->leaf(0, std::array{9.0F, 9.0F}.data()) == -1);
  CHECK(leaf(0.5F, 9) == 2);
  CHECK(leaf(0.6F, 0) == 3);
  CHECK(leaf(0.6F, 1) == 4);
}

TEST_CASE("trees that cannot be walked name the row and what is wrong") {
  const auto said = [](const std::string& rows) {
    const auto trees = read(rows);
    REQUIRE_FALSE(trees);
    return trees.error()[0].text();
  };
  CHECK(said("1\twet\t0\t2\n1\tleaf\t1\t0\n1\tleaf\t1\t0\n") ==
        "t.tsv:2:3: feature: 'wet' is no feature: the trees are to be learned again");
  CHECK(said("1\twarm\tmuch\t2\n").starts_with("t.tsv:2:8: threshold: no number"));
  CHECK(said("1\twarm\t0\t1\n1\tleaf\t1\t0\n").find("at least two rows on") != std::string::npos);
  CHECK(said("1\twarm\t0\t3\n1\tleaf\t1\t0\n1\tleaf\t1\t0\n").find("leads out of its tree") !=
        std::string::npos);
  CHECK(said("1\twarm\t0\t2\n1\tleaf\t1\t0\n1\tdry\t0\t2\n").find("leads out of its tree") !=
        std::string::npos);
}
