#include "crawler/fetch/politeness.hpp"

#include "crawler/fetch/address_guard.hpp"
#include "crawler/fetch/http_date.hpp"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>
#include <libpsl.h>

namespace qw::fetch {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr Millis longest_retry_after = hours(24);
constexpr Millis longest_delay = seconds(30);
constexpr Millis longest_open = hours(6);
constexpr int latency_factor = 5;
constexpr double latency_weight = 0.2;
constexpr double most_penalty = 64;
constexpr int good_answers_for_less = 50;
constexpr int failures_to_open = 5;
constexpr int recent_most = 20;

Millis scaled(Millis value, double factor) {
  return Millis(static_cast<std::int64_t>(std::llround(static_cast<double>(value.count()) * factor)));
}

Millis delay_of(const model::HostState& state, Millis least) {
  if (least == Millis(0)) {
    return Millis(0);  // crawl.delay = "0 s" switches the pace off: for measurements on loopback
  }
  const Millis adaptive = std::clamp<Millis>(state.latency * latency_factor, Millis(0), longest_delay);
  return std::max(least, scaled(std::max(adaptive, least), state.penalty));
}

/// A failure of the host; what we refused or broke off ourselves says nothing about it.
bool is_failure(int status, std::optional<Errc> problem) {
  if (problem) {
    return *problem == Errc::unreachable || *problem == Errc::timed_out || *problem == Errc::malformed ||
           *problem == Errc::too_big;
  }
  return status >= 500;
}

void note_recent(model::HostState& state, bool failed) {
  constexpr std::uint32_t mask = (1U << recent_most) - 1;
  state.recent = ((state.recent << 1U) | (failed ? 1U : 0U)) & mask;
  state.recent_count = std::min(state.recent_count + 1, recent_most);
}

void open_breaker(model::HostState& state, Time now, double chance) {
  const double factor = std::pow(2.0, std::min(state.opened, 12)) * (0.8 + 0.4 * chance);
  state.open_until = now + std::min(longest_open, scaled(minutes(1), factor));
  ++state.opened;
  state.recent = 0;
  state.recent_count = 0;
}

}  // namespace

std::optional<Millis> read_retry_after(std::string_view value, Time now) {
  while (!value.empty() && value.front() == ' ') {
    value.remove_prefix(1);
  }
  while (!value.empty() && value.back() == ' ') {
    value.remove_suffix(1);
  }
  std::int64_t number = 0;
  const auto read = std::from_chars(value.data(), value.data() + value.size(), number);
  if (read.ec == std::errc::result_out_of_range && value.front() != '-') {
    return longest_retry_after;
  }
  if (read.ec == std::errc() && read.ptr == value.data() + value.size()) {
    if (number < 0) {
      return std::nullopt;
    }
    return std::min<Millis>(longest_retry_after, seconds(std::min<std::int64_t>(number, 1'000'000)));
  }
  const auto date = parse_http_date(value);
  if (!date || *date <= now) {
    return std::nullopt;
  }
  return std::min<Millis>(longest_retry_after, *date - now);
}

Time next_turn(const model::HostState& state) { return std::max(state.next_ok, state.open_until); }

bool is_half_open(const model::HostState& state, Time now) {
  return state.opened > 0 && state.open_until <= now;
}

model::HostState before_request(model::HostState state, Millis least_delay, Time now) {
  state.delay = delay_of(state, least_delay);
  state.next_ok = std::max(state.next_ok, now + state.delay);
  return state;
}

model::HostState after_answer(model::HostState state, int status, std::optional<Errc> problem,
                              Millis least_delay, Millis latency, std::string_view retry_after, Time now,
                              double chance) {
  const bool failed = is_failure(status, problem);
  if (problem && !failed) {
    return state;
  }
  note_recent(state, failed);
  const bool pushed_back = status == 429 || status == 503;
  if (pushed_back) {
    state.penalty = std::min(most_penalty, state.penalty * 2);
    state.good_answers = 0;
  }
  // The mean may rise with any answer, and falls with good ones only.
  const Millis mean = state.latency == Millis(0)
                          ? latency
                          : scaled(state.latency, 1 - latency_weight) + scaled(latency, latency_weight);
  if (status == 200 || status == 304 || mean > state.latency) {
    state.latency = mean;
  }
  if (!failed && !pushed_back && ++state.good_answers >= good_answers_for_less) {
    state.penalty = std::max(1.0, state.penalty * 0.9);
    state.good_answers = 0;
  }
  state.delay = delay_of(state, least_delay);
  if (const auto asked = read_retry_after(retry_after, now)) {
    const Millis jitter = scaled(std::min<Millis>(*asked, minutes(1)), chance);
    state.next_ok = std::max(state.next_ok, now + *asked + jitter);
  } else if (pushed_back) {
    const Millis wait = std::max<Millis>(state.delay, scaled(seconds(15), state.penalty));
    state.next_ok = std::max(state.next_ok, now + wait + scaled(wait, 0.2 * chance));
  }
  if (!failed) {
    state.failures = 0;
    state.opened = 0;
    return state;
  }
  ++state.failures;
  const bool half_bad = state.recent_count == recent_most && std::popcount(state.recent) * 2 >= recent_most;
  if (state.failures >= failures_to_open || half_bad) {
    open_breaker(state, now, chance);
  }
  return state;
}

