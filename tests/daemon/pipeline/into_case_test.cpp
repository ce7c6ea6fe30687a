#include "daemon/pipeline/into_case.hpp"

#include "base/ids.hpp"
#include "daemon/cases/acts.hpp"
#include "daemon/pipeline/visits.hpp"
#include "tests/daemon/cases/sample.hpp"
#include "tests/store/opened_store.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <thread>
#include <vector>

using namespace qw;
using namespace qw::pipeline;
using namespace qw::test;
using namespace std::chrono_literals;

namespace {

const std::string address = "https://a.example/a";

struct CaseRig {
  TempFolder folder;
  ManualClock clock{start};
  std::unique_ptr<store::Store> store;
  std::shared_ptr<config::Config> config = std::make_shared<config::Config>();
  Engines engines;

  CaseRig() {
    store = opened_store(folder, clock);
    config->patterns = {pattern()};
    config::Receiver receiver;
    receiver.id = "hook";
    receiver.kind = "webhook";
    config->receivers = {receiver};
    engines.config = config;
  }

  /// A `read` task stands in the frontier, as the fetch stage leaves it.
  ReadArticle read() {
    ReadArticle out;
    out.task.id = article_id(address);
    out.task.kind = model::TaskKind::read;
    out.task.outlet = "a";
    out.task.url = out.task.canonical_url = address;
    out.task.due = clock.now();
    out.task.sighting.seen_at = clock.now();
    out.article.canonical_url = out.article.url = address;
    out.fetched = clock.now();
    REQUIRE(store->put_task(out.task).has_value());
    return out;
  }
  Result<PutDown> put(const ReadArticle& of, Judged judged) {
    return put_into_cases(*store, engines, of, std::move(judged), clock.now(), 0.5);
  }
  model::Case the_case() {
    const auto found = store->newest_case_of("kallas-nato");
    REQUIRE(found.has_value());
    REQUIRE(found->has_value());
    return found->value_or(model::Case{});
  }
  void decide() {
    const model::Case open = the_case();
    auto change =
        cases::apply(open, cases::Decide{open.groups.front().id, model::Verdict::false_quote, ""},
                     {"reviewer", model::UserRole::reviewer}, clock.now(), cases::rules_of(*config));
    REQUIRE(change.has_value());
    store::ActBatch batch;
    batch.cases.emplace_back(change->expected_rev, change->changed);
    REQUIRE(store->commit(std::move(batch)).has_value());
    REQUIRE(the_case().state == model::CaseState::decided);
  }
};

/// What the engines say of the text: one revision, and an occurrence when the words are bent.
Judged judged(const std::string& text, bool is_bent) {
  Judged out;
  model::Revision revision;
  revision.article = article_id(address);
  revision.id = content_id(revision.article + text);
  revision.outlet = "a";
  revision.canonical_url = revision.url = address;
  revision.text = text;
  out.revision = revision;
  if (is_bent) {
    model::Occurrence occurrence = seen("a", start, text);
    occurrence.id = revision.id;
    occurrence.url = address;
    occurrence.revision = revision.id;
    store::DecisionRow row;
    row.revision = revision.id;
    row.decision = occurrence.decision;
    out.decisions = {row};
    out.found.push_back({std::move(occurrence), cases::Freshness::fresh});
  }
  return out;
}

}  // namespace

TEST_CASE("a bent article opens a case, tells the receiver and plans the next visit, in one batch") {
  CaseRig rig;
  const auto put = rig.put(rig.read(), judged(bent, true));
  REQUIRE(put.has_value());
  CHECK(put->new_revision);
  CHECK(put->alerts == 1);
  CHECK(put->cases_touched == 1);
  CHECK(put->messages == 1);
  CHECK(rig.the_case().state == model::CaseState::new_);
  CHECK(rig.store->latest_revision(article_id(address))->has_value());
  CHECK(rig.store->due_deliveries("hook", start + 1min, 10)->size() == 1);
  const auto next = rig.store->find_task(article_id(address));
  REQUIRE(next.has_value());
  REQUIRE(next->has_value());
  CHECK((*next)->kind == model::TaskKind::revisit);
  CHECK((*next)->visits == 1);
  CHECK((*next)->due > start);
}

TEST_CASE("an article that says nothing of ours is kept and opens nothing") {
  CaseRig rig;
  const auto put = rig.put(rig.read(), judged("Погода на завтра.", false));
  REQUIRE(put.has_value());
  CHECK(put->cases_touched == 0);
  CHECK_FALSE(rig.store->newest_case_of("kallas-nato")->has_value());
  CHECK(rig.store->latest_revision(article_id(address))->has_value());
}

