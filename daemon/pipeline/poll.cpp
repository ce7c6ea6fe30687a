// poll → links: a list is fetched, its new entries become tasks, and when to poll it next is put down, all in
// one batch.
#include "base/ids.hpp"
#include "base/log.hpp"
#include "crawler/discover/poll_schedule.hpp"
#include "daemon/pipeline/answers.hpp"
#include "daemon/pipeline/line.hpp"
#include "daemon/pipeline/lists.hpp"
#include "daemon/pipeline/page_record.hpp"
#include "daemon/pipeline/schedule.hpp"
#include "daemon/service/on_pool.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace qw::pipeline {

namespace asio = boost::asio;
using namespace std::chrono_literals;

namespace {

/// Validators lie: every so often a list is asked for without them, whatever poll_schedule says.
constexpr std::uint64_t polls_between_full_ones = 12;

/// The validators of an answer, unless it does not want to be kept.
void keep_validators(model::OutletState& state, const fetch::Response& response) {
  const bool keep = response.header("Cache-Control").find("no-store") == std::string::npos &&
                    response.header("Expires") != "0";
  state.etag = keep ? response.header("ETag") : "";
  state.last_modified = keep ? response.header("Last-Modified") : "";
}

bool same_validators(const model::OutletState& state, const fetch::Response& response) {
  return state.etag.empty()
             ? !state.last_modified.empty() && state.last_modified == response.header("Last-Modified")
             : state.etag == response.header("ETag");
}

void note_failure(model::OutletState& state, const Error& why, int status) {
  ++state.failures;
  state.detail = why.what;
  if (is_wall(status)) {
    state.state = "blocked";
  } else if (why.code == Errc::refused) {
    state.state = "forbidden_by_robots";
  } else if (why.code == Errc::busy) {
    state.state = "waiting";
  } else if (why.code == Errc::malformed) {
    state.state = "not_a_feed";
  } else {
    state.state = "unreachable";
  }
}

}  // namespace

asio::awaitable<void> Line::poll(model::Task task) {
  auto find = [this, outlet = task.outlet, url = task.url] {
    return tools_.store.find_outlet_state(outlet, url);
  };
  const auto stored = co_await on_disk(std::move(find));
  if (!stored) {
    store_failed("poll", stored.error());
    co_return;
  }
  model::OutletState state = stored->value_or(model::OutletState{});
  state.outlet = task.outlet;
  state.address = task.url;
  state.kind = task.kind;
  if (state.paused) {
    co_await put_back(std::move(task), tools_.clock.now() + 1min);
    co_return;
  }
  Ask ask{.url = task.url, .etag = "", .last_modified = "", .delay = delay_of(task), .is_list = true};
  if (state.polls % polls_between_full_ones != 0 &&
      discover::may_ask_conditionally(discover::poll_memory(state.schedule), tools_.clock.now())) {
    ask.etag = state.etag;
    ask.last_modified = state.last_modified;
  }
  Result<Got> got = co_await web_.get(std::move(ask), crawl_now());
  if (!got && got.error().code == Errc::cancelled) {
    co_return;
  }
  Result<> done;
  if (!got) {
    done = co_await list_failed(std::move(task), std::move(state), got.error(), 0, "");
  } else if (const int status = got->response.status; status == 200 || status == 304) {
    done = co_await take_list(std::move(task), std::move(state), *std::move(got));
  } else {
    const Error why{Errc::unreachable, "answered " + std::to_string(status), std::nullopt};
    done = co_await list_failed(std::move(task), std::move(state), why, status,
                                got->response.header("Retry-After"));
  }
  if (!done) {
    store_failed("poll", done.error());
  }
}

