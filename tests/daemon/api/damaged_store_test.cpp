#include "daemon/alerts/reports.hpp"
#include "tests/daemon/api/browser.hpp"

#include <fstream>
#include <random>

using namespace qw;
using namespace qw::test;
namespace fs = std::filesystem;

namespace {

/// One bit of a file, while the daemon has it open.
void flip_at(const fs::path& file, std::uint64_t offset) {
  std::fstream bytes(file, std::ios::in | std::ios::out | std::ios::binary);
  bytes.seekg(static_cast<std::streamoff>(offset));
  const int byte = bytes.get();
  bytes.seekp(static_cast<std::streamoff>(offset));
  bytes.put(static_cast<char>(byte ^ 0x10));
}
void flip(const fs::path& file) { flip_at(file, fs::file_size(file) / 2); }

std::vector<fs::path> tables_of(const Rig& rig) {
  std::vector<fs::path> out;
  for (const auto& entry : fs::directory_iterator(rig.folder.path("store") + "/db")) {
    if (entry.path().extension() == ".sst") {
      out.push_back(entry.path());
    }
  }
  std::ranges::sort(out, {}, [](const fs::path& each) { return fs::file_size(each); });
  return out;
}

/// A case, and an article so long that the largest table is that of the articles; all of it in tables.
struct Stored : Browser {
  std::string id;

  Stored() {
    rig.config->receivers.front().ops = true;
    id = rig.add(seen("a", start, bent));
    store::ReadBatch read;
    model::Revision& revision = read.revision.emplace();
    revision.id = "a-rev-1";
    revision.article = "art";
    revision.outlet = "a";
    std::mt19937 chance(7);
    for (int i = 0; i < 400'000; ++i) {
      revision.text += static_cast<char>('!' + chance() % 90);
    }
    REQUIRE(rig.store->commit(std::move(read)).has_value());
    REQUIRE(rig.store->create_backup(rig.folder.path("backups")).has_value());  // writes the tables
  }
  Result<alerts::OpsRound> watch() {
    alerts::OpsFacts facts;
    facts.last_backup = rig.clock.now();
    return alerts::watch_service(*rig.store, *rig.config, facts, rig.clock.now());
  }
};

}  // namespace

TEST_CASE(
    "a flipped byte that a read meets stands in an alert, on every page, in status, readiness and metrics") {
  Stored s;
  CHECK(s.watch()->messages == 0);
  CHECK(s.get("/").body.find("class=\"notice store") == std::string::npos);

  flip(tables_of(s.rig).back());
  const auto copy = s.get("/cases/" + s.id + "/copies/a-1");  // the reviewer opens it
  CHECK(copy.status == 500);
  CHECK(copy.body.find("docs/store.md") != std::string::npos);
  CHECK_FALSE(s.rig.store->health().damage.empty());
  CHECK_FALSE(s.rig.store->health().read_only);

  CHECK(s.watch()->messages == 1);
  const auto letters = s.rig.store->deliveries(model::DeliveryState::pending, 10, "");
  REQUIRE(letters.has_value());
  const auto alert = std::ranges::find(letters->rows, "ops.alert",
                                       [](const model::Delivery& each) { return each.entry.event; });
  REQUIRE(alert != letters->rows.end());
  CHECK(alert->entry.payload.find("store_damaged") != std::string::npos);
  CHECK(alert->entry.payload.find(".sst") != std::string::npos);
  CHECK(s.watch()->messages == 0);  // told once

  for (const std::string& page : {std::string("/"), "/cases/" + s.id, std::string("/sources")}) {
    const std::string shown = s.get(page).body;
    CHECK(shown.find("<p class=\"notice store foreign\" role=\"alert\">Збережені дані пошкоджено") !=
          std::string::npos);
  }
  CHECK(s.rig.ask("GET", "/login", {}, "", false).body.find("notice store") == std::string::npos);
  CHECK(s.post("/account", "act=keys&keys=off").status == 303);  // the rest works
  const auto status = body_of(s.rig.ask("GET", "/api/v1/status"));
  CHECK_FALSE(status.at("store").at("damage").as_string().empty());
  CHECK(s.rig.ask("GET", "/-/ready").status == 503);
  CHECK(s.rig.ask("GET", "/-/ready?verbose").body.find("store: damaged: ") != std::string::npos);
  CHECK(s.rig.ask("GET", "/metrics").body.find("quotewatch_store_damaged 1") != std::string::npos);
}

TEST_CASE("damage that nobody asked for is met by the look at all tables") {
  Stored s;
  flip(tables_of(s.rig).back());
  CHECK(s.rig.store->health().damage.empty());
  CHECK(s.rig.store->verify_tables().error().code == Errc::corrupt);
  CHECK_FALSE(s.rig.store->health().damage.empty());
}
