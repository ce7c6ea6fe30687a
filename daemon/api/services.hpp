#pragma once

#include "base/clock.hpp"
#include "base/metrics.hpp"
#include "config/config.hpp"
#include "crawler/match/match_engine.hpp"
#include "crawler/quotes/quote_engine.hpp"
#include "daemon/cases/notices.hpp"
#include "daemon/patterns/backtest.hpp"
#include "daemon/pipeline/pipeline.hpp"
#include "store/store.hpp"

#include <functional>
#include <memory>
#include <string>

namespace qw::api {

/// What the pipeline says of itself.
struct CrawlState {
  bool paused = false;
  std::string why;  ///< "crawl.contact is not set …"
  std::uint64_t in_flight = 0;
};

/// All that the API and the desk need of the daemon. The references outlive the Api; the functions may be
/// called from any thread, and those that are left empty are not there (tests).
struct Services {
  store::Store& store;
  const Clock& clock;
  metrics::Registry& metrics;
  std::function<std::shared_ptr<const config::Config>()> config;  ///< never empty, never null
  std::function<std::shared_ptr<const config::Config>()> files;   ///< the same without what the store adds
  std::function<std::shared_ptr<const quotes::QuoteEngine>()> quotes;
  std::function<std::shared_ptr<const match::MatchEngine>()> match;
  std::function<CrawlState()> crawl;
  std::function<void()> outbox_grew;                              ///< entries may be due
  std::function<void(const std::string& outlet)> outlet_changed;  ///< paused or resumed
  std::function<void()> stored_changed;                           ///< imported outlets came or went
  std::function<std::string()> silent_loop;                       ///< "" = all loops move
  std::string backup_directory;
  std::function<void()> patterns_changed;  ///< something was done to a pattern
  /// Holds a pattern against the stored quotes of so many days. Blocks; some seconds.
  std::function<Result<patterns::Backtest>(const model::Pattern&, std::chrono::days)> backtest;
  /// Fetches a page for a person. Blocks; up to two minutes.
  std::function<Result<pipeline::LookedUp>(const std::string& url)> look_up;
  /// Tells the crawl that tasks have become due at once, and asks `done` every now and then until it is true
  /// or `longest` is over. Blocks. Errc::cancelled when the daemon stops.
  std::function<Result<>(const std::function<Result<bool>()>& done, Millis longest)> let_crawl;
  std::function<std::shared_ptr<const cases::CorrectionNotices>()> notices;  ///< never empty, never null
};

/// The setting that holds an imported outlet as TOML.
inline std::string outlet_setting(const std::string& outlet) { return "outlet/" + outlet; }

/// The setting that pauses an outlet; its value is who did it, "" = not paused.
inline std::string pause_setting(const std::string& outlet) { return "paused/" + outlet; }

/// The setting that ends the sessions of a person that began before its time.
inline std::string sessions_since(const std::string& user) { return "user.sessions_since/" + user; }
/// The setting that switches the desk's keys off for a person: "off".
inline std::string keys_setting(const std::string& user) { return "desk.keys/" + user; }

}  // namespace qw::api
