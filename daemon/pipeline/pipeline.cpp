// due → poll → links → fetch → article → quotes → match → case → alert.
// This file is the due end: what is due is taken from the frontier, stands in the lane of its host, and is
// served there one request at a time. poll.cpp, fetch_page.cpp and read_page.cpp are the next arrows.
#include "daemon/pipeline/pipeline.hpp"

#include "base/log.hpp"
#include "daemon/pipeline/line.hpp"
#include "daemon/pipeline/lists.hpp"
#include "daemon/service/on_pool.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace qw::pipeline {

namespace asio = boost::asio;
using namespace std::chrono_literals;

namespace {

constexpr std::size_t most_waiting = 4096;
constexpr std::size_t most_waiting_a_host = 32;
constexpr std::size_t most_taken_at_once = 256;
constexpr Millis look_every = 1s;
constexpr Millis ground_every = 5s;
constexpr Millis look_at_paused_every = 30s;
constexpr Millis rest_after_store_trouble = 10s;
constexpr std::uint64_t usual_page_bytes = 256U << 10U;
constexpr std::size_t judges =
    16;  // their work runs on the pool; this many articles wait for the store at a time, and share a sync

bool is_list(model::TaskKind kind) {
  return kind == model::TaskKind::feed || kind == model::TaskKind::section ||
         kind == model::TaskKind::telegram;
}

/// Longer than everything that can happen to a task on its way; then it comes again.
Millis lease_of(const config::Crawl& crawl) { return 2 * crawl.total_timeout + 10min; }

}  // namespace

std::unique_ptr<Pipeline> Pipeline::make(Tools tools, std::shared_ptr<const Engines> engines) {
  return std::make_unique<Line>(std::move(tools), std::move(engines));
}

Line::Line(Tools tools, std::shared_ptr<const Engines> engines)
    : tools_(std::move(tools)),
      engines_(std::move(engines)),
      gates_(tools_.executor, tools_.clock, tools_.store, tools_.disk, tools_.chance),
      web_(tools_.fetcher, gates_, tools_.clock),
      budget_(tools_.executor, engines_->config->crawl.most_in_flight,
              engines_->config->crawl.most_in_flight_bytes),
      lanes_(most_waiting, most_waiting_a_host),
      queue_(make_queue_in_process(tools_.executor, engines_->config->crawl.most_in_flight)),
      loops_(tools_.executor),
      work_(tools_.executor),
      due_(tools_.executor),
      checks_(tools_.executor),
      hand_ins_(tools_.executor),
      rematch_(tools_.executor),
      counts_(tools_.metrics) {}

void Line::start() {
  counts_.prepare(engines_->config->patterns);
  loops_.spawn("pipeline.due", watch_due());
  loops_.spawn("pipeline.ground", watch_ground());
  loops_.spawn("pipeline.checks", watch_checks());
  loops_.spawn("pipeline.hand_ins", watch_hand_ins());
  loops_.spawn("pipeline.rematch", watch_rematch());
  for (std::size_t i = 0; i < judges; ++i) {
    loops_.spawn("pipeline.judge", judge_articles());
  }
}

void Line::reload(std::shared_ptr<const Engines> engines) {
  engines_ = std::move(engines);
  const config::Crawl& crawl = engines_->config->crawl;
  budget_.set_limits(crawl.most_in_flight, crawl.most_in_flight_bytes);
  counts_.prepare(engines_->config->patterns);
  patterns_changed_ = true;
  rematch_.ring();
  loops_.spawn("pipeline.polls", [](Line& line) -> asio::awaitable<void> {
    const Result<> ensured = co_await line.ensure_polls();
    if (!ensured) {
      line.store_failed("polls", ensured.error());
    }
    line.due_.ring();
  }(*this));
}

asio::awaitable<void> Line::stop(Millis patience) {
  stopping_ = true;
  due_.ring();
  checks_.ring();
  hand_ins_.ring();
  rematch_.ring();
  asio::steady_timer timer(tools_.executor);
  for (Millis waited{0}; work_.size() > 0 && waited < patience; waited += 50ms) {
    timer.expires_after(50ms);
    co_await timer.async_wait(asio::use_awaitable);
  }
  log::info("pipeline.stop", {{"cancelled", work_.size()}, {"queued", queue_->waiting()}});
  work_.cancel();
  co_await work_.wait();
  queue_->close();
  loops_.cancel();
  co_await loops_.wait();
}

Pipeline::Status Line::status() const {
  Status out;
  out.paused = why_paused();
  out.outlets = engines_->config->outlets.size();
  out.polled_outlets = static_cast<std::size_t>(
      std::ranges::count_if(engines_->config->outlets, [&](const auto& each) { return polled(each); }));
  out.waiting = lanes_.waiting();
  out.in_flight = budget_.in_flight();
  out.bytes_in_flight = budget_.bytes_in_flight();
  out.queued = queue_->waiting();
  return out;
}

