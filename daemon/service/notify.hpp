#pragma once

#include "base/clock.hpp"

#include <atomic>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

/// What the service manager is told, and what it wants to hear. All of it does nothing when the daemon was
/// not started by one (no NOTIFY_SOCKET, no WATCHDOG_USEC).
namespace qw::service {

/// READY=1: the store is open and the API bound. `status` is one line for `systemctl status`.
void notify_ready(std::string_view status);
void notify_status(std::string_view status);
/// RELOADING=1 with the monotonic time; systemd newer than 252 refuses it without. notify_ready() ends it.
void notify_reloading();
void notify_stopping(std::string_view status);
/// More time for a slow start (EXTEND_TIMEOUT_USEC).
void notify_needs(Millis more);
void notify_alive();

/// How often the manager wants to hear of us; empty = it does not.
std::optional<Millis> watchdog_interval();

/// A loop that must move for the daemon to count as alive. Owned by the loop's room; `beat()` from any
/// thread.
class Heart {
 public:
  void beat() { beats_.fetch_add(1, std::memory_order_relaxed); }
  std::uint64_t beats() const { return beats_.load(std::memory_order_relaxed); }

 private:
  std::atomic<std::uint64_t> beats_{0};
};

/// Says whether every heart has beaten since it was last asked. A watchdog fed by a timer alone hides a
/// deadlock. One thread.
class Pulse {
 public:
  /// The heart outlives the pulse. `name` stands in the log when it stops.
  void listen_to(std::string_view name, const Heart& heart);
  /// The name of a heart that has not moved since the last call, or "" when all have.
  std::string_view silent_one();

 private:
  struct Known {
    std::string_view name;
    const Heart* heart = nullptr;
    std::uint64_t seen = 0;
  };
  std::vector<Known> known_;
};

}  // namespace qw::service
