#pragma once

#include "base/clock.hpp"
#include "config/config.hpp"
#include "crawler/fetch/fetcher.hpp"
#include "store/store.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/thread_pool.hpp>

#include <functional>
#include <memory>

namespace qw::program {

/// Has the head of the chain of audit records stamped by the configured authority, at most every
/// timestamps.every and only when there are new records; each token is kept (docs/store.md, "Time
/// stamps"). An authority that is down is asked again after five minutes; nothing else waits for it. Runs
/// until it is cancelled; on the I/O thread, what waits for the store on `disk`. The references outlive it.
boost::asio::awaitable<void> keep_stamping(store::Store& store, fetch::Fetcher& fetcher,
                                           boost::asio::thread_pool& disk,
                                           std::function<std::shared_ptr<const config::Config>()> config);

}  // namespace qw::program
