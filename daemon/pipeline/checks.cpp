// `quotewatch outlets check`: a wish is the setting "check/OUTLET", put by the API; its report goes into
// "checked/OUTLET", and an outlet that was found good into "verified/OUTLET", so that it is polled from then
// on.
#include "base/log.hpp"
#include "daemon/pipeline/line.hpp"
#include "daemon/pipeline/lists.hpp"
#include "daemon/pipeline/outlet_check.hpp"

#include <chrono>
#include <utility>

namespace qw::pipeline {

namespace asio = boost::asio;
using namespace std::chrono_literals;

namespace {

/// Outlets that are tried at a time: their hosts differ, so each goes at its own pace.
constexpr std::size_t most_checks = 12;
constexpr Millis look_every = 10s;
constexpr std::string_view wished = "check/";
constexpr std::string_view found_good = "verified/";

}  // namespace

bool Line::polled(const model::Outlet& outlet) const {
  return is_polled(engines_->config->crawl, outlet, verified_);
}

asio::awaitable<Result<>> Line::load_verified() {
  auto load = [this] { return tools_.store.settings(found_good); };
  CO_TRY(const auto rows, co_await on_disk(std::move(load)));
  for (const auto& [key, value] : rows) {
    verified_.insert(key.substr(found_good.size()));
  }
  co_return Result<>{};
}

asio::awaitable<void> Line::watch_checks() {
  while (!stopping_) {
    if (why_paused().empty() && checking_.size() < most_checks) {
      auto load = [this] { return tools_.store.settings(wished); };
      const auto rows = co_await on_disk(std::move(load));
      if (!rows) {
        store_failed("checks", rows.error());
      } else {
        for (const auto& [key, who] : *rows) {
          const std::string outlet = key.substr(wished.size());
          if (!stopping_ && checking_.size() < most_checks && checking_.insert(outlet).second) {
            work_.spawn("pipeline.check", check(outlet, who));
          }
        }
      }
    }
    co_await checks_.wait(look_every);
  }
}

asio::awaitable<void> Line::check(std::string id, std::string who) {
  store::ActBatch batch;
  batch.settings.emplace_back(std::string(wished) + id, "");
  bool good = false;
  const std::shared_ptr<const Engines> engines = engines_;
  if (const model::Outlet* outlet = engines->config->find_outlet(id)) {
    OutletCheck trial(web_, tools_.clock, tools_.workers);
    Result<OutletReport> report = co_await trial.run(*outlet, crawl_now());
    if (!report) {
      checking_.erase(id);  // stopping: the wish stays
      co_return;
    }
    good = report->good;
    batch.settings.emplace_back("checked/" + id, report_text(*report));
    log::info("outlet.checked", {{"outlet", id}, {"good", good}, {"articles", report->articles}});
    if (good && !verified_.contains(id)) {
      batch.settings.emplace_back(std::string(found_good) + id, to_iso(report->at));
      model::AuditRecord record;
      record.at = report->at;
      record.who = std::move(who);
      record.act = "outlet.verify";
      record.subject = "outlet:" + id;
      record.after = "fetched";
      batch.audit.push_back(std::move(record));
    }
  }
  auto commit = [this, batch = std::move(batch)]() mutable { return tools_.store.commit(std::move(batch)); };
  const Result<> done = co_await on_disk(std::move(commit));
  checking_.erase(id);
  checks_.ring();
  if (!done) {
    store_failed("check", done.error());
    co_return;
  }
  if (good && verified_.insert(std::move(id)).second) {
    const Result<> ensured = co_await ensure_polls();
    if (!ensured) {
      store_failed("polls", ensured.error());
    }
    due_.ring();
  }
}

}  // namespace qw::pipeline
