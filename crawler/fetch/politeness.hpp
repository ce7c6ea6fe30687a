#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "model/work.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

/// The pace of a host as pure functions of its durable state, and the two wider rings around it. The caller
/// stores the state that before_request() gives BEFORE the request goes out, so that a restart forgets
/// nothing. Numbers: crawling.md 4.
namespace qw::fetch {

/// Retry-After: seconds or an HTTP date, at most 24 h. nullopt: none, past, negative or garbage.
std::optional<Millis> read_retry_after(std::string_view value, Time now);

/// When the host may be asked next.
Time next_turn(const model::HostState& state);
/// The breaker was open and lets one request through to see; it ought to be one for a feed or robots.txt.
bool is_half_open(const model::HostState& state, Time now);

/// The state that permits a request now: the next one comes not before the present delay, which is at least
/// `least_delay` (the outlet's, and Crawl-delay exactly).
model::HostState before_request(model::HostState state, Millis least_delay, Time now);

/// What an answer (or `problem` instead of one, then status 0) changes: delay = 5 × mean latency between
/// `least_delay` and 30 s; 429 and 503 double it and put the next request off by Retry-After plus jitter;
/// five failures in a row, or ten of the last 20, open the breaker for 1 min × 2^n, at most 6 h, ±20 %.
/// `chance` in [0, 1) is the jitter's.
model::HostState after_answer(model::HostState state, int status, std::optional<Errc> problem,
                              Millis least_delay, Millis latency, std::string_view retry_after, Time now,
                              double chance);

/// The part of a name under which one owner registers ("a.b.com.ua" → "b.com.ua"); an address is itself.
/// Source: the public suffix list (libpsl). Any thread.
std::string registrable_domain(std::string_view host);
/// An address's neighbours: v4 alone, v6 by its /64.
std::string address_group(std::string_view address);

/// The rings that several hosts share: a registrable domain has at most two requests in flight, half a delay
/// apart, an address four, 0.5 s apart, unless it belongs to a content network (many unrelated domains).
/// In memory only: after a restart nothing is in flight. Threads: one. O(log hosts) a call.
class Rings {
 public:
  /// The earliest moment from `now` on at which the rings let a request to this host through; nullopt: not
  /// before one of those in flight ends. `address` may be "" when it is not known yet.
  std::optional<Time> turn(const std::string& host, const std::string& address, Time now);
  void begin(const std::string& host, const std::string& address, Millis delay, Time now);
  void end(const std::string& host, const std::string& address);

 private:
  struct Ring {
    int in_flight = 0;
    Time next_ok{};
    std::map<std::string, Time> domains;  ///< of an address: who is there; many are a content network
  };
  std::map<std::string, Ring> domains_, addresses_;
};

/// Tells a dead network from dead hosts: when at least five hosts failed to be reached within 30 s and none
/// answered in that time, everything waits instead of opening the breakers of all. Threads: one.
class NetworkHealth {
 public:
  void answered(Time now);
  void unreachable(const std::string& host, Time now);
  /// No request should go out.
  bool is_down(Time now) const;

 private:
  std::map<std::string, Time> failed_;
  Time last_answer_{};
  Time down_until_{};
};

}  // namespace qw::fetch
