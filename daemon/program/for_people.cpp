#include "daemon/program/for_people.hpp"

#include "base/log.hpp"
#include "config/pattern_text.hpp"
#include "daemon/patterns/catalog.hpp"
#include "daemon/patterns/check.hpp"
#include "daemon/pipeline/backtest.hpp"

#include <boost/asio/post.hpp>

#include <chrono>
#include <future>
#include <thread>
#include <utility>

namespace qw::program {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

constexpr Millis longest_look_up = 100s;  // two turns of the host and the fetch
constexpr Millis ask_every = 100ms;
using Promise = std::promise<Result<pipeline::LookedUp>>;

std::string text_of(const config::Config& config) {
  std::string out;
  for (const model::Pattern& pattern : config.patterns) {
    out += config::pattern_toml(pattern);
  }
  return out;
}

asio::awaitable<void> bring(pipeline::Pipeline& line, std::string url, std::shared_ptr<Promise> into) {
  into->set_value(co_await line.look_up(std::move(url)));
}

}  // namespace

Result<std::shared_ptr<const pipeline::Engines>> with_present_patterns(
    std::shared_ptr<const pipeline::Engines> before, store::Store& store) {
  TRY(auto merged, patterns::with_stored(before->config, store));
  if (text_of(*merged) == text_of(*before->config)) {
    return before;
  }
  auto made = pipeline::with_patterns(*before, std::move(merged));
  if (!made) {
    for (const Error& error : made.error()) {
      log::error("config.error", {{"error", error.text()}});
    }
    return std::unexpected(made.error().front());
  }
  return *std::move(made);
}

Result<patterns::Backtest> try_pattern(store::Store& store, const pipeline::Engines& engines,
                                       const model::Pattern& pattern, std::chrono::days days) {
  const Time now = system_clock().now();
  TRY(auto out, pipeline::backtest_stored(store, engines, pattern, now - days, now, system_clock()));
  std::vector<model::Pattern> together{pattern};
  for (const model::Pattern& other : engines.config->patterns) {
    if (other.official == pattern.official && other.id != pattern.id && model::is_matched(other.state)) {
      together.push_back(other);
    }
  }
  const auto bench = patterns::Bench::make(engines.quotes, engines.config->lexicon_directory,
                                           engines.config->officials, together);
  if (!bench) {
    return std::unexpected(bench.error().front());
  }
  out.findings = bench->check(pattern);
  for (patterns::Finding& each : bench->run_examples(pattern)) {
    out.findings.push_back(std::move(each));
  }
  return out;
}

Result<pipeline::LookedUp> look_up(asio::io_context& loop, service::TaskGroup& group,
                                   pipeline::Pipeline& line, const std::string& url) {
  auto promise = std::make_shared<Promise>();
  auto answer = promise->get_future();
  asio::post(loop, [&group, &line, url, promise = std::move(promise)] {
    group.spawn("look_up", bring(line, url, promise));
  });
  if (answer.wait_for(longest_look_up) != std::future_status::ready) {
    return fail(Errc::timed_out, "the page did not come in time; try again, or save it and fill the fields");
  }
  try {
    return answer.get();
  } catch (const std::future_error&) {  // the daemon stops, and the promise was dropped
    return fail(Errc::cancelled, "the daemon is stopping");
  }
}

Result<> let_crawl(asio::io_context& loop, pipeline::Pipeline& line, const std::atomic<bool>& stopping,
                   const std::function<Result<bool>()>& done, Millis longest) {
  asio::post(loop, [&line] { line.look_again(); });
  for (Millis waited{0}; waited < longest; waited += ask_every) {
    std::this_thread::sleep_for(ask_every);
    if (stopping) {
      return fail(Errc::cancelled, "the daemon is stopping");
    }
    TRY(const bool all, done());
    if (all) {
      break;
    }
  }
  return {};
}

}  // namespace qw::program