TEST_CASE("a stage that lost its task writes nothing") {
  CaseRig rig;
  ReadArticle read = rig.read();
  REQUIRE(rig.store->drop_task(read.task.id).has_value());
  const auto put = rig.put(read, judged(bent, true));
  REQUIRE_FALSE(put.has_value());
  CHECK(put.error().code == Errc::not_found);
  CHECK_FALSE(rig.store->newest_case_of("kallas-nato")->has_value());
}

TEST_CASE("the same text again is no new revision and changes no case") {
  CaseRig rig;
  REQUIRE(rig.put(rig.read(), judged(bent, true)).has_value());
  const std::uint64_t rev = rig.the_case().rev;
  rig.clock.advance(30min);
  const auto again = rig.put(rig.read(), judged(bent, true));
  REQUIRE(again.has_value());
  CHECK_FALSE(again->new_revision);
  CHECK(again->messages == 0);
  CHECK(rig.the_case().rev == rev);
  CHECK(rig.store->revisions_of(article_id(address))->size() == 1);
}

TEST_CASE("an edit that takes the words back reopens a decided case, and numbers the revision") {
  CaseRig rig;
  REQUIRE(rig.put(rig.read(), judged(bent, true)).has_value());
  rig.decide();
  rig.clock.advance(2h);
  const auto put = rig.put(rig.read(), judged("Исправлено: она сказала «если».", false));
  REQUIRE(put.has_value());
  CHECK(put->cases_touched == 1);
  CHECK(rig.the_case().state == model::CaseState::reopened);
  CHECK(rig.the_case().reopened_why.find("edited") != std::string::npos);
  CHECK(rig.store->latest_revision(article_id(address))->value_or(model::Revision{}).number == 2);
}

TEST_CASE("an article that is gone reopens a decided case and leaves its revision as it was") {
  CaseRig rig;
  REQUIRE(rig.put(rig.read(), judged(bent, true)).has_value());
  rig.decide();
  ReadArticle gone = rig.read();
  gone.unseen = Unseen::gone;
  gone.page_remark = "deleted: answered 404 twice";
  const auto put = rig.put(gone, Judged{});
  REQUIRE(put.has_value());
  CHECK_FALSE(put->new_revision);
  CHECK(rig.the_case().state == model::CaseState::reopened);
  CHECK(rig.the_case().reopened_why.starts_with("deleted: answered 404 twice"));
  CHECK(rig.store->revisions_of(article_id(address))->size() == 1);
}

TEST_CASE("a pattern that a reload took away meanwhile opens nothing") {
  CaseRig rig;
  rig.config->patterns.clear();
  const auto put = rig.put(rig.read(), judged(bent, true));
  REQUIRE(put.has_value());
  CHECK(put->cases_touched == 0);
}

TEST_CASE("history enters the queue and tells nobody") {
  CaseRig rig;
  Judged old = judged(bent, true);
  old.found.front().freshness = cases::Freshness::history;
  const auto put = rig.put(rig.read(), std::move(old));
  REQUIRE(put.has_value());
  CHECK(put->cases_touched == 1);
  CHECK(put->messages == 0);
}

TEST_CASE("words that an edit brings are first seen at the edit, and are news though the article is old") {
  CaseRig rig;
  ReadArticle first = rig.read();
  first.article.published.time = start - std::chrono::days(9);
  Judged fair = judged("Она сказала, что всё зависит от условий.", false);
  fair.revision->fetched = start;
  REQUIRE(rig.put(first, fair).has_value());
  rig.clock.advance(3h);
  Judged edited = judged(bent, true);
  edited.found.front().occurrence.says_published = start - std::chrono::days(9);
  const auto put = rig.put(rig.read(), edited);
  REQUIRE(put.has_value());
  CHECK(put->messages == 1);
  const model::Case opened = rig.the_case();
  CHECK(opened.occurrences.at(0).not_there_at == start);
  CHECK(opened.occurrences.at(0).seen_at == start + 3h);
  CHECK(opened.last_new == start + 3h);
}

