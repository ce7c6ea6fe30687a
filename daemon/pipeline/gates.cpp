#include "daemon/pipeline/gates.hpp"

#include "base/log.hpp"
#include "base/url.hpp"
#include "daemon/service/on_pool.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <chrono>
#include <utility>

namespace qw::pipeline {

namespace asio = boost::asio;
using namespace std::chrono_literals;

namespace {

/// A wait that was ended by a cancelled timer looks the same as one that was cancelled with its coroutine.
asio::awaitable<Result<>> not_cancelled() {
  const asio::cancellation_state state = co_await asio::this_coro::cancellation_state;
  if (state.cancelled() != asio::cancellation_type::none) {
    co_return fail(Errc::cancelled, "stopping");
  }
  co_return Result<>{};
}

}  // namespace

Gates::Gates(asio::any_io_executor executor, const Clock& clock, store::Store& store, asio::thread_pool& disk,
             std::function<double()> chance)
    : executor_(std::move(executor)),
      clock_(clock),
      store_(store),
      disk_(disk),
      chance_(std::move(chance)),
      opened_(clock_.now()),
      ring_freed_(executor_) {}

asio::awaitable<Result<Gates::Gate*>> Gates::gate(std::string host) {
  auto& place = gates_[host];
  if (!place) {
    place = std::make_unique<Gate>(executor_);
    const auto url = parse_url(host);
    place->name = url ? url->host : host;
  }
  Gate* const found = place.get();  // gates are never removed, so it stays
  if (!found->loaded) {
    auto load = [this, host] { return store_.find_host(host); };
    CO_TRY(const auto stored, co_await service::on_pool(disk_, std::move(load)));
    if (!found->loaded) {  // another coroutine may have been faster
      found->state = stored.value_or(model::HostState{});
      found->state.host = host;
      if (stored) {
        Time& next = found->state.next_ok;
        next = std::max(next, std::min(opened_ + found->state.delay, next + turn_lasts));
      }
      found->loaded = true;
    }
  }
  co_return found;
}

asio::awaitable<Result<>> Gates::put(Gate& at) {
  while (at.writing) {
    [[maybe_unused]] const auto [ended] = co_await at.freed.async_wait(asio::as_tuple(asio::use_awaitable));
    CO_TRY_OK(co_await not_cancelled());
  }
  at.writing = true;
  auto write = [this, state = at.state] { return store_.put_host(state); };
  Result<> written = co_await service::on_pool(disk_, std::move(write));
  at.writing = false;
  at.freed.cancel();
  co_return written;
}

asio::awaitable<void> Gates::sleep(Millis wait) {
  asio::steady_timer timer(executor_, wait);
  co_await timer.async_wait(asio::use_awaitable);
}

asio::awaitable<Result<>> Gates::wait_for_turn(Gate& at) {
  for (;;) {
    const Time now = clock_.now();
    if (network_.is_down(now)) {
      co_return fail(Errc::busy, "the network seems to be down: no host can be reached");
    }
    const Millis steady_wait = at.steady_next - clock_.steady_now();
    const Time own = std::max(fetch::next_turn(at.state), now + std::max(steady_wait, 0ms));
    const std::optional<Time> ring = rings_.turn(at.name, at.address, now);
    if (own <= now && ring && *ring <= now) {
      co_return Result<>{};
    }
    if (ring) {
      co_await sleep(std::max<Millis>(std::max(own, *ring) - now, 1ms));
    } else {
      ring_freed_.expires_after(1s);  // a bound, should the end of the others be missed
      [[maybe_unused]] const auto [ended] =
          co_await ring_freed_.async_wait(asio::as_tuple(asio::use_awaitable));
      CO_TRY_OK(co_await not_cancelled());
    }
  }
}

asio::awaitable<Result<>> Gates::enter(std::string host, Millis delay, Millis patience) {
  CO_TRY(Gate* const at, co_await gate(host));
  while (at->busy) {
    [[maybe_unused]] const auto [ended] = co_await at->freed.async_wait(asio::as_tuple(asio::use_awaitable));
    CO_TRY_OK(co_await not_cancelled());
  }
  const Time turn = fetch::next_turn(at->state);
  if (turn > clock_.now() + patience) {
    co_return fail(Errc::busy, host + " may be asked again at " + to_iso(turn));
  }
  at->busy = true;
  // From here on the gate must be given back on every way out, cancellation included.
  struct Back {
    Gate* gate;
    bool keep = false;
    ~Back() {
      if (!keep) {
        gate->busy = false;
        gate->freed.cancel();
      }
    }
  } back{.gate = at};
  CO_TRY_OK(co_await wait_for_turn(*at));
  const Time now = clock_.now();
  at->state = fetch::before_request(at->state, delay, now);
  rings_.begin(at->name, at->address, at->state.delay, now);
  const Result<> written = co_await put(*at);
  if (!written) {
    rings_.end(at->name, at->address);
    co_return written;
  }
  back.keep = true;
  co_return Result<>{};
}

asio::awaitable<void> Gates::leave(std::string host, Millis delay, Answered answered) {
  Gate& at = *gates_.at(host);
  const Time now = clock_.now();
  const model::HostState before = at.state;
  at.state = fetch::after_answer(before, answered.status, answered.problem, delay, answered.latency,
                                 answered.retry_after, now, chance_());
  const bool worth_a_write = at.state.failures != before.failures ||
                             at.state.open_until != before.open_until ||
                             fetch::next_turn(at.state) > fetch::next_turn(before);
  // What was written down before the request counts from then; it left later, by a sync and a connection.
  // That much need not be durable: a new process waits for longer.
  const Millis ago = std::max<Millis>(now - answered.sent.value_or(now), 0ms);
  at.state.next_ok = std::max(at.state.next_ok, now - ago + before.delay);
  at.steady_next = clock_.steady_now() - ago + before.delay;
  rings_.end(at.name, at.address);
  ring_freed_.cancel();
  if (answered.status > 0) {
    network_.answered(now);
    at.address = answered.address;
  } else if (answered.problem == Errc::unreachable) {
    network_.unreachable(at.name, now);
  }
  if (worth_a_write) {
    const Result<> written = co_await put(at);
    if (!written) {
      log::warning("host.state", {{"host", host}, {"problem", written.error().text()}});
    }
  }
  at.busy = false;
  at.freed.cancel();
}

asio::awaitable<Result<model::HostState>> Gates::state(std::string host) {
  CO_TRY(Gate* const at, co_await gate(std::move(host)));
  co_return at->state;
}

asio::awaitable<Result<>> Gates::put_robots(model::HostState robots) {
  CO_TRY(Gate* const at, co_await gate(robots.host));
  at->state.robots_body = std::move(robots.robots_body);
  at->state.robots_state = std::move(robots.robots_state);
  at->state.robots_fetched = robots.robots_fetched;
  at->state.robots_until = robots.robots_until;
  at->state.next_ok = std::max(at->state.next_ok, robots.next_ok);
  co_return co_await put(*at);
}

Time Gates::next_ok(const std::string& host) const {
  const auto found = gates_.find(host);
  return found == gates_.end() ? Time{} : fetch::next_turn(found->second->state);
}

std::size_t Gates::open_breakers(Time now) const {
  return static_cast<std::size_t>(
      std::ranges::count_if(gates_, [now](const auto& each) { return each.second->state.open_until > now; }));
}

}  // namespace qw::pipeline
