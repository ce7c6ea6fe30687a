#include "base/ids.hpp"
#include "store/codec.hpp"
#include "store/store_impl.hpp"
#include "tests/store/fault/ledger.hpp"
#include "tests/store/samples.hpp"
#include "tests/store/temp_folder.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <random>

/// A store of a few stages, copied and damaged in every way; none may open as a shorter or empty one.
using namespace qw;
using namespace qw::test;
namespace fs = std::filesystem;

namespace {

enum class Flushed : std::uint8_t { yes, no };

/// What a store shows of itself, as one text; an error of any part is the error of the whole.
Result<std::string> all_of(store::Store& store) {
  std::string out;
  TRY(const auto cases, store.cases({}, 1000, ""));
  for (const auto& item : cases.rows) {
    out += store::encode(item);
  }
  TRY(const auto audit, store.audit(1, 1000));
  for (const auto& record : audit.rows) {
    out += store::encode(record);
  }
  TRY(const auto messages, store.deliveries({}, 1000, ""));
  for (const auto& message : messages.rows) {
    out += store::encode(message);
  }
  TRY(const auto quotes, store.quotes_of("", at(-1), at(100000), 1000, ""));
  for (const auto& quote : quotes.rows) {
    out += store::encode(quote);
  }
  for (int n = 0; n < 12; ++n) {
    TRY(const auto revision, store.find_revision("r" + std::to_string(n)));
    out += revision ? store::encode(*revision) : "-";
    TRY(const auto page, store.find_page("p" + std::to_string(n)));
    if (page) {
      TRY(const auto body, store.load_page_body(*page));
      out += body;
    }
    TRY(const auto plain, store.find_page("plain" + std::to_string(n)));
    if (plain) {
      TRY(const auto body, store.load_page_body(*plain));
      out += body;
    }
  }
  return out + std::to_string(store.count_tasks().value_or(0));
}

/// Made once: 12 stages, in tables when `flushed`, else in the log alone. Of two pages a stage one is kept by
/// a case, so its bytes are read from the evidence, and one lies in the page file alone.
std::string make(const std::string& folder, Flushed flushed) {
  Ledger ledger;
  auto store = must(store::Store::open({.directory = folder}));
  for (int n = 0; n < 12; ++n) {
    must(ledger.step(*store, n));
    const std::string number = std::to_string(n);
    const auto page =
        must(store->append_page(sample_page("plain" + number, at(n)), exchange("plain body " + number)));
    must(store->commit(store::FetchedBatch{.consumed_task = "", .page = page, .next = {}}));
  }
  std::string all = must(all_of(*store));
  if (flushed == Flushed::yes) {
    must(store->close());
  }
  return all;
}

std::vector<std::string> files_of(const std::string& folder, std::string_view part) {
  std::vector<std::string> found;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().filename().string().find(part) != std::string::npos && entry.file_size() != 0) {
      found.push_back(entry.path().string());
    }
  }
  std::ranges::sort(found);
  return found;
}

void flip(const std::string& path, std::uint64_t offset) {
  std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
  file.seekg(static_cast<std::streamoff>(offset));
  const int byte = file.get();
  file.seekp(static_cast<std::streamoff>(offset));
  file.put(static_cast<char>(byte ^ 0x10));
}

/// The damage is reported at start or on read (true), or it changed nothing that a reader can see (false).
bool found_or_harmless(const std::string& folder, const std::string& whole) {
  auto store = store::Store::open({.directory = folder});
  if (!store) {
    CHECK(store.error().code == Errc::corrupt);
    CHECK(store.error().what.find("docs/store.md") != std::string::npos);
    return true;
  }
  const auto all = all_of(**store);
  if (!all) {
    CHECK(all.error().code == Errc::corrupt);
    return true;
  }
  CHECK(*all == whole);
  return false;
}

/// The one way on.
void reported_at_start(const std::string& folder) {
  const auto store = store::Store::open({.directory = folder});
  REQUIRE(!store);
  CHECK(store.error().code == Errc::corrupt);
  CHECK(store.error().what.find("restore") != std::string::npos);
}

}  // namespace

