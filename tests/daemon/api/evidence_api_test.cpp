#include "base/ids.hpp"
#include "daemon/looks/looks.hpp"
#include "rig.hpp"
#include "store/warc_reader.hpp"

using namespace qw;
using namespace qw::test;

namespace {

/// A case with two copies whose pages are stored; b's outlet is restricted when asked.
struct Exporting {
  Rig rig;
  std::string id;

  explicit Exporting(bool restricted = false) {
    rig.config->outlets[1].restricted = restricted;
    for (const char* outlet : {"a", "b"}) {
      model::Occurrence copy = seen(outlet, start, bent);
      copy.page = std::string("page-") + outlet;
      copy.speaker = "Каллас";
      model::PageRecord page;
      page.id = copy.page;
      page.url = page.final_url = copy.url;
      page.status = 200;
      page.fetched = start;
      const std::string body = std::string("<p>whole page of ") + outlet;
      auto put =
          rig.store->append_page(page, {"GET /a HTTP/1.1\r\n\r\n", "HTTP/1.1 200 OK\r\n\r\n", body, {}});
      REQUIRE(put.has_value());
      REQUIRE(
          rig.store->commit(store::FetchedBatch{.consumed_task = "", .page = *put, .next = {}}).has_value());
      id = rig.add(copy);
    }
  }
  api::Response take(const std::string& wish) {
    return rig.ask("POST", "/api/v1/cases/" + id + "/evidence", {}, wish);
  }
};

bool holds(const api::Response& of, const std::string& text) {
  return of.body.find(text) != std::string::npos;
}

/// The report and records are compressed within the archive; a page line and the manifest are not.
bool lists(const api::Response& of, const std::string& url) { return holds(of, "\"url\":\"" + url + "\""); }

/// The report in the archive of an export; entries of the file are not compressed, WARC records are.
std::string report_of(const api::Response& of) {
  const std::size_t begin = of.body.find("\x1f\x8b");
  REQUIRE(begin != std::string::npos);
  store::WarcReader reader = store::WarcReader::over(std::string_view(of.body).substr(begin), "export");
  while (const auto record = reader.next()) {
    if (!*record) {
      break;
    }
    if ((*record)->type() == "resource") {
      return (*record)->block;
    }
  }
  FAIL("no report in the export");
  return "";
}

bool says(const std::string& report, const std::string& words) {
  return report.find(words) != std::string::npos;
}

}  // namespace

TEST_CASE("an export for passing on is a report alone, the same bytes each time, and stands in the record") {
  Exporting x;
  const auto first = x.take("");
  REQUIRE_MESSAGE(first.status == 200, first.body);
  CHECK(first.content_type == "application/wacz");
  CHECK(header_of(first, "Content-Disposition") == "attachment; filename=\"case-" + x.id + ".wacz\"");
  CHECK(lists(first, "https://quotewatch.invalid/cases/" + x.id + "/"));
  CHECK_FALSE(lists(first, "https://a.example/a"));
  x.rig.clock.advance(Millis(3'600'000));
  CHECK(x.take(R"({"level":"share","names":false})").body == first.body);
  const auto history = x.rig.store->audit_of("case:" + x.id);
  REQUIRE(history->size() == 4);
  CHECK(history->back().act == "case.export");
  CHECK(history->back().after.find("\"digest\":\"" + digest_text(first.body) + "\"") != std::string::npos);
}

TEST_CASE("an internal export holds the stored pages; those of restricted outlets leave in no export") {
  Exporting open;
  const auto whole = open.take(R"({"level":"internal"})");
  REQUIRE_MESSAGE(whole.status == 200, whole.body);
  CHECK(header_of(whole, "Content-Disposition").find("-internal.wacz") != std::string::npos);
  CHECK(lists(whole, "https://a.example/a"));
  CHECK(lists(whole, "https://b.example/a"));

  Exporting restricted(true);
  for (const char* wish : {R"({"level":"internal","names":true})", R"({"level":"share"})"}) {
    const auto answer = restricted.take(wish);
    REQUIRE(answer.status == 200);
    CHECK_FALSE(holds(answer, "b.example"));
  }
  CHECK(lists(restricted.take(R"({"level":"internal"})"), "https://a.example/a"));
}

TEST_CASE("an export asks for a role, a case and words that are known") {
  Exporting x;
  for (const char* bad : {R"({"level":"all"})", R"({"names":"yes"})", R"({"language":"fr"})", R"({"x":1})"}) {
    CAPTURE(bad);
    CHECK(x.take(bad).status == 422);
  }
  CHECK(x.rig.ask("POST", "/api/v1/cases/none/evidence").status == 404);
  CHECK(x.rig.ask("POST", "/api/v1/cases/" + x.id + "/evidence", {}, "", false).status == 401);
}

TEST_CASE(
    "before an export the pages are looked at again, and the report says what was seen and why one was not") {
  Exporting x;
  const std::string article = content_id("https://a.example/a");
  model::Revision revision;
  revision.id = "a-rev-1";
  revision.article = article;
  revision.outlet = "a";
  revision.url = revision.canonical_url = "https://a.example/a";
  revision.sighting.seen_at = start;
  store::ReadBatch batch;
  batch.revision = revision;
  REQUIRE(x.rig.store->commit(std::move(batch)).has_value());
  int visits = 0;
  x.rig.crawled = [&] {
    ++visits;
    const auto task = x.rig.store->find_task(article);
    REQUIRE(task->has_value());
    CHECK((*task)->due <= x.rig.clock.now());
    store::ActBatch seen_now;
    seen_now.settings = {looks::setting_of(
        {article, article, start, x.rig.clock.now(), looks::Seen::gone, "deleted: answered 404 twice"})};
    REQUIRE(x.rig.store->commit(std::move(seen_now)).has_value());
  };
  const auto looked = report_of(x.take(""));
  CHECK(visits == 1);
  CHECK(says(looked, "2026-11-20 11:00"));
  CHECK(says(looked, "gone (deleted: answered 404 twice)"));
  CHECK(says(looked, "no address of a page is known"));  // of b, whose revision is not stored

  x.take("");
  CHECK(visits == 1);  // the look is fresh
  x.take(R"({"look":"now"})");
  CHECK(visits == 1);  // it is of this very moment
  x.rig.clock.advance(Millis(3'600'000));
  CHECK(says(report_of(x.take(R"({"look":"no"})")), "whoever exported it asked for it as it stands"));
  CHECK(visits == 1);
  x.rig.crawl_paused = true;
  CHECK(says(report_of(x.take("")), "nothing was fetched at that time"));
  CHECK(visits == 1);
  x.rig.crawl_paused = false;
  x.rig.crawled = {};
  CHECK(says(report_of(x.take("")), "answer took too long"));
  CHECK(x.take(R"({"look":"later"})").status == 422);
}
