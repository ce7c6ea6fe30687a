// article → (the seam) → quotes → match → case → alert.
#include "base/log.hpp"
#include "base/url.hpp"
#include "crawler/article/read_article.hpp"
#include "crawler/discover/canonical_url.hpp"
#include "daemon/pipeline/into_case.hpp"
#include "daemon/pipeline/judge.hpp"
#include "daemon/pipeline/line.hpp"
#include "daemon/pipeline/page_record.hpp"

#include <chrono>
#include <utility>

namespace qw::pipeline {

namespace asio = boost::asio;
using namespace std::chrono_literals;

namespace {

/// A page that shows no article says so; what then stands for it is the feed's title.
std::pair<Unseen, std::string> verdict_on(const model::Article& article) {
  switch (article.looked) {
    case model::Looked::wall:
      return {Unseen::blocked, "page not seen (a wall stands in front)"};
    case model::Looked::soft_404:
      return {Unseen::gone, "page not seen (it says that there is no such page)"};
    case model::Looked::not_html:
      return {Unseen::failed, "page not seen (it is no HTML)"};
    case model::Looked::article:
    case model::Looked::no_text:
    case model::Looked::paywall_stub:
      break;
  }
  return {Unseen::no, article.looked == model::Looked::article ? "" : "text not seen"};
}

/// The feed's entry in place of an article.
model::Article entry_as_article(const model::Task& task, std::string language) {
  model::Article article;
  article.outlet = task.outlet;
  article.url = task.url;
  article.canonical_url = task.canonical_url;
  article.title = task.sighting.title;
  article.lead = task.sighting.summary;
  article.language = std::move(language);
  article.published.time = task.sighting.says_published;
  article.published.source = model::DateSource::feed;
  if (article.published.time) {
    article.published.day = day_of(*article.published.time);
  }
  return article;
}

/// The article's identity: what the page names as its own address when that can be believed, else the link's.
std::string own_name(const std::string& named, const std::string& page, const std::string& link) {
  const auto own = parse_url(named);
  const auto at = parse_url(page);
  return own && at && discover::may_name_itself(*at, *own) ? discover::canonical_url(*own) : link;
}

std::string language_of(const model::Outlet* outlet) {
  return outlet != nullptr && outlet->languages.size() == 1 ? outlet->languages.front() : "";
}

}  // namespace

asio::awaitable<void> Line::read_page(FetchedPage fetched, Hold hold) {
  ReadArticle read;
  read.task = std::move(fetched.task);
  read.page = fetched.page.id;
  read.page_digest = fetched.page.payload_digest;
  read.fetched = fetched.page.fetched;
  read.history = !read.task.sighting.not_there_at;
  auto parse = [this, body = fetched.body, url = fetched.page.final_url, type = fetched.page.content_type,
                zone = zone_of(read.task), at = read.fetched] {
    const Counts::Watch watch(counts_, "parse");
    return article::read_article({*body, url, type, at, zone});
  };
  Result<model::Article> article = co_await service::on_pool(tools_.workers, std::move(parse));
  if (!article) {
    log::info("page.unreadable",
              {{"outlet", read.task.outlet}, {"url", read.task.url}, {"problem", article.error().what}});
    co_await take_unseen(std::move(read.task), Unseen::failed, "page not seen (" + article.error().what + ")",
                         std::nullopt, std::move(hold));
    co_return;
  }
  const auto [unseen, remark] = verdict_on(*article);
  if (unseen == Unseen::gone && read.task.visits > 0 && read.task.attempts == 0) {
    const Result<> put = co_await gone_once(std::move(read.task), remark);
    if (!put) {
      store_failed("read", put.error());
    }
    co_return;
  }
  if (unseen != Unseen::no) {
    co_await take_unseen(std::move(read.task), unseen, remark, std::nullopt, std::move(hold));
    co_return;
  }
  read.article = *std::move(article);
  read.article.outlet = read.task.outlet;
  read.page_remark = remark;
  read.article.canonical_url =
      own_name(read.article.canonical_url, fetched.page.final_url, read.task.canonical_url);
  if (read.article.title.empty()) {
    read.article.title = read.task.sighting.title;
  }
  counts_.article("read");
  QueuedArticle queued;
  queued.article = std::make_shared<const ReadArticle>(std::move(read));
  queued.hold = std::move(hold);
  const Result<> appended = co_await queue_->append(std::move(queued));
  if (!appended) {
    co_return;  // stopping; the `read` task is still in the frontier
  }
}

asio::awaitable<void> Line::read_stored(model::Task task) {
  Hold hold;
  hold.claim = Claim(claimed_, task.id);
  hold.permit = co_await budget_.take(0);
  auto load = [this, task]() -> Result<std::optional<FetchedPage>> {
    TRY(auto stored, load_stored_page(tools_.store, task.page));
    if (!stored) {
      return std::nullopt;
    }
    return FetchedPage{task, std::move(stored->page), std::move(stored->body)};
  };
  Result<std::optional<FetchedPage>> loaded = co_await on_disk(std::move(load));
  if (!loaded) {
    store_failed("read", loaded.error());
    co_return;
  }
  std::optional<FetchedPage> stored = *std::move(loaded);
  if (!stored) {  // retention was faster
    co_await take_unseen(std::move(task), Unseen::failed, "page not seen (not kept)", std::nullopt,
                         std::move(hold));
    co_return;
  }
  hold.permit.correct(stored->body->size());
  co_await read_page(*std::move(stored), std::move(hold));
}

asio::awaitable<void> Line::take_unseen(model::Task task, Unseen why, std::string remark,
                                        std::optional<model::Task> next, Hold hold) {
  counts_.article("unseen");
  log::info("page.unseen", {{"outlet", task.outlet}, {"url", task.url}, {"remark", remark}});
  ReadArticle read;
  read.page = task.sighting.feed_page;
  read.fetched = tools_.clock.now();
  read.history = !task.sighting.not_there_at;
  read.unseen = why;
  read.page_remark = std::move(remark);
  read.article = entry_as_article(task, language_of(outlet_of(task)));
  read.next = std::move(next);
  read.task = std::move(task);
  QueuedArticle queued;
  queued.article = std::make_shared<const ReadArticle>(std::move(read));
  queued.hold = std::move(hold);
  [[maybe_unused]] const Result<> appended = co_await queue_->append(std::move(queued));
}

// ---- quotes → match → case → alert

asio::awaitable<void> Line::judge_articles() {
  for (;;) {
    Result<QueuedArticle> queued = co_await queue_->next();
    if (!queued) {
      co_return;
    }
    const std::shared_ptr<const ReadArticle> read = queued->article;
    const std::shared_ptr<const Engines> engines = engines_;
    auto think = [engines, read]() -> Result<Judged> { return judge(*engines, *read); };
    Result<Judged> judged = co_await service::on_pool(tools_.workers, std::move(think));
    if (!judged) {
      log::error("judge", {{"url", read->task.url}, {"problem", judged.error().what}});
      judged = Judged{};  // the article is kept and the line goes on
    }
    counts_.stage("quotes", judged->quotes_seconds);
    counts_.stage("match", judged->match_seconds);
    counts_.quotes(read->article.language, judged->quotes.size());
    for (const store::DecisionRow& row : judged->decisions) {
      counts_.decision(row.decision.pattern, model::name_of(row.decision.outcome));
    }
    auto put = [this, engines, read, judged = *std::move(judged), now = tools_.clock.now(),
                chance = tools_.chance()]() mutable {
      const Counts::Watch watch(counts_, "store");
      return put_into_cases(tools_.store, *engines, *read, std::move(judged), now, chance);
    };
    const Result<PutDown> done = co_await on_disk(std::move(put));
    if (!done) {
      if (done.error().code != Errc::not_found) {  // its lease had ended and somebody else finished it
        store_failed("read", done.error());
      }
      continue;
    }
    if (done->new_revision || done->cases_touched > 0) {
      log::info("article", {{"outlet", read->task.outlet},
                            {"url", read->task.url},
                            {"alerts", done->alerts},
                            {"reviews", done->reviews},
                            {"silent", done->silent},
                            {"messages", done->messages},
                            {"remark", read->page_remark}});
    }
    if (const std::optional<Time>& published = read->article.published.time;
        published && done->cases_touched > 0) {
      counts_.detection_delay(std::chrono::duration<double>(tools_.clock.now() - *published).count());
    }
    if (done->messages > 0) {
      tools_.outbox_has_grown();
    }
  }
}

}  // namespace qw::pipeline