std::string Line::why_paused() const {
  if (engines_->config->crawl.contact.empty() && !tools_.crawl_without_contact) {
    return "crawling is paused: set crawl.contact in " + engines_->config->file +
           " to an e-mail address at which outlets can reach you, and reload";
  }
  if (disk_is_low_) {
    return "crawling is paused: less than store.min_free is free where the store lies; reviewing goes on";
  }
  if (tools_.clock.now() < store_rest_until_) {
    return "crawling is paused for some seconds: the store could not write";
  }
  return "";
}

// ---- due

asio::awaitable<void> Line::watch_due() {
  const Result<> loaded = co_await load_verified();
  if (!loaded) {
    store_failed("verified", loaded.error());
  }
  const Result<> ensured = co_await ensure_polls();
  if (!ensured) {
    store_failed("polls", ensured.error());
  }
  while (!stopping_) {
    heart_.beat();
    Millis wait = look_every;
    if (why_paused().empty() && lanes_.room() > 0) {
      const Result<std::size_t> taken = co_await take_due();
      if (!taken) {
        store_failed("due", taken.error());
      } else if (*taken > 0) {
        wait = 0ms;
      } else {
        auto ask = [this] { return tools_.store.next_due(); };
        const Result<std::optional<Time>> next = co_await on_disk(std::move(ask));
        if (const std::optional<Time> due = next ? *next : std::nullopt) {
          wait = std::clamp<Millis>(*due - tools_.clock.now(), 5ms, look_every);
        }
      }
    }
    co_await due_.wait(wait);
  }
}

asio::awaitable<Result<std::size_t>> Line::take_due() {
  const Time now = tools_.clock.now();
  auto take = [this, now, most = std::min(lanes_.room(), most_taken_at_once),
               until = now + lease_of(engines_->config->crawl)] {
    return tools_.store.take_due(now, most, until);
  };
  CO_TRY(auto tasks, co_await on_disk(std::move(take)));
  if (stopping_) {
    co_return 0;  // nobody waits for new work any more; at the next start they are due at once
  }
  const std::size_t taken = tasks.size();
  for (model::Task& task : tasks) {
    accept(std::move(task));
  }
  co_return taken;
}

void Line::accept(model::Task task) {
  if (in_hand_.contains(task.id)) {
    return;  // it waits in its lane for longer than its lease, which was renewed just now
  }
  if (task.kind == model::TaskKind::read) {
    if (claimed_.contains(task.id)) {
      return;
    }
    work_.spawn("pipeline.read", read_stored(std::move(task)));
    return;
  }
  const std::string host = task.host;
  model::Task copy = task;
  switch (lanes_.offer(std::move(task))) {
    case Lanes::Offer::opened:
      in_hand_.insert(copy.id);
      work_.spawn("pipeline.lane", serve_lane(host));
      break;
    case Lanes::Offer::joined:
      in_hand_.insert(copy.id);
      break;
    case Lanes::Offer::full: {
      // It comes again when the lane may have got through what stands in it now.
      const Millis gap = std::max<Millis>(delay_of(copy), 100ms);
      work_.spawn("pipeline.put_back",
                  put_back(std::move(copy), tools_.clock.now() + gap * most_waiting_a_host));
      break;
    }
  }
}

asio::awaitable<void> Line::put_back(model::Task task, Time due) {
  task.due = due;
  auto put = [this, task = std::move(task)] { return tools_.store.put_task(task); };
  const Result<> done = co_await on_disk(std::move(put));
  if (!done) {
    store_failed("put_back", done.error());
  }
}

asio::awaitable<void> Line::serve_lane(std::string host) {
  for (;;) {
    // What is most urgent is chosen when the turn has come, and nothing is held until then.
    co_await wait_for_turn(host);
    auto task = lanes_.next(host);
    if (!task) {
      co_return;
    }
    const std::string id = task->id;
    if (stopping_ || !why_paused().empty()) {
      co_await put_back(*std::move(task), tools_.clock.now());
    } else {
      co_await serve(*std::move(task));
    }
    in_hand_.erase(id);
    due_.ring();
  }
}

asio::awaitable<void> Line::wait_for_turn(std::string host) {
  const auto state = co_await gates_.state(std::move(host));
  if (!state) {
    co_return;  // serve() meets the same trouble and reports it
  }
  const Millis wait = fetch::next_turn(*state) - tools_.clock.now();
  if (wait > 0ms && wait <= longest_delay_for_pages) {  // a longer one is put down in the frontier
    asio::steady_timer timer(tools_.executor, wait);
    co_await timer.async_wait(asio::use_awaitable);
  }
}

