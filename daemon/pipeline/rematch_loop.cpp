// Stored quotes → match → case, when a pattern came or changed; beside the live line and behind it.
#include "base/log.hpp"
#include "daemon/pipeline/backtest.hpp"
#include "daemon/pipeline/line.hpp"
#include "daemon/pipeline/read_again.hpp"
#include "daemon/pipeline/rematch.hpp"

#include <chrono>
#include <utility>

namespace qw::pipeline {

namespace asio = boost::asio;
using namespace std::chrono_literals;

namespace {

constexpr Millis look_every = 60s;
/// Articles that the judges had in hand when the patterns changed were judged by the old ones; by then their
/// quotes are stored.
constexpr Millis settle = 2s;
constexpr Millis after_trouble = 10s;
/// While new articles wait, an old one is looked at no more often than this.
constexpr Millis behind_the_line = 1s;
constexpr Millis look_at_the_line_every = 20ms;

}  // namespace

asio::awaitable<void> Line::watch_rematch() {
  while (!stopping_) {
    if (patterns_changed_) {
      patterns_changed_ = false;
      const std::shared_ptr<const Engines> engines = engines_;
      auto plan = [this, engines, now = tools_.clock.now()]() -> Result<std::pair<std::size_t, std::size_t>> {
        TRY(const std::size_t messages, follow_patterns(tools_.store, *engines, now));
        TRY(const std::size_t jobs, plan_rematches(tools_.store, *engines, now));
        return std::pair(messages, jobs);
      };
      const auto planned = co_await on_disk(std::move(plan));
      if (!planned) {
        store_failed("rematch", planned.error());
        patterns_changed_ = true;
        co_await rematch_.wait(after_trouble);
        continue;
      }
      if (planned->first > 0) {
        tools_.outbox_has_grown();
      }
      if (planned->second > 0) {
        co_await rematch_.wait(settle);
      }
    }
    const std::shared_ptr<const Engines> engines = engines_;
    auto look = [this, engines] { return next_rematch(tools_.store, *engines); };
    const Result<std::optional<Rematch>> job = co_await on_disk(std::move(look));
    if (!job) {
      store_failed("rematch", job.error());
      co_await rematch_.wait(after_trouble);
      continue;
    }
    const std::optional<Rematch>& next = *job;
    if (!next) {
      co_await rematch_.wait(look_every);
      continue;
    }
    const Result<> stepped = co_await rematch_day(engines, *next);
    if (!stepped) {
      store_failed("rematch", stepped.error());
      co_await rematch_.wait(after_trouble);
    }
  }
}

asio::awaitable<Result<>> Line::rematch_day(std::shared_ptr<const Engines> engines, Rematch job) {
  auto load = [this, engines, job] { return load_day(tools_.store, *engines, job); };
  CO_TRY(RematchDay day, co_await on_disk(std::move(load)));
  for (const std::string& revision : day.revisions) {
    co_await let_the_line_pass();
    if (stopping_ || patterns_changed_) {
      co_return Result<>{};  // the day is repeated, or its job planned anew
    }
    CO_TRY_OK(co_await rematch_revision(engines, revision, &day.after));
  }
  auto put = [this, engines, after = day.after, now = tools_.clock.now()] {
    return put_rematch(tools_.store, *engines, after, now);
  };
  CO_TRY(const std::size_t messages, co_await on_disk(std::move(put)));
  if (messages > 0) {
    tools_.outbox_has_grown();
  }
  co_return Result<>{};
}

asio::awaitable<void> Line::let_the_line_pass() {
  asio::steady_timer timer(tools_.executor);
  for (Millis waited{0}; queue_->waiting() > 0 && waited < behind_the_line && !stopping_;
       waited += look_at_the_line_every) {
    timer.expires_after(look_at_the_line_every);
    co_await timer.async_wait(asio::use_awaitable);
  }
}

asio::awaitable<Result<>> Line::rematch_revision(std::shared_ptr<const Engines> engines, std::string revision,
                                                 Rematch* job) {
  auto load = [this, engines, revision = std::move(revision)] {
    return read_again(tools_.store, *engines, revision);
  };
  CO_TRY(auto read, co_await on_disk(std::move(load)));
  if (!read) {
    ++job->unread;
    co_return Result<>{};
  }
  const auto article = std::make_shared<const ReadArticle>(*std::move(read));
  auto think = [engines, article, pattern = job->pattern, now = tools_.clock.now()]() -> Result<Judged> {
    return only_of(judge(*engines, *article), pattern, now, engines->config->desk.alert_max_age);
  };
  CO_TRY(Judged judged, co_await service::on_pool(tools_.workers, std::move(think)));
  ++job->articles;
  if (judged.decisions.empty()) {
    co_return Result<>{};
  }
  auto put = [this, engines, judged = std::move(judged), now = tools_.clock.now()] {
    return put_found_again(tools_.store, *engines, judged, now);
  };
  CO_TRY(const PutDown put_down, co_await on_disk(std::move(put)));
  job->alerts += put_down.alerts;
  job->reviews += put_down.reviews;
  job->touched += put_down.cases_touched;
  if (put_down.messages > 0) {
    tools_.outbox_has_grown();
  }
  co_return Result<>{};
}

asio::awaitable<Result<LookedUp>> Line::look_up(std::string url) {
  const std::shared_ptr<const Engines> engines = engines_;
  if (engines->config->crawl.contact.empty() && !tools_.crawl_without_contact) {
    co_return fail(Errc::refused, why_paused());
  }
  Ask ask{
      .url = std::move(url), .etag = "", .last_modified = "", .delay = engines->config->crawl.least_delay};
  CO_TRY(Got got, co_await web_.get(std::move(ask), crawl_now()));
  if (got.response.status != 200) {
    co_return fail(Errc::refused, got.response.url + " answered " + std::to_string(got.response.status));
  }
  LookedUp out;
  out.url = got.response.url;
  out.content_type = got.response.header("Content-Type");
  out.body = std::move(got.response.body);
  co_return out;
}

}  // namespace qw::pipeline
