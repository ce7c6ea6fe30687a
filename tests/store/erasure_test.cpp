#include "store/erasure.hpp"

#include "store/store.hpp"
#include "store/warc_reader.hpp"
#include "tests/store/erasure_sample.hpp"
#include "tests/store/temp_folder.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

using namespace qw;
using namespace qw::test;
namespace fs = std::filesystem;

namespace {

/// Whether the name stands in any file of the folder as it is, or in a record of a WARC file.
bool anywhere(const std::string& folder) {
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) {
      continue;
    }
    if (entry.path().string().ends_with(".warc.gz")) {
      auto reader = must(store::WarcReader::open(entry.path().string()));
      for (auto record = must(reader.next()); record; record = must(reader.next())) {
        if (record->block.find(erased_name) != std::string::npos) {
          return true;
        }
      }
      continue;
    }
    std::ifstream file(entry.path(), std::ios::binary);
    std::ostringstream bytes;
    bytes << file.rdbuf();
    if (bytes.str().find(erased_name) != std::string::npos) {
      return true;
    }
  }
  return false;
}

}  // namespace

TEST_CASE("what is found of a person names every room: page, article, quote, case, record") {
  const TempFolder folder;
  auto store = must(store::Store::open({.directory = folder.path()}));
  read_one(*store, "one", "Сказал " + erased_name + " вчера.", true);
  read_one(*store, "two", "Никто ничего не сказал.", true);
  std::string rooms;
  for (const store::Trace& each : must(store->find_traces(sought_name()))) {
    rooms += each.room + " ";
    CHECK((each.room == "page" || each.excerpt.find(erased_name) != std::string::npos));
  }
  CHECK(rooms == "page article quote case record ");
}

TEST_CASE(
    "an erasure leaves the name in no file, a tombstone with the old digest, and a chain that "
    "verifies") {
  const TempFolder folder;
  auto store = must(store::Store::open({.directory = folder.path()}));
  read_one(*store, "one", "Сказал " + erased_name + " вчера.", true);
  read_one(*store, "two", "Никто ничего не сказал.", true);
  const std::string digest = must(store->find_page("p-one"))->payload_digest;
  model::AuditRecord act = sample_audit("", "");
  act.reason = "asked for by letter";
  const store::Erased done = must(store->erase_traces(sought_name(), {{}, act}));
  CHECK(done.pages == 1);
  CHECK(done.records == 1);
  CHECK(done.files == 2);  // its page file and the evidence of its case
  CHECK(done.left.empty());

  CHECK(must(store->find_revision("r-one"))->text ==
        "Сказал " + std::string(erased_name.size(), '*') + " вчера.");
  const auto page = must(store->find_page("p-one"));
  REQUIRE(page);
  CHECK(page->payload_digest == digest);
  CHECK(page->problem.starts_with(store::erased_mark));
  CHECK(store->load_page_body(*page).error().code == Errc::not_found);
  CHECK(must(store->load_page_body(*must(store->find_page("p-two")))) == "<p>Никто ничего не сказал.");
  CHECK(must(store->find_case("c-one"))->rev == 2);
  auto chain = must(store->verify_audit());
  CHECK(!chain.first_bad);
  CHECK(chain.redacted == 1);
  CHECK(must(store->audit_of("privacy")).back().after.find(digest) != std::string::npos);
  CHECK(must(store->verify_page_files()).problems.empty());
  CHECK(must(store->find_traces(sought_name())).empty());
  CHECK(store->erase_traces(sought_name(), {{}, act}).error().code == Errc::not_found);

  // The next page begins a file of its own, and everything is there after a restart.
  read_one(*store, "three", "Позже.", false);
  must(store->close());
  CHECK_FALSE(anywhere(folder.path()));
  store.reset();
  store = must(store::Store::open({.directory = folder.path()}));
  CHECK(must(store->verify_page_files()).problems.empty());
  CHECK(must(store->load_page_body(*must(store->find_page("p-three")))) == "<p>Позже.");
  std::string tombstones;
  for (const char* room : {"warc", "evidence"}) {
    for (const auto& entry : fs::directory_iterator(folder.path(room))) {
      auto reader = must(store::WarcReader::open(entry.path().string()));
      for (auto record = must(reader.next()); record; record = must(reader.next())) {
        tombstones += record->block.find("old-payload-digest: " + digest) != std::string::npos ? "T" : "";
      }
    }
  }
  CHECK(tombstones == "TT");
}

TEST_CASE("a legal hold on one case keeps all of it: nothing is erased") {
  const TempFolder folder;
  auto store = must(store::Store::open({.directory = folder.path()}));
  read_one(*store, "one", erased_name, true);
  read_one(*store, "free", "И " + erased_name, false);
  const auto refused = store->erase_traces(sought_name(), {{"c-one"}, sample_audit("", "")});
  REQUIRE(!refused.has_value());
  CHECK(refused.error().code == Errc::conflict);
  CHECK(refused.error().what.find("c-one") != std::string::npos);
  CHECK(must(store->find_traces(sought_name())).size() == 8);
  CHECK(must(store->audit_of("privacy")).empty());
}

TEST_CASE("a record of the chain that was changed without an act that vouches for it is found") {
  const TempFolder folder;
  auto store = must(store::Store::open({.directory = folder.path()}));
  read_one(*store, "one", erased_name, true);
  // An act that names another hash vouches for nothing.
  model::AuditRecord lie = sample_audit("privacy", std::string(store::erase_act));
  lie.after = R"({"redacted":[{"seq":1,"hash":"00"},{"seq":"x"},7]})";
  must(store->commit(store::ActBatch{.audit = {lie}}));
  const auto chain = must(store->verify_audit());
  CHECK(!chain.first_bad);
  CHECK(chain.redacted == 0);
}
