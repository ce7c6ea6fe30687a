#include "daemon/pipeline/imported.hpp"

#include "tests/store/temp_folder.hpp"

#include <doctest/doctest.h>

using namespace qw;

namespace {

const std::string ranok =
    "[[outlet]]\nid = \"ranok\"\nname = \"Imported\"\nlanguages = [\"uk\"]\nkind = \"portal\"\n"
    "country = \"UA\"\nhome = \"https://ranok.example.com\"\n";

std::shared_ptr<config::Config> files() {
  auto out = std::make_shared<config::Config>();
  model::Outlet outlet;
  outlet.id = "zorya";
  outlet.name = "Of the files";
  out->outlets = {outlet};
  out->digest = "d";
  return out;
}

}  // namespace

TEST_CASE("imported outlets stand among those of the files, by id, and change the digest") {
  const test::TempFolder folder;
  auto store = *store::Store::open({.directory = folder.path() + "/store"});
  std::vector<Error> remarks;
  CHECK((*pipeline::with_imported(files(), *store, remarks))->digest == "d");
  REQUIRE(store->commit(store::ActBatch{.settings = {{"outlet/ranok", ranok}}}).has_value());
  const auto merged = *pipeline::with_imported(files(), *store, remarks);
  REQUIRE(merged->outlets.size() == 2);
  CHECK(merged->find_outlet("ranok")->name == "Imported");
  CHECK(merged->find_outlet("zorya")->name == "Of the files");
  CHECK(merged->digest != "d");
  CHECK(remarks.empty());
}

TEST_CASE("where an id stands in both the file wins, and that is said") {
  const test::TempFolder folder;
  auto store = *store::Store::open({.directory = folder.path() + "/store"});
  auto both = files();
  both->outlets.front().id = "ranok";
  REQUIRE(store->commit(store::ActBatch{.settings = {{"outlet/ranok", ranok}}}).has_value());
  std::vector<Error> remarks;
  const auto merged = *pipeline::with_imported(both, *store, remarks);
  CHECK(merged->find_outlet("ranok")->name == "Of the files");
  CHECK(merged->outlets.size() == 1);
  REQUIRE(remarks.size() == 1);
  CHECK(remarks.front().what.find("quotewatch outlets remove ranok") != std::string::npos);
}
