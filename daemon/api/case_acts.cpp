#include "daemon/api/case_acts.hpp"

#include "daemon/cases/messages.hpp"
#include "daemon/cases/undo.hpp"

namespace qw::api {
namespace {

Acted failed(Error error) { return {Acted::End::failed, {}, std::move(error)}; }

Result<cases::Change> judged(Services& services, const model::Case& before, const Wish& wish,
                             const cases::Actor& actor, Time now, const cases::Rules& rules) {
  if (const auto* act = std::get_if<cases::Act>(&wish)) {
    return cases::apply(before, *act, actor, now, rules);
  }
  TRY(const auto records, services.store.audit_of("case:" + before.id));
  return cases::undo(before, records, actor, now, rules);
}

}  // namespace

Acted act_on_case(Services& services, const std::string& id, std::uint64_t expected_rev, const Wish& wish,
                  const cases::Actor& actor) {
  const auto config = services.config();
  const Time now = services.clock.now();
  auto loaded = services.store.find_case(id);
  if (!loaded) {
    return failed(loaded.error());
  }
  const std::optional<model::Case>& before = *loaded;
  if (!before) {
    return failed({Errc::not_found, "there is no case '" + id + "'", std::nullopt});
  }
  if (before->rev != expected_rev) {
    return {Acted::End::stale, *before, {}};
  }
  auto change = judged(services, *before, wish, actor, now, cases::rules_of(*config));
  if (!change) {
    return failed(change.error());
  }
  store::ActBatch batch;
  batch.outbox = cases::tell(*change, *config, now);
  batch.dropped_outbox = cases::dropped_of(*change, *config);
  batch.audit = change->audit;
  batch.cases.emplace_back(change->expected_rev, change->changed);
  const bool rings = !batch.outbox.empty();
  if (auto committed = services.store.commit(std::move(batch)); !committed) {
    if (committed.error().code != Errc::conflict) {
      return failed(committed.error());
    }
    auto again = services.store.find_case(id);
    const std::optional<model::Case> fresh = again ? *std::move(again) : std::nullopt;
    return fresh ? Acted{Acted::End::stale, *fresh, {}} : failed(committed.error());
  }
  if (rings && services.outbox_grew) {
    services.outbox_grew();
  }
  return {Acted::End::done, std::move(change->changed), {}};
}

}  // namespace qw::api
