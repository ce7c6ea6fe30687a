#include "daemon/api/pattern_acts.hpp"

#include "base/ids.hpp"
#include "config/pattern_text.hpp"
#include "crawler/article/fact_check.hpp"
#include "daemon/pipeline/backtest.hpp"

#include <mutex>
#include <utility>

namespace qw::api {
namespace {

std::string backtest_key(const std::string& id) { return "backtest/" + id; }

Result<std::optional<patterns::Backtest>> kept_backtest(Services& services, const std::string& id) {
  TRY(const auto text, services.store.setting(backtest_key(id)));
  if (!text) {
    return std::nullopt;
  }
  auto read = patterns::read_backtest(*text);
  return read ? std::optional(*std::move(read)) : std::nullopt;
}

Result<std::optional<pipeline::Rematch>> kept_rematch(Services& services, const std::string& key) {
  TRY(const auto text, services.store.setting(key));
  if (!text) {
    return std::nullopt;
  }
  auto read = pipeline::read_rematch(*text);
  return read ? std::optional(*std::move(read)) : std::nullopt;
}

}  // namespace

std::string etag_of_pattern(const patterns::Entry& entry) {
  const std::string stored = entry.stored ? patterns::stored_text(*entry.stored) : "";
  return "\"" + content_id(config::pattern_toml(entry.pattern) + "\n" + stored) + "\"";
}

Result<KnownPattern> find_pattern(Services& services, const std::string& id) {
  TRY(const auto catalog, patterns::load_catalog(*services.config(), services.store));
  const patterns::Entry* entry = catalog.find(id);
  if (entry == nullptr) {
    return fail(Errc::not_found, "there is no pattern '" + id + "'");
  }
  KnownPattern out;
  out.entry = *entry;
  out.etag = etag_of_pattern(*entry);
  TRY(out.backtest, kept_backtest(services, id));
  out.backtest_is_present = out.backtest && out.backtest->digest == pipeline::matched_digest(entry->pattern);
  TRY(out.rematch, kept_rematch(services, "rematch/" + id));
  out.rematch_runs = out.rematch.has_value();
  if (!out.rematch) {
    TRY(out.rematch, kept_rematch(services, "matched/" + id));
  }
  return out;
}

PatternActed act_on_pattern(Call& call, const std::string& id, const std::string& seen,
                            const PatternAct& act) {
  using End = PatternActed::End;
  const auto failed = [&](Error error) { return PatternActed{End::failed, id, std::move(error)}; };
  const std::scoped_lock lock(call.api.pattern_lock());
  const auto catalog = patterns::load_catalog(*call.config, call.services.store);
  if (!catalog) {
    return failed(catalog.error());
  }
  const patterns::Entry* entry = id.empty() ? nullptr : catalog->find(id);
  if (entry == nullptr && !id.empty()) {
    return failed({Errc::not_found, "there is no pattern '" + id + "'", std::nullopt});
  }
  if (entry != nullptr && seen != "*" && seen != etag_of_pattern(*entry)) {
    return {End::stale, id, {Errc::conflict, "it was changed meanwhile; load it again", std::nullopt}};
  }
  auto change = act(*catalog, entry);
  if (!change) {
    return failed(change.error());
  }
  if (auto done = call.services.store.commit(patterns::batch_of(*change)); !done) {
    return failed(done.error());
  }
  if (call.services.patterns_changed) {
    call.services.patterns_changed();
  }
  return {End::done, change->stored.id, {}};
}

PatternAct state_act(Call& call, model::PatternState to, std::string reason, cases::Actor actor) {
  return [&call, to, reason = std::move(reason), actor = std::move(actor)](
             const patterns::Catalog&, const patterns::Entry* entry) -> Result<patterns::Change> {
    TRY(const auto backtest, kept_backtest(call.services, entry->pattern.id));
    const bool seen = backtest && backtest->digest == pipeline::matched_digest(entry->pattern);
    return patterns::set_state(*entry, to, seen, reason, actor, call.now);
  };
}

Result<patterns::Backtest> run_backtest(Call& call, const model::Pattern& pattern, std::chrono::days days) {
  if (!call.services.backtest) {
    return fail(Errc::busy, "the language engine is not loaded yet; try again in some seconds");
  }
  const std::unique_lock lock(call.api.backtest_lock(), std::try_to_lock);
  if (!lock.owns_lock()) {
    return fail(Errc::busy, "another backtest runs; try again in some seconds");
  }
  return call.services.backtest(pattern, days);
}

Result<> keep_backtest(Services& services, const patterns::Backtest& of) {
  store::ActBatch batch;
  batch.settings.emplace_back(backtest_key(of.pattern), patterns::backtest_text(of));
  return services.store.commit(std::move(batch));
}

Result<patterns::Draft> draft_from(Call& call, const std::string& url) {
  const auto quotes = call.services.quotes ? call.services.quotes() : nullptr;
  if (!call.services.look_up || quotes == nullptr) {
    return fail(Errc::busy, "the language engine is not loaded yet; try again in some seconds");
  }
  TRY(const auto page, call.services.look_up(url));
  TRY(const auto read, article::read_fact_check({page.body, page.url, page.content_type, call.now, "UTC"}));
  return patterns::draft_of(read, *quotes, call.config->officials, page.url, day_of(call.now));
}

}  // namespace qw::api
