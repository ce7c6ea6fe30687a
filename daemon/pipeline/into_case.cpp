#include "daemon/pipeline/into_case.hpp"

#include "base/fold.hpp"
#include "base/url.hpp"
#include "daemon/cases/copies.hpp"
#include "daemon/cases/messages.hpp"
#include "daemon/cases/revisions.hpp"
#include "daemon/pipeline/visits.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace qw::pipeline {
namespace {

constexpr int most_repeats = 20;

/// Changes of one batch; a case that several occurrences of the article touch is loaded once.
class Changes {
 public:
  Changes(store::Store& store, const Engines& engines, Time now)
      : store_(store), engines_(engines), now_(now), rules_(cases::rules_of(*engines.config)) {}

  Result<> add(const Found& found) {
    const model::Pattern* pattern = engines_.config->find_pattern(found.occurrence.decision.pattern);
    if (pattern == nullptr) {
      return {};  // the configuration was reloaded between match and case
    }
    std::optional<model::Case> running = pending_case_of(pattern->id);
    if (!running) {
      TRY(running, store_.newest_case_of(pattern->id));
      newest_[pattern->id] = running ? running->id : "";
    }
    TRY(auto change,
        cases::add_occurrence(std::move(running), found.occurrence, *pattern, found.freshness, now_, rules_));
    if (change) {
      take(*std::move(change));
    }
    return {};
  }

  /// The article gives no occurrence any more (or is gone) in the cases that hold it.
  Result<> note_change(const std::string& article, const std::string& url, const std::string& what) {
    TRY(const auto ids, store_.cases_with_article(article));
    for (const std::string& id : ids) {
      if (std::ranges::any_of(cases_, [&](const auto& each) { return each.second.changed.id == id; })) {
        continue;
      }
      TRY(const auto found, store_.find_case(id));
      if (!found) {
        continue;
      }
      if (auto change = cases::article_changed(*found, url, what, now_)) {
        take(*std::move(change));
      }
    }
    return {};
  }

  /// Says in the history of every case that holds the article what became of it.
  Result<> tell(const std::vector<std::string>& cases, const std::string& act, const std::string& what) {
    for (const std::string& id : cases) {
      model::AuditRecord record;
      record.at = now_;
      record.who = "daemon";
      record.act = act;
      record.subject = "case:" + id;
      record.reason = what;
      audit_.push_back(std::move(record));
    }
    return {};
  }

  /// Says in the history of each case who brought the article.
  void note_hand_in(const std::string& who, const std::string& what) {
    for (const auto& [id, change] : cases_) {
      model::AuditRecord record;
      record.at = now_;
      record.who = who;
      record.act = "case.hand_in";
      record.subject = "case:" + change.changed.id;
      record.reason = what;
      audit_.push_back(std::move(record));
    }
  }

  void into(store::ReadBatch& batch, PutDown& put) {
    for (auto& [id, change] : cases_) {
      batch.cases.emplace_back(change.expected_rev, change.changed);
    }
    put.cases_touched = cases_.size();
    put.messages = outbox_.size();
    batch.newest_seen = newest_;
    batch.audit = audit_;
    batch.outbox = outbox_;
  }

 private:
  std::optional<model::Case> pending_case_of(const std::string& pattern) const {
    for (const auto& [id, change] : cases_) {
      if (change.changed.pattern == pattern) {
        return change.changed;
      }
    }
    return std::nullopt;
  }

  void take(cases::Change change) {
    std::ranges::move(cases::tell(change, *engines_.config, now_), std::back_inserter(outbox_));
    std::ranges::move(change.audit, std::back_inserter(audit_));
    const auto earlier = cases_.find(change.changed.id);
    const std::uint64_t expected =
        earlier == cases_.end() ? change.expected_rev : earlier->second.expected_rev;
    const std::string id = change.changed.id;
    cases_.insert_or_assign(id, std::move(change)).first->second.expected_rev = expected;
  }