TEST_CASE("an edit elsewhere in the text leaves the words where they were first seen") {
  CaseRig rig;
  Judged early = judged("Каллас: " + bent + ".", false);  // no pattern knew these words yet
  early.revision->fetched = start;
  REQUIRE(rig.put(rig.read(), early).has_value());
  rig.clock.advance(3h);
  Judged edited = judged(bent, true);
  const auto put = rig.put(rig.read(), edited);
  REQUIRE(put.has_value());
  const model::Case opened = rig.the_case();
  CHECK_FALSE(opened.occurrences.at(0).not_there_at.has_value());
  CHECK(opened.occurrences.at(0).seen_at == start);
}

namespace {

looks::Look look_at(CaseRig& rig, const std::string& article) {
  const auto look = looks::last_look(*rig.store, article);
  REQUIRE(look.has_value());
  REQUIRE(look->has_value());
  return look->value_or(looks::Look{});
}

ReadArticle revisit(CaseRig& rig, Unseen unseen = Unseen::no) {
  ReadArticle out = rig.read();
  out.task.visits = 3;
  out.unseen = unseen;
  out.page_remark = unseen == Unseen::no ? "" : "page not seen (404)";
  return out;
}

std::size_t told(CaseRig& rig, const std::string& act) {
  const auto history = rig.store->audit_of("case:" + rig.the_case().id);
  REQUIRE(history.has_value());
  return static_cast<std::size_t>(std::ranges::count(*history, act, &model::AuditRecord::act));
}

}  // namespace

TEST_CASE("each visit to a page of a case leaves when it was and what was seen; other pages leave nothing") {
  CaseRig rig;
  REQUIRE(rig.put(rig.read(), judged("nothing of it", false)).has_value());
  CHECK_FALSE(looks::last_look(*rig.store, article_id(address))->has_value());

  REQUIRE(rig.put(revisit(rig), judged(bent, true)).has_value());
  const Time joined = rig.clock.now();
  CHECK(look_at(rig, article_id(address)).seen == looks::Seen::first);
  rig.clock.advance(1h);
  REQUIRE(rig.put(revisit(rig), judged(bent, true)).has_value());
  CHECK(look_at(rig, article_id(address)).seen == looks::Seen::unchanged);
  CHECK(look_at(rig, article_id(address)).at == rig.clock.now());
  CHECK(look_at(rig, article_id(address)).since == joined);
  rig.clock.advance(1h);
  REQUIRE(rig.put(revisit(rig), judged("mended", false)).has_value());
  CHECK(look_at(rig, article_id(address)).seen == looks::Seen::changed);
  CHECK(look_at(rig, article_id(address)).since == joined);
}

TEST_CASE("a page that stays away is told once, and once more when it had been back") {
  CaseRig rig;
  REQUIRE(rig.put(rig.read(), judged(bent, true)).has_value());
  for (int visit = 0; visit < 3; ++visit) {
    rig.clock.advance(24h);
    ReadArticle gone = revisit(rig, Unseen::gone);
    REQUIRE(rig.put(gone, Judged{}).has_value());
  }
  CHECK(told(rig, "case.gone") == 1);
  CHECK(look_at(rig, article_id(address)).seen == looks::Seen::gone);
  CHECK(look_at(rig, article_id(address)).detail == "page not seen (404)");
  REQUIRE(rig.put(revisit(rig), judged(bent, true)).has_value());
  REQUIRE(rig.put(revisit(rig, Unseen::gone), Judged{}).has_value());
  CHECK(told(rig, "case.gone") == 2);
}

TEST_CASE(
    "a page with another canonical address than its link is followed by its task, also when it is gone") {
  CaseRig rig;
  ReadArticle first = rig.read();
  first.article.canonical_url = "https://a.example/own-name";
  Judged found = judged(bent, true);
  found.revision->article = article_id(first.article.canonical_url);
  found.revision->canonical_url = first.article.canonical_url;
  found.found.front().occurrence.url = first.article.canonical_url;
  REQUIRE(rig.put(first, found).has_value());
  const std::string own = article_id("https://a.example/own-name");
  CHECK(look_at(rig, own).task == article_id(address));
  REQUIRE(rig.put(revisit(rig, Unseen::gone), Judged{}).has_value());
  CHECK(told(rig, "case.gone") == 1);
  CHECK(look_at(rig, own).seen == looks::Seen::gone);
  CHECK(rig.store->audit_of("case:" + rig.the_case().id)->back().reason.ends_with("/own-name"));
}

