#pragma once

#include "daemon/api/api.hpp"
#include "daemon/api/request_rules.hpp"
#include "daemon/cases/messages.hpp"
#include "daemon/pipeline/backtest.hpp"
#include "store/store.hpp"
#include "tests/daemon/cases/sample.hpp"
#include "tests/store/opened_store.hpp"

#include <boost/json.hpp>
#include <doctest/doctest.h>

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

namespace qw::test {

/// Reasons without an engine behind them.
class FakeMatch : public match::MatchEngine {
 public:
  std::vector<model::Decision> judge(const match::JudgedArticle& article) const override {
    model::Decision decision;
    decision.pattern = "kallas-nato";
    decision.outcome = article.texts.back().text.find(bent) == std::string_view::npos ? model::Outcome::silent
                                                                                      : model::Outcome::alert;
    return {decision};
  }
  std::vector<std::string> explain(const model::Decision&, std::string_view language) const override {
    return {"because (" + std::string(language) + ")"};
  }
  /// Two concepts: 0 where "NATO" stands, 1 where "fish" does.
  std::vector<std::uint32_t> concepts_of(std::string_view id_or_words) const override {
    return id_or_words == "nato"   ? std::vector<std::uint32_t>{0}
           : id_or_words == "fish" ? std::vector<std::uint32_t>{1}
                                   : std::vector<std::uint32_t>{};
  }
  bool speaks_of(std::string_view text, const std::vector<std::uint32_t>& concepts) const override {
    return text.find(concepts.front() == 0 ? "NATO" : "fish") != std::string_view::npos;
  }
};
class FakeQuotes : public quotes::QuoteEngine {
 public:
  std::vector<model::Quote> extract(const quotes::TextInput& input) const override {
    model::Quote quote;
    quote.content = {0, static_cast<std::uint32_t>(input.text.size())};
    quote.speaker = "Kallas";
    quote.official = "kallas";
    return {quote};
  }
  std::shared_ptr<const text::LanguageData> language_data() const override { return nullptr; }
};

/// A store in a temporary folder, a clock that stands still, and the Api over both.
struct Rig {
  TempFolder folder;
  ManualClock clock{start + std::chrono::hours(1)};
  std::unique_ptr<store::Store> store;
  metrics::Registry metrics;
  std::shared_ptr<config::Config> config = std::make_shared<config::Config>();
  std::shared_ptr<config::Config> files = config;
  int rung = 0;
  int stored_changes = 0;
  int patterns_rung = 0;
  std::string page;  ///< what a look-up brings; "" = it is refused
  bool crawl_paused = false;
  std::function<void()> crawled;  ///< what the crawl does when it is let
  std::shared_ptr<const cases::CorrectionNotices> notices;
  std::unique_ptr<api::Api> api;

  Rig() {
    store = opened_store(folder, clock);
    auto words = cases::CorrectionNotices::load(QW_SOURCE_DIR "/config/lexicon");
    REQUIRE(words.has_value());
    notices = std::make_shared<const cases::CorrectionNotices>(*std::move(words));
    model::Pattern p = pattern();
    p.title = "Kallas: no NATO talk";
    config->patterns = {p};
    model::Official official;
    official.id = "kallas";
    official.name = "Kaja Kallas";
    official.uk = "Кая Каллас";
    config->officials = {official};
    for (const char* id : {"a", "b", "c"}) {
      model::Outlet outlet;
      outlet.id = id;
      outlet.name = std::string("Outlet ") + id;
      outlet.zone = "Europe/Kyiv";
      config->outlets.push_back(outlet);
    }
    config::Receiver receiver;
    receiver.id = "hook";
    receiver.kind = "webhook";
    config->receivers = {receiver};
    config->store.min_free = 0;
    std::filesystem::create_directory(folder.path("backups"));
    api = std::make_unique<api::Api>(
        api::Services{*store,
                      clock,
                      metrics,
                      [this] { return config; },
                      [this] { return files; },
                      [] { return std::make_shared<const FakeQuotes>(); },
                      [] { return std::make_shared<const FakeMatch>(); },
                      [this] { return api::CrawlState{.paused = crawl_paused, .why = "", .in_flight = 0}; },
                      [this] { ++rung; },
                      {},
                      [this] { ++stored_changes; },
                      {},
                      folder.path("backups"),
                      [this] { ++patterns_rung; },
                      [this](const model::Pattern& tried, std::chrono::days) {
                        patterns::Backtest out;
                        out.pattern = tried.id;
                        out.digest = pipeline::matched_digest(tried);
                        out.at = clock.now();
                        out.articles = 7;
                        return Result<patterns::Backtest>(std::move(out));
                      },
                      [this](const std::string& url) -> Result<pipeline::LookedUp> {
                        if (page.empty()) {
                          return fail(Errc::refused, "robots.txt forbids it");
                        }
                        return pipeline::LookedUp{url, "text/html", page};
                      },
                      [this](const std::function<Result<bool>()>& done, Millis) -> Result<> {
                        if (crawled) {
                          crawled();
                        }
                        TRY_OK(done());
                        return {};
                      },
                      [this] { return notices; }});
    api->set_port(8417);
  }

  /// Opens or grows the case of the pattern and gives its id.
  std::string add(model::Occurrence occurrence) {
    auto running = store->newest_case_of("kallas-nato");
    REQUIRE(running.has_value());
    auto change = cases::add_occurrence(*running, std::move(occurrence), config->patterns.front(),
                                        cases::Freshness::fresh, clock.now(), cases::Rules{});
    REQUIRE(change.has_value());
    REQUIRE(change->has_value());
    store::ActBatch batch;
    batch.outbox = cases::outbox_of(**change, *config, clock.now());
    batch.audit = (*change)->audit;
    const std::string id = (*change)->changed.id;
    batch.cases.emplace_back((*change)->expected_rev, (*change)->changed);
    REQUIRE(store->commit(std::move(batch)).has_value());
    return id;
  }

  api::Response ask(const std::string& method, const std::string& target, api::Headers headers = {},
                    const std::string& body = "", bool local = true) {
    api::Request request;
    request.method = method;
    request.target = *api::read_target(target);
    request.headers = std::move(headers);
    request.headers.emplace_back("host", "127.0.0.1:8417");
    if (!body.empty() && request.header("content-type").empty()) {
      request.headers.emplace_back("content-type", "application/json");
    }
    request.body = body;
    request.peer = {local, 0, local ? "" : "127.0.0.1"};
    request.id = "test";
    return api->handle(request);
  }
};

inline boost::json::value body_of(const api::Response& response) { return boost::json::parse(response.body); }
inline std::string header_of(const api::Response& response, std::string_view name) {
  const auto found = std::ranges::find(response.headers, name, &std::pair<std::string, std::string>::first);
  return found == response.headers.end() ? "" : found->second;
}

}  // namespace qw::test