asio::awaitable<void> Line::serve(model::Task task) {
  const model::Outlet* outlet = outlet_of(task);
  if (outlet == nullptr || !polled(*outlet)) {
    if (is_list(task.kind) || outlet == nullptr) {
      auto drop = [this, id = task.id] { return tools_.store.drop_task(id); };
      const Result<> dropped = co_await on_disk(std::move(drop));
      if (!dropped) {
        store_failed("drop", dropped.error());
      }
      co_return;
    }
    co_await put_back(std::move(task), tools_.clock.now() + 1h);  // paused: its articles wait
    co_return;
  }
  const Result<bool> paused = co_await paused_by_a_person(task.outlet);
  if (!paused) {
    store_failed("pause", paused.error());
    co_return;
  }
  if (*paused) {
    co_await put_back(std::move(task), tools_.clock.now() + look_at_paused_every);
    co_return;
  }
  if (is_list(task.kind)) {
    co_await poll(std::move(task));
    co_return;
  }
  Hold hold;
  hold.permit = co_await budget_.take(usual_page_bytes);
  co_await fetch_page(std::move(task), std::move(hold));
}

asio::awaitable<Result<bool>> Line::paused_by_a_person(std::string outlet) {
  auto look = [this, key = "paused/" + std::move(outlet)]() -> Result<bool> {
    TRY(const auto by, tools_.store.setting(key));
    return by && !by->empty();
  };
  co_return co_await on_disk(std::move(look));
}

asio::awaitable<Result<>> Line::ensure_polls() {
  const std::shared_ptr<const Engines> engines = engines_;
  auto ensure = [this, engines, verified = verified_, now = tools_.clock.now()]() -> Result<> {
    std::vector<model::Task> missing;
    for (const model::Outlet& outlet : engines->config->outlets) {
      if (!is_polled(engines->config->crawl, outlet, verified)) {
        continue;
      }
      for (model::Task& task : poll_tasks(outlet)) {
        TRY(const auto known, tools_.store.find_task(task.id));
        if (!known) {
          task.due = now;
          missing.push_back(std::move(task));
        }
      }
    }
    return missing.empty() ? Result<>{} : tools_.store.put_tasks(missing);
  };
  co_return co_await on_disk(std::move(ensure));
}

// ---- the ground on which it stands

asio::awaitable<void> Line::watch_ground() {
  asio::steady_timer timer(tools_.executor);
  for (;;) {
    auto look = [this]() -> Result<std::pair<store::Health, std::size_t>> {
      TRY(const auto tasks, tools_.store.count_tasks());
      return std::pair(tools_.store.health(), tasks);
    };
    const auto seen = co_await on_disk(std::move(look));
    if (seen) {
      const auto& [health, tasks] = *seen;
      const bool low = health.free_bytes < engines_->config->store.min_free;
      if (low != disk_is_low_) {
        log::warning(low ? "disk.low" : "disk.enough",
                     {{"free_bytes", health.free_bytes}, {"min_free", engines_->config->store.min_free}});
      }
      disk_is_low_ = low;
      if (health.read_only) {
        store_failed("health", Error{Errc::io, health.problem, std::nullopt});
      }
      counts_.disk_free.set(static_cast<double>(health.free_bytes));
      counts_.store_read_only.set(health.read_only ? 1 : 0);
      counts_.frontier.set(static_cast<double>(tasks));
    }
    counts_.in_flight.set(static_cast<double>(budget_.in_flight()));
    counts_.bytes_in_flight.set(static_cast<double>(budget_.bytes_in_flight()));
    counts_.waiting.set(static_cast<double>(lanes_.waiting()));
    counts_.queued.set(static_cast<double>(queue_->waiting()));
    counts_.paused.set(why_paused().empty() ? 0 : 1);
    counts_.open_breakers.set(static_cast<double>(gates_.open_breakers(tools_.clock.now())));
    timer.expires_after(ground_every);
    co_await timer.async_wait(asio::use_awaitable);
  }
}

void Line::store_failed(std::string_view doing, const Error& error) {
  if (error.code == Errc::cancelled) {
    return;
  }
  log::error("store", {{"doing", doing}, {"code", name_of(error.code)}, {"problem", error.what}});
  if (error.code == Errc::io) {
    store_rest_until_ = tools_.clock.now() + rest_after_store_trouble;
  }
}

// ---- small questions

const model::Outlet* Line::outlet_of(const model::Task& task) const {
  return engines_->config->find_outlet(task.outlet);
}

Millis Line::delay_of(const model::Task& task) const {
  const config::Crawl& crawl = engines_->config->crawl;
  const model::Outlet* outlet = outlet_of(task);
  return std::max(crawl.least_delay, outlet != nullptr && outlet->delay ? *outlet->delay : crawl.delay);
}

std::string Line::zone_of(const model::Task& task) const {
  const model::Outlet* outlet = outlet_of(task);
  return outlet == nullptr ? "UTC" : outlet->zone;
}

}  // namespace qw::pipeline
