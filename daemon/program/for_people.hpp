#pragma once

#include "base/result.hpp"
#include "daemon/patterns/backtest.hpp"
#include "daemon/pipeline/engines.hpp"
#include "daemon/pipeline/pipeline.hpp"
#include "daemon/service/task_group.hpp"
#include "store/store.hpp"

#include <boost/asio/io_context.hpp>

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <string>

/// What the daemon does between the API's threads and the I/O thread.
namespace qw::program {

/// The engines with what was done to patterns since they were made; `before` itself when nothing was. Blocks
/// on the store, and some tenths of a second when something was.
Result<std::shared_ptr<const pipeline::Engines>> with_present_patterns(
    std::shared_ptr<const pipeline::Engines> before, store::Store& store);

/// A pattern held against the stored quotes of so many days, and what the check and its examples say. Blocks.
Result<patterns::Backtest> try_pattern(store::Store& store, const pipeline::Engines& engines,
                                       const model::Pattern& pattern, std::chrono::days days);

/// For a thread of the API: waits until the I/O thread has the page. Errc::timed_out after 100 s, cancelled
/// when the daemon stops. `group` holds the work.
Result<pipeline::LookedUp> look_up(boost::asio::io_context& loop, service::TaskGroup& group,
                                   pipeline::Pipeline& line, const std::string& url);

/// For a thread of the API: rings the crawl and asks `done` ten times a second. Errc::cancelled when
/// `stopping`.
Result<> let_crawl(boost::asio::io_context& loop, pipeline::Pipeline& line, const std::atomic<bool>& stopping,
                   const std::function<Result<bool>()>& done, Millis longest);

}  // namespace qw::program