TEST_CASE(
    "a visit to a page of a case that fails too often comes again at the schedule's time; a plain new page "
    "is given up") {
  CaseRig rig;
  REQUIRE(rig.put(rig.read(), judged(bent, true)).has_value());
  model::Task task = revisit(rig).task;
  task.kind = model::TaskKind::revisit;
  task.attempts = 6;
  const Time now = rig.clock.now() + 3h;
  REQUIRE(put_failed_visit(*rig.store, rig.config->crawl, task, std::nullopt, false,
                           {now, looks::Seen::failed, "page not seen (500)"}, 0.0)
              .has_value());
  const auto next = rig.store->find_task(task.id);
  REQUIRE(next->has_value());
  CHECK((*next)->due == start + 4h);
  CHECK((*next)->attempts == 0);
  CHECK(look_at(rig, task.id).detail == "page not seen (500)");

  model::Task unknown = task;
  unknown.id = "never-seen";
  REQUIRE(rig.store->put_task(unknown).has_value());
  REQUIRE(put_failed_visit(*rig.store, rig.config->crawl, unknown, std::nullopt, true,
                           {now, looks::Seen::failed, "page not seen (500)"}, 0.0)
              .has_value());
  CHECK_FALSE(rig.store->find_task("never-seen")->has_value());
}

TEST_CASE(
    "a stored article that a new pattern finds is visited five minutes later, not at its next plain age") {
  CaseRig rig;
  model::Outlet outlet;
  outlet.id = "a";
  rig.config->outlets = {outlet};
  REQUIRE(rig.put(rig.read(), judged(bent, false)).has_value());
  rig.clock.advance(20h);
  model::Task planned = *rig.store->find_task(article_id(address)).value();
  planned.due = start + 27h;
  REQUIRE(rig.store->put_task(planned).has_value());
  REQUIRE(put_found_again(*rig.store, rig.engines, judged(bent, true), rig.clock.now()).has_value());
  CHECK((*rig.store->find_task(article_id(address)))->due == rig.clock.now() + 5min);
  CHECK(look_at(rig, article_id(address)).since == rig.clock.now());
}

TEST_CASE("edge 61: a wall in front of a page of a case is a wall and no deletion") {
  CaseRig rig;
  REQUIRE(rig.put(rig.read(), judged(bent, true)).has_value());
  rig.decide();
  ReadArticle wall = revisit(rig, Unseen::blocked);
  wall.page_remark = "page not seen (403)";
  REQUIRE(rig.put(wall, Judged{}).has_value());
  CHECK(told(rig, "case.gone") == 0);
  CHECK(rig.the_case().state == model::CaseState::decided);
  CHECK(look_at(rig, article_id(address)).seen == looks::Seen::blocked);
  CHECK(rig.store->find_task(article_id(address))->has_value());
}

TEST_CASE("outlets that are read at the same moment open one case of a pattern") {
  CaseRig rig;
  constexpr int outlets = 8;
  std::vector<ReadArticle> articles;
  std::vector<Judged> found;
  for (int i = 0; i < outlets; ++i) {
    const std::string outlet = "outlet" + std::to_string(i);
    const std::string url = "https://" + outlet + ".example/a";
    ReadArticle article;
    article.task.id = article_id(url);
    article.task.kind = model::TaskKind::read;
    article.task.outlet = outlet;
    article.task.url = article.task.canonical_url = url;
    article.article.canonical_url = article.article.url = url;
    article.fetched = start;
    REQUIRE(rig.store->put_task(article.task).has_value());
    articles.push_back(article);
    Judged judged;
    judged.found.push_back({seen(outlet, start, bent), cases::Freshness::fresh});
    found.push_back(std::move(judged));
  }
  std::vector<std::thread> threads;
  std::atomic<int> good = 0;
  for (int i = 0; i < outlets; ++i) {
    threads.emplace_back([&, i] {
      const auto at = static_cast<std::size_t>(i);
      good += put_into_cases(*rig.store, rig.engines, articles[at], found[at], start, 0.5) ? 1 : 0;
    });
  }
  for (std::thread& each : threads) {
    each.join();
  }
  CHECK(good == outlets);
  const auto cases = rig.store->cases({}, 20, "");
  REQUIRE(cases.has_value());
  REQUIRE(cases->rows.size() == 1);
  CHECK(cases->rows.front().occurrences.size() == outlets);
  int first = 0;
  for (const auto& each : rig.store->deliveries(model::DeliveryState::pending, 50, "")->rows) {
    first += each.entry.event == "match.new" ? 1 : 0;
  }
  CHECK(first == 1);
}