std::string registrable_domain(std::string_view host) {
  const std::string name(host);
  if (name.empty() || parse_address(name)) {
    return name;
  }
  const char* found = psl_registrable_domain(psl_builtin(), name.c_str());
  return found != nullptr ? found : name;
}

std::string address_group(std::string_view text) {
  auto address = parse_address(text);
  if (!address) {
    return "";
  }
  if (address->v6) {
    std::ranges::fill(std::ranges::subrange(address->bytes.begin() + 8, address->bytes.end()),
                      std::uint8_t{0});
  }
  return address->text();
}

namespace {

constexpr int domain_in_flight = 2;
constexpr int address_in_flight = 4;
constexpr Millis address_gap{500};
constexpr std::size_t domains_of_a_network = 30;  // unrelated owners behind one address: a content network
constexpr std::size_t most_rings = 20'000;

}  // namespace

std::optional<Time> Rings::turn(const std::string& host, const std::string& address, Time now) {
  Time turn = now;
  const auto domain = domains_.find(registrable_domain(host));
  if (domain != domains_.end()) {
    if (domain->second.in_flight >= domain_in_flight) {
      return std::nullopt;
    }
    turn = std::max(turn, domain->second.next_ok);
  }
  const auto place = addresses_.find(address_group(address));
  if (!address.empty() && place != addresses_.end() && place->second.domains.size() < domains_of_a_network) {
    if (place->second.in_flight >= address_in_flight) {
      return std::nullopt;
    }
    turn = std::max(turn, place->second.next_ok);
  }
  return turn;
}

void Rings::begin(const std::string& host, const std::string& address, Millis delay, Time now) {
  const auto prune = [now](std::map<std::string, Ring>& rings) {
    if (rings.size() >= most_rings) {
      std::erase_if(rings, [now](const auto& each) {
        return each.second.in_flight == 0 && each.second.next_ok <= now;
      });
    }
  };
  prune(domains_);
  prune(addresses_);
  const std::string domain = registrable_domain(host);
  Ring& ring = domains_[domain];
  ++ring.in_flight;
  ring.next_ok = now + delay / 2;
  if (!address.empty()) {
    Ring& place = addresses_[address_group(address)];
    ++place.in_flight;
    place.next_ok = now + std::min(address_gap, delay);  // where delays are switched off, so is this one
    if (place.domains.size() < domains_of_a_network) {
      place.domains[domain] = now;
    }
  }
}

void Rings::end(const std::string& host, const std::string& address) {
  const auto leave = [](std::map<std::string, Ring>& rings, const std::string& key) {
    const auto found = rings.find(key);
    if (found != rings.end() && found->second.in_flight > 0) {
      --found->second.in_flight;
    }
  };
  leave(domains_, registrable_domain(host));
  if (!address.empty()) {
    leave(addresses_, address_group(address));
  }
}

namespace {

constexpr Millis health_window = seconds(30);
constexpr std::size_t hosts_for_dead_network = 5;

}  // namespace

void NetworkHealth::answered(Time now) {
  last_answer_ = now;
  down_until_ = {};
  failed_.clear();
}

void NetworkHealth::unreachable(const std::string& host, Time now) {
  failed_[host] = now;
  std::erase_if(failed_, [now](const auto& each) { return now - each.second > health_window; });
  if (failed_.size() >= hosts_for_dead_network && now - last_answer_ > health_window) {
    down_until_ = now + health_window;
  }
}

bool NetworkHealth::is_down(Time now) const { return now < down_until_; }

}  // namespace qw::fetch
