#include "daemon/service/notify.hpp"

#include <fmt/format.h>
#include <systemd/sd-daemon.h>

#include <chrono>
#include <ctime>
#include <string>

namespace qw::service {
namespace {

void send(const std::string& state) { sd_notify(0, state.c_str()); }

// A status is one line; what follows a line break would be read as an assignment of its own.
std::string one_line(std::string_view status) {
  std::string line(status);
  for (char& c : line) {
    if (c == '\n' || c == '\r') {
      c = ' ';
    }
  }
  return line;
}

}  // namespace

void notify_ready(std::string_view status) { send(fmt::format("READY=1\nSTATUS={}", one_line(status))); }
void notify_status(std::string_view status) { send("STATUS=" + one_line(status)); }

void notify_reloading() {
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  const auto micros =
      static_cast<std::uint64_t>(now.tv_sec) * 1'000'000U + static_cast<std::uint64_t>(now.tv_nsec) / 1'000U;
  send(fmt::format("RELOADING=1\nMONOTONIC_USEC={}", micros));
}

void notify_stopping(std::string_view status) {
  send(fmt::format("STOPPING=1\nSTATUS={}", one_line(status)));
}
void notify_needs(Millis more) {
  send(fmt::format("EXTEND_TIMEOUT_USEC={}", std::chrono::microseconds(more).count()));
}
void notify_alive() { send("WATCHDOG=1"); }

std::optional<Millis> watchdog_interval() {
  std::uint64_t micros = 0;
  if (sd_watchdog_enabled(0, &micros) <= 0) {
    return std::nullopt;
  }
  return Millis(micros / 1'000U);
}

void Pulse::listen_to(std::string_view name, const Heart& heart) {
  known_.push_back({name, &heart, heart.beats()});
}

std::string_view Pulse::silent_one() {
  std::string_view silent;
  for (Known& known : known_) {
    const std::uint64_t beats = known.heart->beats();
    if (beats == known.seen && silent.empty()) {
      silent = known.name;
    }
    known.seen = beats;
  }
  return silent;
}

}  // namespace qw::service
