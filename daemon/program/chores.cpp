#include "daemon/program/chores.hpp"

#include "base/log.hpp"
#include "daemon/alerts/reports.hpp"
#include "daemon/cases/escalation.hpp"
#include "daemon/cases/messages.hpp"
#include "daemon/cases/outbreak.hpp"

#include <algorithm>
#include <chrono>
#include <string>
#include <utility>

namespace qw::program {
namespace {

constexpr std::size_t cases_a_page = 100;
constexpr auto oldest_escalation = std::chrono::days(15);  // an escalation waits at most seven

}  // namespace

Result<std::size_t> wake_cases(store::Store& store, const config::Config& config, Time now) {
  std::size_t changed = 0;
  for (const model::CaseState state : {model::CaseState::claimed, model::CaseState::snoozed}) {
    store::CaseFilter filter;
    filter.state = state;
    std::string cursor;
    do {
      TRY(auto page, store.cases(filter, cases_a_page, cursor));
      for (const model::Case& each : page.rows) {
        auto change = cases::wake(each, now);
        if (!change) {
          continue;
        }
        store::ActBatch batch;
        batch.outbox = cases::tell(*change, config, now);
        batch.cases.emplace_back(change->expected_rev, change->changed);
        batch.audit = change->audit;
        const Result<> done = store.commit(std::move(batch));
        if (done) {
          ++changed;
        } else if (done.error().code !=
                   Errc::conflict) {  // somebody was faster; then the next round looks again
          return std::unexpected(done.error());
        }
      }
      cursor = page.cursor;
    } while (!cursor.empty());
  }
  return changed;
}

Result<std::size_t> escalate_cases(store::Store& store, const config::Config& config, Time now) {
  std::size_t messages = 0;
  if (std::ranges::none_of(config.receivers,
                           [](const config::Receiver& each) { return each.escalate_after.has_value(); })) {
    return messages;
  }
  for (const model::CaseState state : {model::CaseState::new_, model::CaseState::reopened}) {
    store::CaseFilter filter;
    filter.state = state;
    filter.since = now - oldest_escalation;
    std::string cursor;
    do {
      TRY(auto page, store.cases(filter, cases_a_page, cursor));
      for (const model::Case& each : page.rows) {
        auto change = cases::escalate(each, config, now);
        if (!change) {
          continue;
        }
        store::ActBatch batch;
        batch.outbox = cases::tell(*change, config, now);
        batch.cases.emplace_back(change->expected_rev, change->changed);
        batch.audit = change->audit;
        const std::size_t made = batch.outbox.size();
        const Result<> done = store.commit(std::move(batch));
        if (!done && done.error().code != Errc::conflict) {
          return std::unexpected(done.error());
        }
        messages += done ? made : 0;
      }
      cursor = page.cursor;
    } while (!cursor.empty());
  }
  return messages;
}

Result<Told> tell_by_the_clock(store::Store& store, const config::Config& config,
                               const std::string& backup_directory, Time now) {
  Told out;
  alerts::OpsFacts facts;
  if (const auto backups = store::Store::list_backups(backup_directory)) {
    for (const store::Store::BackupInfo& each : *backups) {
      facts.last_backup = std::max(facts.last_backup, std::optional(each.made));
    }
  }
  TRY(alerts::OpsRound round, alerts::watch_service(store, config, facts, now));
  out.unrecorded = std::move(round.unrecorded);
  if (!out.unrecorded.empty()) {
    return out;
  }
  TRY(const std::size_t escalated, escalate_cases(store, config, now));
  TRY(const std::size_t digests, alerts::make_digests(store, config, now));
  out.messages = round.messages + escalated + digests;
  return out;
}

Result<> keep_to_retention(store::Store& store, const config::Config& config, Time now) {
  return store.apply_retention(now - std::chrono::days(config.store.keep_days));
}

void look_for_damage(store::Store& store) {
  if (const auto looked = store.verify_tables(); !looked && looked.error().code != Errc::cancelled) {
    log::warning("store.verify", {{"problem", looked.error().text()}});
  }
}

void anchor_audit(store::Store& store) {
  const store::Health health = store.health();
  log::info("audit.anchor", {{"seq", health.audit_seq}, {"head", health.audit_head}});
}

}  // namespace qw::program
