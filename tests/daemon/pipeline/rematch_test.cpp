#include "daemon/pipeline/rematch.hpp"

#include "tests/store/temp_folder.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace qw;
using namespace qw::pipeline;

namespace {

const Time now = *parse_time("2026-11-24T10:00:00Z");

model::Pattern wine(model::PatternState state) {
  model::Pattern out;
  out.id = "hansen-wine";
  out.official = "hansen";
  out.false_wordings = {"Хансен потребовал отменить квоты"};
  out.since = *parse_day("2026-11-20");
  out.source = "https://example.org/check";
  out.state = state;
  return out;
}

Engines with(const std::vector<model::Pattern>& patterns) {
  auto config = std::make_shared<config::Config>();
  config->patterns = patterns;
  return {config, nullptr, nullptr, nullptr};
}

std::unique_ptr<store::Store> open(const std::string& folder) {
  store::Options options;
  options.directory = folder + "/store";
  auto opened = store::Store::open(options);
  REQUIRE(opened.has_value());
  return *std::move(opened);
}

/// A stored article in which Hansen is quoted twice.
void put(store::Store& store, const std::string& revision, Time seen) {
  store::ReadBatch batch;
  for (std::uint32_t number : {0U, 1U}) {
    store::QuoteRow row;
    row.revision = revision;
    row.number = number;
    row.quote.official = "hansen";
    row.words = "words";
    row.seen = seen;
    batch.quotes.push_back(row);
  }
  REQUIRE(store.commit(std::move(batch)).has_value());
}

std::size_t planned(store::Store& store, const Engines& engines) {
  const auto jobs = plan_rematches(store, engines, now);
  REQUIRE(jobs.has_value());
  return *jobs;
}

}  // namespace

TEST_CASE("a job goes day by day from the oldest quote, also over a restart, and is not planned twice") {
  const test::TempFolder folder;
  const Engines engines = with({wine(model::PatternState::trial)});
  std::vector<std::string> order;
  {
    const auto store = open(folder.path());
    put(*store, "young", now - std::chrono::hours(1));
    put(*store, "old", now - std::chrono::days(3));
    put(*store, "older", now - std::chrono::days(3) - std::chrono::hours(1));
    put(*store, "before", now - std::chrono::days(40));
    CHECK(planned(*store, engines) == 1);
    CHECK(planned(*store, engines) == 1);
    const auto job = next_rematch(*store, engines);
    REQUIRE(job.has_value());
    REQUIRE(job->has_value());
    auto day = load_day(*store, engines, **job);
    REQUIRE(day.has_value());
    order = day->revisions;
    day->after.articles = day->revisions.size();
    REQUIRE(put_rematch(*store, engines, day->after, now).has_value());
    REQUIRE(store->close().has_value());
  }
  const auto store = open(folder.path());
  CHECK(planned(*store, engines) == 1);
  for (;;) {
    const auto job = next_rematch(*store, engines);
    REQUIRE(job.has_value());
    if (!*job) {
      break;
    }
    auto day = load_day(*store, engines, **job);
    REQUIRE(day.has_value());
    order.insert(order.end(), day->revisions.begin(), day->revisions.end());
    day->after.articles += day->revisions.size();
    REQUIRE(put_rematch(*store, engines, day->after, now).has_value());
  }
  CHECK(order == std::vector<std::string>{"older", "old", "young"});
  const auto done = store->setting("matched/hansen-wine");
  REQUIRE(done.has_value());
  REQUIRE(done->has_value());
  CHECK(read_rematch(**done)->articles == 3);
  CHECK(planned(*store, engines) == 0);

  // Another wording is another pattern; a change of title or state is none.
  model::Pattern renamed = wine(model::PatternState::live);
  renamed.title = "Another title";
  CHECK(planned(*store, with({renamed})) == 0);
  model::Pattern other = wine(model::PatternState::live);
  other.false_wordings.emplace_back("Хансен зажадав скасувати квоти");
  CHECK(planned(*store, with({other})) == 1);
  // A job of a text that is no longer in force is not worked on.
  CHECK(!next_rematch(*store, with({renamed}))->has_value());
}

TEST_CASE("what was switched off misses articles, so it is matched again when it comes back") {
  const test::TempFolder folder;
  const auto store = open(folder.path());
  const Engines live = with({wine(model::PatternState::live)});
  CHECK(planned(*store, live) == 1);
  auto job = **next_rematch(*store, live);
  job.next = job.until;
  REQUIRE(put_rematch(*store, live, job, now).has_value());
  CHECK(planned(*store, live) == 0);
  CHECK(planned(*store, with({wine(model::PatternState::retired)})) == 0);
  CHECK(planned(*store, live) == 1);
  CHECK(planned(*store, with({})) == 0);
  CHECK(!next_rematch(*store, live)->has_value());
}

TEST_CASE("a stored job is read again as it was written") {
  Rematch of;
  of.pattern = "a";
  of.digest = "d";
  of.next = of.until = of.started = now;
  of.articles = 5;
  of.unread = 1;
  const auto read = read_rematch(rematch_text(of));
  REQUIRE(read.has_value());
  CHECK(rematch_text(*read) == rematch_text(of));
  CHECK(!read_rematch("").has_value());
  CHECK(!read_rematch("{\"pattern\":1}").has_value());
}