asio::awaitable<Result<>> Line::take_list(model::Task task, model::OutletState state, Got got) {
  const std::shared_ptr<const Engines> engines = engines_;
  const Time now = tools_.clock.now();
  const model::Outlet* outlet = engines->config->find_outlet(task.outlet);
  if (outlet == nullptr) {
    co_return Result<>{};  // dropped by a reload in this moment; the task goes when it is due again
  }
  const auto response = std::make_shared<const fetch::Response>(std::move(got.response));
  counts_.stage("fetch", std::chrono::duration<double>(response->finished - response->started).count());
  store::PolledBatch batch;
  PollResult result;
  if (response->status == 200) {
    auto read = [this, response, task, now, zone = outlet->zone] {
      const Counts::Watch watch(counts_, "list");
      return read_list(task, response->body, response->header("Content-Type"), response->url, now, zone);
    };
    Result<ReadList> list = co_await service::on_pool(tools_.workers, std::move(read));
    if (!list) {
      co_return co_await list_failed(std::move(task), std::move(state), list.error(), 0, "");
    }
    const bool changed = list->digest != state.body_digest;
    discover::PollMemory memory = discover::poll_memory(state.schedule);
    const bool lied = discover::note_whole_list(memory, changed && !state.body_digest.empty(),
                                                same_validators(state, *response), now);
    state.schedule = discover::encoded(memory);
    if (lied) {
      counts_.lying_validators();
      log::info("validators.lie", {{"outlet", outlet->id}, {"address", task.url}});
    }
    if (changed) {
      auto append = [this, response, record = page_record(task, *response, now)] {
        return tools_.store.append_page(record, exchange_of(*response));
      };
      CO_TRY(batch.page, co_await on_disk(std::move(append)));
    }
    NewTasks found = tasks_of(*outlet, task, state, list->links, batch.page ? batch.page->id : "", now);
    counts_.links("known", found.known);
    counts_.links("foreign", found.foreign);
    result.entries = found.all_ids.size();
    result.known = found.known;
    CO_TRY_OK(co_await drop_known(found.tasks));
    result.fresh = found.tasks.size();
    counts_.links("new", result.fresh);
    if (!found.tasks.empty()) {
      state.last_new_article = now;
      state.articles += found.tasks.size();
    }
    batch.new_tasks = std::move(found.tasks);
    state.recent_ids = std::move(found.all_ids);
    state.body_digest = list->digest;
    keep_validators(state, *response);
  } else {
    if (!response->header("ETag").empty() || !response->header("Last-Modified").empty()) {
      keep_validators(state, *response);  // RFC 9111, 4.3.4
    }
    result.entries = result.known = state.recent_ids.size();
  }
  state.last_poll = now;
  state.last_success = now;
  if (!state.first_complete_poll) {
    state.first_complete_poll = now;
  }
  state.failures = 0;
  state.state = "ok";
  state.detail = got.lists_only
                     ? "robots.txt asks for more than " + std::to_string(longest_delay_for_pages.count()) +
                           " s between two requests: its lists are polled, its pages are not fetched"
                     : "";
  ++state.polls;
  batch.consumed_task = task.id;
  task.due =
      now + next_poll_after(engines->config->crawl, *outlet, state.schedule, result, now, tools_.chance());
  batch.state = std::move(state);
  batch.next_poll = std::move(task);
  log::debug("poll", {{"outlet", outlet->id}, {"status", response->status}, {"new", result.fresh}});
  auto commit = [this, batch = std::move(batch)]() mutable -> Result<> {
    // Counted by the read stage while this poll was under way.
    TRY(const auto stored, tools_.store.find_outlet_state(batch.state.outlet, batch.state.address));
    batch.state.quotes_of_officials = stored ? stored->quotes_of_officials : 0;
    return tools_.store.commit(std::move(batch));
  };
  co_return co_await on_disk(std::move(commit));
}

asio::awaitable<Result<>> Line::list_failed(model::Task task, model::OutletState state, Error why, int status,
                                            std::string retry_after) {
  const Time now = tools_.clock.now();
  note_failure(state, why, status);
  state.last_poll = now;
  ++state.polls;
  log::info("poll.failed", {{"outlet", task.outlet},
                            {"address", task.url},
                            {"state", state.state},
                            {"failures", state.failures},
                            {"problem", why.what}});
  store::PolledBatch batch;
  batch.consumed_task = task.id;
  const std::optional<Millis> asked = fetch::read_retry_after(retry_after, now);
  // A host whose turn is far away says so with `busy`; that is nobody's failure, so it is asked again soon.
  const Millis wait =
      why.code == Errc::busy
          ? std::max<Millis>(gates_.next_ok(task.host) - now, engines_->config->crawl.poll_least)
          : retry_poll_after(engines_->config->crawl, state.failures, asked, tools_.chance());
  task.due = now + wait;
  batch.next_poll = std::move(task);
  batch.state = std::move(state);
  auto commit = [this, batch = std::move(batch)] { return tools_.store.commit(batch); };
  co_return co_await on_disk(std::move(commit));
}

asio::awaitable<Result<>> Line::drop_known(std::vector<model::Task>& tasks) {
  if (tasks.empty()) {
    co_return Result<>{};
  }
  auto look = [this, tasks]() -> Result<std::vector<model::Task>> {
    std::vector<model::Task> fresh;
    for (const model::Task& task : tasks) {
      // An article whose visits are over has no task any more, only revisions.
      TRY(const auto revision, tools_.store.latest_revision(task.id));
      TRY(const auto known, tools_.store.find_task(task.id));
      if (!revision && !known) {
        fresh.push_back(task);
      }
    }
    return fresh;
  };
  CO_TRY(tasks, co_await on_disk(std::move(look)));
  co_return Result<>{};
}

}  // namespace qw::pipeline
