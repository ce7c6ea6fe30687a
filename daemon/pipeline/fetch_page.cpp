// fetch: an article's page comes, or does not, and the frontier says what follows.
#include "base/log.hpp"
#include "daemon/pipeline/answers.hpp"
#include "daemon/pipeline/line.hpp"
#include "daemon/pipeline/page_record.hpp"
#include "daemon/pipeline/schedule.hpp"
#include "daemon/pipeline/visits.hpp"

#include <chrono>
#include <utility>

namespace qw::pipeline {

namespace asio = boost::asio;
using namespace std::chrono_literals;

namespace {

/// From this failure on the feed's title is judged alone; the page is asked for on.
constexpr int failures_until_title_alone = 2;
/// Two looks at least this far apart make a deletion; scaled with crawl.poll_every below ten minutes.
constexpr Millis between_two_looks = 30min;
/// A wall is not run against; now and then somebody looks whether it is still there.
constexpr int visits_between_full_ones = 4;
constexpr int most_looks_at_a_wall = 4;
constexpr Millis between_looks_at_a_wall = 6h;
constexpr Millis usual_poll = 10min;

Millis scaled(const config::Crawl& crawl, Millis usual) {
  return crawl.poll_every < usual_poll ? usual * crawl.poll_every.count() / usual_poll.count() : usual;
}

}  // namespace

asio::awaitable<void> Line::fetch_page(model::Task task, Hold hold) {
  Ask ask{.url = task.url, .etag = "", .last_modified = "", .delay = delay_of(task)};
  if (task.kind == model::TaskKind::revisit) {
    auto find = [this, article = task.id]() -> Result<std::optional<model::PageRecord>> {
      TRY(const auto revision, tools_.store.latest_revision(article));
      if (!revision) {
        return std::nullopt;
      }
      return tools_.store.find_page(revision->page);
    };
    const Result<std::optional<model::PageRecord>> found = co_await on_disk(std::move(find));
    const std::optional<model::PageRecord> before = found ? *found : std::nullopt;
    // "Not changed" is not believed for ever (docs/crawling.md, "When to look again").
    if (before && task.visits % visits_between_full_ones != 0) {
      ask.etag = before->etag;
      ask.last_modified = before->last_modified;
    }
  }
  Result<Got> got = co_await web_.get(std::move(ask), crawl_now());
  if (!got && got.error().code == Errc::cancelled) {
    co_return;
  }
  if (got) {
    const fetch::Response& came = got->response;
    const double seconds = std::chrono::duration<double>(came.finished - came.started).count();
    counts_.fetched(std::to_string(came.status), seconds, came.wire_body.size());
    counts_.stage("fetch", seconds);
  } else {
    counts_.fetched(name_of(got.error().code), std::nullopt, 0);
  }
  Result<> done;
  if (!got) {
    done = co_await page_failed(std::move(task), got.error(), 0, std::move(hold));
  } else if (const int status = got->response.status; status == 304) {
    done = co_await not_changed(std::move(task));
  } else if (status >= 200 && status < 300) {
    done = co_await page_came(std::move(task), *std::move(got), std::move(hold));
  } else {
    const Error why{Errc::unreachable, "answered " + std::to_string(status), std::nullopt};
    done = co_await page_failed(std::move(task), why, status, std::move(hold));
  }
  if (!done) {
    store_failed("fetch", done.error());
  }
}

asio::awaitable<Result<>> Line::page_came(model::Task task, Got got, Hold hold) {
  const auto response = std::make_shared<const fetch::Response>(std::move(got.response));
  hold.permit.correct(response->body.size() + response->wire_body.size());
  // From its batch on the frontier shows the `read` task as due, and this coroutine is already at it.
  hold.claim = Claim(claimed_, task.id);
  // The page is in the WARC before the batch that speaks of it.
  auto put = [this, response, task, now = tools_.clock.now()]() -> Result<FetchedPage> {
    const Counts::Watch watch(counts_, "store");
    TRY(auto page, tools_.store.append_page(page_record(task, *response, now), exchange_of(*response)));
    FetchedPage fetched;
    fetched.task = task;
    fetched.task.kind = model::TaskKind::read;
    fetched.task.page = page.id;
    fetched.task.due = now;
    fetched.page = page;
    store::FetchedBatch batch;
    batch.consumed_task = task.id;
    batch.page = std::move(page);
    batch.next = fetched.task;
    TRY_OK(tools_.store.commit(std::move(batch)));
    return fetched;
  };
  CO_TRY(FetchedPage fetched, co_await on_disk(std::move(put)));
  fetched.body = std::shared_ptr<const std::string>(response, &response->body);
  work_.spawn("pipeline.read", read_page(std::move(fetched), std::move(hold)));
  co_return Result<>{};
}

asio::awaitable<Result<>> Line::not_changed(model::Task task) {
  store::FetchedBatch batch;
  batch.consumed_task = task.id;
  const Time now = tools_.clock.now();
  task.attempts = 0;
  ++task.visits;
  auto commit = [this, engines = engines_, batch = std::move(batch), task = std::move(task), now,
                 chance = tools_.chance()]() mutable -> Result<> {
    TRY(const Standing standing, standing_of(tools_.store, task.id));
    batch.settings = put_look(standing, task.id, now, looks::Seen::unchanged, "");
    if (const auto due = planned_visit(engines->config->crawl, standing, task, now, chance)) {
      task.due = *due;
      task.priority = standing.interest == Interest::in_case ? 1 : 2;
      batch.next = std::move(task);
    }
    return tools_.store.commit(std::move(batch));
  };
  counts_.article("unchanged");
  co_return co_await on_disk(std::move(commit));
}

asio::awaitable<Result<>> Line::gone_once(model::Task task, std::string remark) {
  counts_.article("not_seen_again");
  task.kind = model::TaskKind::revisit;
  task.page.clear();
  ++task.attempts;
  auto commit = [this, engines = engines_, task = std::move(task), remark = std::move(remark),
                 now = tools_.clock.now(), chance = tools_.chance()]() -> Result<> {
    return put_failed_visit(tools_.store, engines->config->crawl, task,
                            scaled(engines->config->crawl, between_two_looks), false,
                            {now, looks::Seen::failed, remark}, chance);
  };
  co_return co_await on_disk(std::move(commit));
}

asio::awaitable<Result<>> Line::page_failed(model::Task task, Error why, int status, Hold hold) {
  const config::Crawl& crawl = engines_->config->crawl;
  const Time now = tools_.clock.now();
  log::info("page.failed", {{"outlet", task.outlet},
                            {"url", task.url},
                            {"code", name_of(why.code)},
                            {"attempts", task.attempts},
                            {"problem", why.what}});
  if (why.code == Errc::busy) {
    // The host's turn or its robots.txt is further away than anybody waits: nobody's failure.
    const Time later = std::max(gates_.next_ok(task.host), now + scaled(crawl, 1min));
    co_await put_back(std::move(task), later);
    co_return Result<>{};
  }
  model::Task next = task;
  ++next.attempts;
  const std::string number = status == 0 ? std::string(name_of(why.code)) : std::to_string(status);
  const bool first_look = task.visits == 0;
  Unseen unseen = Unseen::failed;
  bool judge_title = first_look && next.attempts == failures_until_title_alone;
  std::optional<Millis> again = retry_article_after(crawl, next.attempts, tools_.chance());
  std::string remark = "page not seen (" + number + ")";
  if (why.code == Errc::refused || why.code == Errc::malformed || why.code == Errc::too_big) {
    unseen = Unseen::forbidden_by_robots;
    remark = "page not seen (" + why.what + ")";
    judge_title = first_look;
    again = std::nullopt;
  } else if (is_wall(status)) {
    unseen = Unseen::blocked;
    judge_title = first_look && task.attempts == 0;
    again = next.attempts <= most_looks_at_a_wall ? std::optional(scaled(crawl, between_looks_at_a_wall))
                                                  : std::nullopt;
  } else if (is_gone(status)) {
    unseen = Unseen::gone;
    judge_title = first_look && next.attempts == failures_until_title_alone;
    if (!first_look && next.attempts >= 2) {
      remark = "deleted: answered " + number + " twice";
      co_await take_unseen(std::move(task), Unseen::gone, std::move(remark), std::nullopt, std::move(hold));
      co_return Result<>{};
    }
    again = first_look ? again : scaled(crawl, between_two_looks);
  }
  if (judge_title) {
    std::optional<model::Task> later;
    if (again) {
      next.due = now + *again;
      later = std::move(next);
    }
    co_await take_unseen(std::move(task), unseen, std::move(remark), std::move(later), std::move(hold));
    co_return Result<>{};
  }
  counts_.article(first_look ? "not_seen_yet" : "not_seen_again");
  auto commit = [this, engines = engines_, next = std::move(next), again, first_look, now, unseen, remark,
                 chance = tools_.chance()]() -> Result<> {
    return put_failed_visit(
        tools_.store, engines->config->crawl, next, again, first_look,
        {now, unseen == Unseen::gone ? looks::Seen::failed : seen_of(unseen, false), remark}, chance);
  };
  co_return co_await on_disk(std::move(commit));
}

}  // namespace qw::pipeline
