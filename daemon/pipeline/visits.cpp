#include "daemon/pipeline/visits.hpp"

#include <algorithm>

namespace qw::pipeline {

Result<Standing> standing_of(store::Store& store, const std::string& task) {
  Standing out;
  TRY(out.article, looks::article_of(store, task));
  TRY(out.cases, store.cases_with_article(out.article));
  if (!out.cases.empty()) {
    out.interest = Interest::in_case;
    TRY(out.look, looks::last_look(store, out.article));
    return out;
  }
  TRY(const auto revision, store.latest_revision(out.article));
  if (revision) {
    TRY(const auto quotes, store.quotes_in(revision->id));
    out.interest = quotes.empty() ? Interest::plain : Interest::official;
  }
  return out;
}

std::optional<Time> planned_visit(const config::Crawl& crawl, const Standing& standing,
                                  const model::Task& task, Time now, double chance) {
  const std::optional<Time> joined = standing.look ? std::optional(standing.look->since) : std::nullopt;
  return next_visit(crawl, standing.interest, task.sighting.seen_at, now, chance, joined);
}

std::vector<std::pair<std::string, std::string>> put_look(const Standing& standing, const std::string& task,
                                                          Time at, looks::Seen seen, std::string detail) {
  if (standing.interest != Interest::in_case) {
    return {};
  }
  looks::Look look;
  look.article = standing.article;
  look.task = task;
  look.since = standing.look ? standing.look->since : at;
  look.at = at;
  const bool just_come = standing.cases.empty() && !standing.look;
  look.seen = just_come && seen == looks::Seen::changed ? looks::Seen::first : seen;
  look.detail = std::move(detail);
  std::vector<std::pair<std::string, std::string>> out{looks::setting_of(look)};
  if (task != standing.article) {
    out.push_back(looks::alias_of(task, standing.article));
  }
  return out;
}

looks::Seen seen_of(Unseen unseen, bool same_as_before) {
  switch (unseen) {
    case Unseen::no:
      return same_as_before ? looks::Seen::unchanged : looks::Seen::changed;
    case Unseen::blocked:
      return looks::Seen::blocked;
    case Unseen::forbidden_by_robots:
      return looks::Seen::forbidden;
    case Unseen::gone:
      return looks::Seen::gone;
    case Unseen::failed:
      break;
  }
  return looks::Seen::failed;
}

Result<> put_failed_visit(store::Store& store, const config::Crawl& crawl, model::Task next,
                          std::optional<Millis> again, bool first_look, Failed failed, double chance) {
  TRY(const Standing standing, standing_of(store, next.id));
  store::FetchedBatch batch;
  batch.consumed_task = next.id;
  batch.settings = put_look(standing, next.id, failed.at, failed.seen, std::move(failed.remark));
  if (again) {
    next.due = failed.at + *again;
    batch.next = std::move(next);
  } else if (!first_look || standing.interest == Interest::in_case) {
    if (const auto due = planned_visit(crawl, standing, next, failed.at, chance)) {
      next.due = *due;
      next.attempts = 0;
      batch.next = std::move(next);
    }
  }
  return store.commit(std::move(batch));
}

Result<> join_schedule(store::Store& store, const config::Config& config,
                       const std::vector<Found>& found_again, store::ReadBatch& batch, Time now) {
  for (const Found& found : found_again) {
    TRY(const auto revision, store.find_revision(found.occurrence.revision));
    if (!revision) {
      continue;
    }
    TRY(Standing standing, standing_of(store, revision->article));
    if (standing.look) {
      continue;
    }
    standing.interest = Interest::in_case;
    TRY(auto visit, looks::visit_to(store, *revision));
    const looks::Look joined{.article = revision->article,
                             .task = visit ? visit->id : revision->article,
                             .since = now,
                             .at = revision->fetched,
                             .seen = looks::Seen::first,
                             .detail = ""};
    batch.settings.push_back(looks::setting_of(joined));
    standing.look = joined;
    const auto due = visit ? planned_visit(config.crawl, standing, *visit, now, 0) : std::nullopt;
    if (due && visit->kind == model::TaskKind::revisit && config.find_outlet(visit->outlet) != nullptr &&
        (visit->due == Time{} || *due < visit->due)) {
      visit->due = *due;
      visit->priority = 1;
      batch.next_visit = *std::move(visit);
    }
  }
  return {};
}

}  // namespace qw::pipeline
