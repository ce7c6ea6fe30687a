#include "daemon/program/chores.hpp"

#include "base/log.hpp"
#include "daemon/cases/messages.hpp"
#include "daemon/cases/outbreak.hpp"

#include <chrono>
#include <string>
#include <utility>

namespace qw::program {
namespace {

constexpr std::size_t cases_a_page = 100;

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
        const auto change = cases::wake(each, now);
        if (!change) {
          continue;
        }
        store::ActBatch batch;
        batch.cases.emplace_back(change->expected_rev, change->changed);
        batch.audit = change->audit;
        batch.outbox = cases::outbox_of(*change, config, now);
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

Result<> keep_to_retention(store::Store& store, const config::Config& config, Time now) {
  return store.apply_retention(now - std::chrono::days(config.store.keep_days));
}

void anchor_audit(store::Store& store) {
  const store::Health health = store.health();
  log::info("audit.anchor", {{"seq", health.audit_seq}, {"head", health.audit_head}});
}

}  // namespace qw::program
