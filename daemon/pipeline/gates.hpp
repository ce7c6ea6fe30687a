#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "crawler/fetch/politeness.hpp"
#include "model/work.hpp"
#include "store/store.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

namespace qw::pipeline {

/// A request that has its turn leaves within this time or not at all (fetch::Request::leave_within).
inline constexpr Millis turn_lasts{30'000};

/// How one request ended, for the pace of its host.
struct Answered {
  int status = 0;  ///< 0 = no answer
  std::optional<Errc> problem;
  Millis latency{0};
  std::optional<Time> sent;  ///< when the request had left; none = it is not known, so count from now
  std::string retry_after;
  std::string address;  ///< of the peer, "" = unknown
};

/// One gate a host ("scheme://host:port"): one request at a time, never sooner than the host's delay after
/// the moment at which the one before it left, also after a restart: the host's state is on the disk before a
/// request goes out, and since that request may have left as late as the moment in which its process died, a
/// new process counts from its own beginning, unless the turn had run out before.
/// Rings around the hosts of one registrable domain and of one address hold back further
/// (crawler/fetch/politeness.hpp). While the network itself seems to be dead, nobody gets through. Bounded by
/// the hosts of configured outlets and of their redirects. All on the I/O thread.
class Gates {
 public:
  Gates(boost::asio::any_io_executor executor, const Clock& clock, store::Store& store,
        boost::asio::thread_pool& disk, std::function<double()> chance);
  Gates(const Gates&) = delete;
  Gates& operator=(const Gates&) = delete;

  /// Waits for the host's turn and writes down when the next request may come. Errc::busy, with "until" in
  /// the text, when that is further away than `patience`: then nothing is held. `delay` is the least gap.
  boost::asio::awaitable<Result<>> enter(std::string host, Millis delay, Millis patience);
  /// Gives the turn back; to be called exactly once after each enter() that let through. A later next_ok
  /// (429, breaker) is written down too.
  boost::asio::awaitable<void> leave(std::string host, Millis delay, Answered answered);

  /// The state of a host as it is known, loaded when needed.
  boost::asio::awaitable<Result<model::HostState>> state(std::string host);
  /// Writes robots facts, and the time before which they allow no request when it is later than the known
  /// one.
  boost::asio::awaitable<Result<>> put_robots(model::HostState robots);
  /// When the host may be asked again, as far as it is in memory.
  Time next_ok(const std::string& host) const;
  std::size_t open_breakers(Time now) const;

 private:
  struct Gate {
    explicit Gate(const boost::asio::any_io_executor& executor)
        : freed(executor, boost::asio::steady_timer::time_point::max()) {}
    model::HostState state;
    std::string name;     ///< host without scheme and port
    std::string address;  ///< that last answered
    bool loaded = false;
    bool busy = false;
    bool writing = false;
    SteadyTime steady_next{};  ///< the delay once more, for a wall clock that was put forward
    boost::asio::steady_timer freed;
  };
  boost::asio::awaitable<Result<Gate*>> gate(std::string host);
  /// One write a host at a time, of what is known when it begins: a late one never undoes a newer one.
  boost::asio::awaitable<Result<>> put(Gate& at);
  boost::asio::awaitable<void> sleep(Millis wait);
  boost::asio::awaitable<Result<>> wait_for_turn(Gate& at);

  boost::asio::any_io_executor executor_;
  const Clock& clock_;
  store::Store& store_;
  boost::asio::thread_pool& disk_;
  std::function<double()> chance_;
  const Time opened_;
  std::map<std::string, std::unique_ptr<Gate>> gates_;
  fetch::Rings rings_;
  fetch::NetworkHealth network_;
  boost::asio::steady_timer ring_freed_;
};

}  // namespace qw::pipeline