  store::Store& store_;
  const Engines& engines_;
  Time now_;
  cases::Rules rules_;
  std::map<std::string, cases::Change> cases_;
  std::map<std::string, std::string> newest_;  ///< by pattern, as it was read
  std::vector<model::AuditRecord> audit_;
  std::vector<model::OutboxEntry> outbox_;
};

Interest interest_of(const Judged& judged, bool in_case) {
  if (in_case || !judged.found.empty()) {
    return Interest::in_case;
  }
  return judged.quotes.empty() ? Interest::plain : Interest::official;
}

std::optional<model::Task> next_task(const Engines& engines, const ReadArticle& read,
                                     const Standing& standing, Time now, double chance) {
  model::Task next = read.task;
  if (next.sighting.seen_at == Time{}) {
    next.sighting.seen_at = read.fetched;
  }
  const auto due = planned_visit(engines.config->crawl, standing, next, now, chance);
  if (!due) {
    return std::nullopt;
  }
  next.kind = model::TaskKind::revisit;
  next.page.clear();
  next.priority = standing.interest == Interest::in_case ? 1 : 2;
  next.attempts = 0;
  next.due = *due;
  if (read.unseen == Unseen::no) {
    ++next.visits;
  }
  return next;
}

/// What a person handed in and wanted in a case is visited like the rest, when its outlet is one of ours.
std::optional<model::Task> task_of_hand_in(const Engines& engines, const ReadArticle& read,
                                           const std::string& article) {
  const auto url = parse_url(read.article.url);
  if (!url || engines.config->find_outlet(read.task.outlet) == nullptr) {
    return std::nullopt;
  }
  model::Task task = read.task;
  task.id = article;
  task.url = url->text();
  task.canonical_url = read.article.canonical_url;
  task.host = url->authority();
  return task;
}

void count(const std::vector<store::DecisionRow>& decisions, PutDown& put) {
  for (const store::DecisionRow& row : decisions) {
    switch (row.decision.outcome) {
      case model::Outcome::alert:
        ++put.alerts;
        break;
      case model::Outcome::review:
        ++put.reviews;
        break;
      case model::Outcome::silent:
        ++put.silent;
        break;
    }
  }
}

/// Words that the state before did not have came with an edit: they were first seen now, on whatever day the
/// article was published.
void date_edits(Judged& judged, const model::Revision& before, Time fetched) {
  constexpr std::size_t most = 400'000;  // code points
  const std::u32string title = folded(before.title, most);
  const std::u32string text = folded(before.text, most);
  for (Found& found : judged.found) {
    const std::u32string words = folded(cases::quoted_words(found.occurrence), most);
    const bool of_the_title = found.occurrence.decision.text == model::TextKind::headline;
    const bool unknown = of_the_title ? title.empty() : text.empty();  // a body that was not seen then
    if (!words.empty() && !unknown && !text.contains(words) && !title.contains(words)) {
      found.occurrence.not_there_at = before.fetched;
      found.occurrence.seen_at = fetched;
      found.freshness = cases::Freshness::changed;
    }
  }
}

Result<PutDown> put_again_once(store::Store& store, const Engines& engines, const Judged& judged, Time now) {
  PutDown put;
  store::ReadBatch batch;
  batch.decisions = judged.decisions;
  Changes changes(store, engines, now);
  for (const Found& found : judged.found) {
    TRY_OK(changes.add(found));
  }
  changes.into(batch, put);
  count(batch.decisions, put);
  TRY_OK(join_schedule(store, *engines.config, judged.found, batch, now));
  TRY_OK(store.commit(std::move(batch)));
  return put;
}

std::vector<std::string> officials_words(const std::vector<store::QuoteRow>& quotes) {
  std::vector<std::string> out;
  for (const store::QuoteRow& row : quotes) {
    if (row.quote.official) {
      out.push_back(row.words);
    }
  }
  return out;
}

/// The article of these cases has another text than before: its page is kept as evidence, its quotes are
/// compared, and every case is told. Gives what happened to the quotes, "" = nothing.
Result<std::string> follow_edit(store::Store& store, Changes& changes, store::ReadBatch& batch,
                                const model::Revision& before, const ReadArticle& read, const Judged& judged,
                                const std::vector<std::string>& cases) {
  TRY(const auto quotes, store.quotes_in(before.id));
  const std::string told =
      cases::in_words(cases::quote_changes(officials_words(quotes), officials_words(judged.quotes)));
  for (const std::string& id : cases) {
    batch.kept.emplace_back(id, read.page);
  }
  TRY_OK(changes.tell(cases, "case.edited", (told.empty() ? "" : told + ": ") + read.article.canonical_url));
  return told;
}

/// When the article is visited next.
Result<> plan(store::Store& store, const Engines& engines, const ReadArticle& read, const Standing& standing,
              store::ReadBatch& batch, Time now, double chance) {
  if (read.handed_in_by.empty()) {
    batch.next_visit = read.next ? read.next : next_task(engines, read, standing, now, chance);
    return {};
  }
  const auto task = task_of_hand_in(engines, read, standing.article);
  if (task && standing.interest == Interest::in_case) {
    TRY(const auto known, store.find_task(task->id));
    if (!known) {
      ReadArticle as_crawled = read;
      as_crawled.task = *task;
      batch.next_visit = next_task(engines, as_crawled, standing, now, chance);
    }
  }
  return {};
}

Result<PutDown> put_once(store::Store& store, const Engines& engines, const ReadArticle& read, Judged& judged,
                         Time now, double chance) {
  PutDown put;
  // Where there is no page, its own name for itself is not known but from the last time.
  std::string article = article_id(read.article.canonical_url);
  if (read.unseen != Unseen::no) {
    TRY(article, looks::article_of(store, read.task.id));
  }
  store::ReadBatch batch;
  batch.consumed_task = read.task.id;
  TRY(const auto latest, store.latest_revision(article));
  Changes changes(store, engines, now);
  const bool same_as_before = latest && judged.revision && latest->id == judged.revision->id;
  TRY(const auto holding, store.cases_with_article(article));
  Standing standing{.article = article,
                    .cases = holding,
                    .interest = interest_of(judged, !holding.empty()),
                    .look = std::nullopt};
  TRY(standing.look, looks::last_look(store, article));
  if (!same_as_before) {
    put.new_revision = judged.revision.has_value();
    batch.revision = judged.revision;
    if (batch.revision) {
      batch.revision->number = latest ? latest->number + 1 : 1;
    }
    batch.quotes = judged.quotes;
    batch.decisions = judged.decisions;
    std::string told;
    if (latest && judged.revision) {
      date_edits(judged, *latest, read.fetched);
    }
    if (latest && judged.revision && !holding.empty()) {
      TRY(told, follow_edit(store, changes, batch, *latest, read, judged, holding));
    }
    if (latest && judged.revision && judged.found.empty()) {
      TRY_OK(changes.note_change(article, read.article.canonical_url,
                                 "the article was edited" + (told.empty() ? "" : " (" + told + ")")));
    }
  }
  const bool by_hand = !read.handed_in_by.empty();
  if (!same_as_before || by_hand) {  // what is in a case already changes nothing there
    for (const Found& found : judged.found) {
      TRY_OK(changes.add(found));
    }
  }
  if (by_hand) {
    changes.note_hand_in(read.handed_in_by, read.article.canonical_url);
  }
  const bool known_to_be_gone = standing.look && standing.look->seen == looks::Seen::gone;
  if (read.unseen == Unseen::gone && !known_to_be_gone) {
    const std::string& own_name = latest ? latest->canonical_url : read.article.canonical_url;
    TRY_OK(changes.tell(holding, "case.gone", read.page_remark + ": " + own_name));
    TRY_OK(changes.note_change(article, own_name, read.page_remark));
  }
  changes.into(batch, put);
  if (!batch.quotes.empty()) {
    TRY(batch.state, store.find_outlet_state(read.task.outlet, read.task.sighting.feed_url));
    if (batch.state) {
      batch.state->quotes_of_officials += batch.quotes.size();
    }
  }
  count(batch.decisions, put);
  TRY_OK(plan(store, engines, read, standing, batch, now, chance));
  const std::string task = batch.next_visit ? batch.next_visit->id : read.task.id;
  const Time at = read.unseen == Unseen::no ? read.fetched : now;
  batch.settings = put_look(standing, task.empty() ? article : task, at, seen_of(read.unseen, same_as_before),
                            read.page_remark);
  TRY_OK(store.commit(std::move(batch)));
  return put;
}

}  // namespace

Result<PutDown> put_into_cases(store::Store& store, const Engines& engines, const ReadArticle& read,
                               Judged judged, Time now, double chance) {
  for (int repeat = 0;; ++repeat) {
    auto put = put_once(store, engines, read, judged, now, chance);
    if (put || put.error().code != Errc::conflict || repeat == most_repeats) {
      return put;
    }
  }
}

Result<PutDown> put_found_again(store::Store& store, const Engines& engines, const Judged& judged, Time now) {
  for (int repeat = 0;; ++repeat) {
    auto put = put_again_once(store, engines, judged, now);
    if (put || put.error().code != Errc::conflict || repeat == most_repeats) {
      return put;
    }
  }
}

}  // namespace qw::pipeline
