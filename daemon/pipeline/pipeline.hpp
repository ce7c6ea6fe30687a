#pragma once

#include "base/clock.hpp"
#include "base/metrics.hpp"
#include "crawler/fetch/fetcher.hpp"
#include "daemon/pipeline/engines.hpp"
#include "daemon/service/notify.hpp"
#include "store/store.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/thread_pool.hpp>

#include <cstddef>
#include <functional>
#include <memory>
#include <string>

namespace qw::pipeline {

/// What the pipeline works with; everything outlives it.
struct Tools {
  boost::asio::any_io_executor executor;  ///< of the I/O thread
  const Clock& clock;
  store::Store& store;
  fetch::Fetcher& fetcher;
  boost::asio::thread_pool& workers;  ///< parsing, quotes, matching
  boost::asio::thread_pool& disk;     ///< calls that wait for the store
  metrics::Registry& metrics;
  std::function<double()> chance;          ///< in [0, 1)
  std::function<void()> outbox_has_grown;  ///< rings the senders
  bool crawl_without_contact = false;      ///< --demo
};

/// A page that a person asked for.
struct LookedUp {
  std::string url;  ///< of the last hop
  std::string content_type, body;
};

/// The line of data: due → poll → links → fetch → article → quotes → match → case → alert (docs/pipeline.md).
/// Threads: all methods on the I/O thread. In flight are at most crawl.most_in_flight pages of together
/// crawl.most_in_flight_bytes; in memory wait at most some thousand due tasks.
class Pipeline {
 public:
  static std::unique_ptr<Pipeline> make(Tools tools, std::shared_ptr<const Engines> engines);
  Pipeline() = default;
  Pipeline(const Pipeline&) = delete;
  Pipeline& operator=(const Pipeline&) = delete;
  virtual ~Pipeline() = default;

  virtual void start() = 0;
  /// New configuration and engines for work that begins from now on; new outlets are polled, dropped ones
  /// not; stored quotes are matched again by patterns that are new or have changed.
  virtual void reload(std::shared_ptr<const Engines> engines) = 0;
  /// Something changed outside: an outlet was paused or resumed, an address handed in.
  virtual void look_again() = 0;
  /// One page for a person, with the crawl's manners: guard, robots.txt, its host's turn. Errc::refused for a
  /// status other than 200 and while crawling is paused for want of a contact; nothing is stored.
  virtual boost::asio::awaitable<Result<LookedUp>> look_up(std::string url) = 0;
  /// Takes nothing new, gives what is under way `patience`, cancels the rest and waits for it. What was not
  /// finished is still in the frontier.
  virtual boost::asio::awaitable<void> stop(Millis patience) = 0;

  struct Status {
    std::string paused;  ///< "" or the sentence that says why nothing is fetched and what to do
    std::size_t polled_outlets = 0, outlets = 0;
    std::size_t waiting = 0, in_flight = 0, queued = 0;
    std::uint64_t bytes_in_flight = 0;
  };
  virtual Status status() const = 0;
  /// Moves while due work is looked for.
  virtual const service::Heart& heart() const = 0;
};

}  // namespace qw::pipeline