TEST_CASE(
    "a flipped byte anywhere in log, tables, manifest or pages is found, never read as a shorter store") {
  const TempFolder folder;
  const std::string in_log = make(folder.path("log"), Flushed::no);
  const std::string in_tables = make(folder.path("tables"), Flushed::yes);
  std::mt19937 chance(7);  // the same places on every run
  const auto try_each = [&](const std::string& source, const std::string& whole, const std::string& room,
                            std::string_view part, int times) {
    int found = 0;
    int tried = 0;
    for (const std::string& file : files_of(folder.path(source) + "/" + room, part)) {
      for (int i = 0; i < times; ++i) {
        const std::uint64_t offset = chance() % fs::file_size(file);
        const std::string copy = folder.path("copy");
        fs::remove_all(copy);
        fs::copy(folder.path(source), copy, fs::copy_options::recursive);
        flip(copy + "/" + room + "/" + fs::path(file).filename().string(), offset);
        CAPTURE(file);
        CAPTURE(offset);
        found += found_or_harmless(copy, whole) ? 1 : 0;
        ++tried;
      }
    }
    MESSAGE(room, "/*", part, ": ", found, " of ", tried, " were reported, the others changed nothing");
    return std::pair(found, tried);
  };
  const auto [found, tried] = try_each("log", in_log, "db", ".log", 25);
  CHECK(tried == 25);
  CHECK(found > tried - 2);  // every byte of the log means something, but the padding of its blocks
  for (const char* room : {"warc", "evidence"}) {
    const auto [found_in_pages, tried_in_pages] =
        try_each("log", in_log, room, ".warc.gz", room == std::string_view("warc") ? 24 : 2);
    CHECK(tried_in_pages >= 24);
    CHECK(found_in_pages >= 2);  // most bytes are of requests and heads, which only `evidence verify` reads
  }
  const auto [found_in_tables, tried_in_tables] = try_each("tables", in_tables, "db", ".sst", 3);
  CHECK(tried_in_tables > 20);
  CHECK(found_in_tables > tried_in_tables / 3);
  try_each("tables", in_tables, "db", "MANIFEST", 10);
  try_each("tables", in_tables, "db", "CURRENT", 2);
  try_each("tables", in_tables, ".", "head", 4);
}

TEST_CASE("a table with a flipped byte is named by the check of the tables") {
  const TempFolder folder;
  make(folder.path("s"), Flushed::yes);
  const auto tables = files_of(folder.path("s/db"), ".sst");
  REQUIRE(!tables.empty());
  flip(tables.back(), 20);
  auto store = must(store::Store::open({.directory = folder.path("s")}));
  const auto verified = store->verify_tables();
  REQUIRE(!verified);
  CHECK(verified.error().code == Errc::corrupt);
  CHECK(verified.error().what.find(".sst") != std::string::npos);
}

TEST_CASE("what is missing is reported at start") {
  const TempFolder folder;
  const std::string store_folder = folder.path("s");
  const std::string whole = make(store_folder, Flushed::no);

  SUBCASE("the log") {
    for (const std::string& log : files_of(store_folder + "/db", ".log")) {
      fs::remove(log);
    }
    reported_at_start(store_folder);
  }
  SUBCASE("half of the log") {
    const auto logs = files_of(store_folder + "/db", ".log");
    fs::resize_file(logs.back(), fs::file_size(logs.back()) / 2);
    reported_at_start(store_folder);
  }
  SUBCASE("the last bytes of the log") {
    const auto logs = files_of(store_folder + "/db", ".log");
    fs::resize_file(logs.back(), fs::file_size(logs.back()) - 7);
    reported_at_start(store_folder);
  }
  SUBCASE("the whole database") {
    fs::remove_all(store_folder + "/db");
    reported_at_start(store_folder);
  }
  SUBCASE("the head file") {
    fs::remove(store_folder + "/head");
    reported_at_start(store_folder);
  }
  SUBCASE("bytes of a page file") {
    const auto pages = files_of(store_folder + "/warc", ".warc.gz");
    fs::resize_file(pages.front(), fs::file_size(pages.front()) - 1);
    reported_at_start(store_folder);
  }
  SUBCASE("an evidence file") {
    fs::remove(files_of(store_folder + "/evidence", ".warc.gz").front());
    reported_at_start(store_folder);
  }

  // A person may go on without it; that is one audit record, and the next start is an ordinary one.
  if (fs::exists(store_folder + "/db/CURRENT")) {
    {
      auto store = must(store::Store::open({.directory = store_folder, .accept_loss = true}));
      const auto audit = must(store->audit_of("store"));
      REQUIRE(audit.size() == 1);
      CHECK(audit.front().act == "store.loss_accepted");
      CHECK(!must(store->verify_audit()).first_bad);
    }
    auto store = must(store::Store::open({.directory = store_folder}));
    CHECK(store->put_task(sample_task("next", at(0))));
  }
}

TEST_CASE("a table or a manifest that is missing or shorter is found, never read as a shorter store") {
  const TempFolder folder;
  const std::string whole = make(folder.path("whole"), Flushed::yes);
  for (const char* part : {".sst", "MANIFEST", "CURRENT"}) {
    for (const std::string& file : files_of(folder.path("whole/db"), part)) {
      for (const std::uint64_t length :
           {std::uint64_t{0}, fs::file_size(file) / 2, fs::file_size(file) - 1}) {
        const std::string copy = folder.path("copy");
        fs::remove_all(copy);
        fs::copy(folder.path("whole"), copy, fs::copy_options::recursive);
        const std::string there = copy + "/db/" + fs::path(file).filename().string();
        CAPTURE(there);
        CAPTURE(length);
        if (length == 0) {
          fs::remove(there);
        } else {
          fs::resize_file(there, length);
        }
        const bool reported = found_or_harmless(copy, whole);
        CHECK((reported || part == std::string_view("MANIFEST")));  // its last words may repeat what is known
      }
    }
  }
}

TEST_CASE("an older or a strange database in the place of the right one is refused") {
  const TempFolder folder;
  const std::string mine = folder.path("mine");
  Ledger ledger;
  {
    auto store = open_plainly(mine);
    must(ledger.step(*store, 0));
    must(store->close());
  }
  fs::copy(mine + "/db", folder.path("older"), fs::copy_options::recursive);
  {
    auto store = open_plainly(mine);
    must(ledger.step(*store, 1));
    must(store->close());
  }
  make(folder.path("other"), Flushed::yes);
  for (const char* wrong : {"older", "other/db"}) {
    fs::remove_all(mine + "/db");
    fs::copy(folder.path(wrong), mine + "/db", fs::copy_options::recursive);
    reported_at_start(mine);
  }
}

TEST_CASE("a store of a newer schema is refused with a sentence") {
  const TempFolder folder;
  make(folder.path("s"), Flushed::yes);
  {
    auto db = must(store::Db::open(folder.path("s/db"), store::Create::never, store::Recover::strictly, {}));
    auto batch = db->new_batch();
    batch->put(store::Family::meta, store::Key('S'), store::encode(store::Schema{2, 0, 2}));
    must(db->write(*batch, store::Sync::yes));
    must(db->close());
  }
  const auto store = store::Store::open({.directory = folder.path("s")});
  REQUIRE(!store);
  CHECK(store.error().code == Errc::config);
  CHECK(store.error().what.find("newer quotewatch") != std::string::npos);
}

TEST_CASE("a creation that was cut at any point is taken up again") {
  const TempFolder folder;
  make(folder.path("s"), Flushed::no);
  // Only the head of the very beginning: nothing was ever acknowledged.
  fs::remove_all(folder.path("s/db"));
  fs::remove_all(folder.path("s/warc"));
  fs::remove(folder.path("s/head"));
  auto head = must(store::HeadFile::open(folder.path("s/head"), store::real_disk()));
  must(head->write({.instance = "new"}));
  Ledger ledger;
  auto store = open_plainly(folder.path("s"));
  must(ledger.step(*store, 0));
  ledger.check(*store);
}
