// A hand-in: the API leaves a wish and an order in the store (daemon/hand_in), this end fetches, reads,
// judges and leaves a report; with the order to open a case the article goes into it as one of the crawl
// would.
#include "base/log.hpp"
#include "daemon/pipeline/hand_in_reading.hpp"
#include "daemon/pipeline/into_case.hpp"
#include "daemon/pipeline/line.hpp"
#include "daemon/pipeline/page_record.hpp"

#include <chrono>
#include <utility>

namespace qw::pipeline {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using hand_in::Obstacle;

namespace {

/// People wait for each; their hosts differ, so each goes at its own pace.
constexpr std::size_t most_at_once = 8;
constexpr Millis look_every = 10s;
constexpr Millis sweep_every = 1h;
constexpr std::uint64_t usual_page_bytes = 256U << 10U;

std::string key_of(std::string_view room, const std::string& id) { return std::string(room) + id; }

Result<> drop_old(store::Store& store, Time before) {
  TRY(const auto rows, store.settings(hand_in::report_room));
  store::ActBatch batch;
  for (const auto& [key, text] : rows) {
    const auto report = hand_in::read_report(text);
    if (!report || report->at < before) {
      batch.settings.emplace_back(key, "");
      batch.settings.emplace_back(key_of(hand_in::wish_room, key.substr(hand_in::report_room.size())), "");
    }
  }
  return batch.settings.empty() ? Result<>{} : store.commit(std::move(batch));
}

/// What the store knows of a hand-in.
struct Known {
  hand_in::Wish wish;
  hand_in::Order order;
  std::string stored_page;  ///< of an earlier report
};

Result<std::optional<Known>> load_known(store::Store& store, const std::string& id,
                                        const std::string& order) {
  TRY(const auto wish, store.setting(key_of(hand_in::wish_room, id)));
  if (!wish) {
    return std::nullopt;
  }
  Known out;
  TRY(out.wish, hand_in::read_wish(*wish));
  TRY(out.order, hand_in::read_order(order));
  TRY(const auto report, store.setting(key_of(hand_in::report_room, id)));
  if (report) {
    TRY(const hand_in::Report earlier, hand_in::read_report(*report));
    out.stored_page = earlier.page;
  }
  return out;
}

}  // namespace

asio::awaitable<void> Line::watch_hand_ins() {
  Time next_sweep{};
  while (!stopping_) {
    auto load = [this] { return tools_.store.settings(hand_in::order_room); };
    const auto rows = co_await on_disk(std::move(load));
    if (!rows) {
      store_failed("hand_ins", rows.error());
    } else {
      for (const auto& [key, order] : *rows) {
        std::string id = key.substr(hand_in::order_room.size());
        if (!stopping_ && handed_in_.size() < most_at_once && handed_in_.insert(id).second) {
          work_.spawn("pipeline.hand_in", serve_hand_in(std::move(id), order));
        }
      }
    }
    if (const Time now = tools_.clock.now(); now >= next_sweep) {
      next_sweep = now + sweep_every;
      auto sweep = [this, now] { return drop_old(tools_.store, now - hand_in::keep_for); };
      const Result<> swept = co_await on_disk(std::move(sweep));
      if (!swept) {
        store_failed("hand_ins", swept.error());
      }
    }
    co_await hand_ins_.wait(look_every);
  }
}

asio::awaitable<void> Line::serve_hand_in(std::string id, std::string order) {
  const Result<> done = co_await take_hand_in(id, std::move(order));
  handed_in_.erase(id);
  if (!done && done.error().code != Errc::cancelled) {  // stopping: the order stays
    store_failed("hand_in", done.error());
  }
  hand_ins_.ring();
}

asio::awaitable<Result<>> Line::take_hand_in(std::string id, std::string order) {
  const std::shared_ptr<const Engines> engines = engines_;
  auto load = [this, id, order] { return load_known(tools_.store, id, order); };
  CO_TRY(const std::optional<Known> known, co_await on_disk(std::move(load)));
  store::ActBatch batch;
  const std::string order_key = key_of(hand_in::order_room, id);
  if (!known) {
    batch.settings.emplace_back(order_key, "");
    auto forget = [this, batch = std::move(batch)] { return tools_.store.commit(batch); };
    co_return co_await on_disk(std::move(forget));
  }
  const auto report = std::make_shared<hand_in::Report>();
  report->id = id;
  const auto read = std::make_shared<ReadArticle>();
  if (known->wish.url.empty()) {
    *read = article_of_text(known->wish);
  } else {
    CO_TRY_OK(co_await read_handed_in(known->wish.url, known->stored_page, report, read));
  }
  read->handed_in_by = known->order.who;
  read->wished_pattern = known->order.pattern;
  const bool to_case = known->order.open_case && report->obstacle == Obstacle::none;
  std::optional<Judged> judged;
  if (report->obstacle == Obstacle::none) {
    auto think = [engines, read, report]() -> Result<HandInJudged> {
      return judge_hand_in(*engines, *read, *report);
    };
    CO_TRY(HandInJudged thought, co_await service::on_pool(tools_.workers, std::move(think)));
    *report = std::move(thought.report);
    judged = std::move(thought.judged);
  }
  report->at = tools_.clock.now();
  auto put = [this, engines, read, report, judged = std::move(judged), to_case, order = std::move(order),
              order_key, now = report->at, chance = tools_.chance()]() mutable -> Result<std::size_t> {
    std::size_t messages = 0;
    if (to_case && judged) {
      TRY(const PutDown down, put_into_cases(tools_.store, *engines, *read, *std::move(judged), now, chance));
      messages = down.messages;
    }
    if (!read->article.canonical_url.empty()) {
      TRY(report->cases, tools_.store.cases_with_article(article_id(read->article.canonical_url)));
    }
    store::ActBatch last;
    last.settings.emplace_back(key_of(hand_in::report_room, report->id), hand_in::to_text(*report));
    TRY(const auto newest, tools_.store.setting(order_key));
    if (newest && *newest == order) {  // another order came meanwhile: it is served next
      last.settings.emplace_back(order_key, "");
    }
    TRY_OK(tools_.store.commit(std::move(last)));
    return messages;
  };
  CO_TRY(const std::size_t messages, co_await on_disk(std::move(put)));
  log::info("hand_in", {{"id", id},
                        {"obstacle", model::name_of(report->obstacle)},
                        {"quotes", report->quotes.size()},
                        {"cases", report->cases.size()}});
  if (messages > 0) {
    tools_.outbox_has_grown();
  }
  co_return Result<>{};
}

asio::awaitable<Result<>> Line::read_handed_in(std::string address, std::string stored_page,
                                               std::shared_ptr<hand_in::Report> report,
                                               std::shared_ptr<ReadArticle> read) {
  const std::shared_ptr<const Engines> engines = engines_;
  const auto stopped_by = [&report](const Error& why) -> Result<> {
    if (why.code == Errc::cancelled) {
      return std::unexpected(why);
    }
    report->obstacle = obstacle_of(why);
    report->detail = why.what;
    return {};
  };
  const Result<Url> url = parse_url(address);
  if (!url) {
    report->obstacle = Obstacle::not_an_address;
    report->detail = url.error().what;
    co_return Result<>{};
  }
  const model::Outlet* outlet = outlet_of_address(*engines->config, *url);
  read->task.outlet = outlet != nullptr ? outlet->id : url->host;
  const std::string zone = outlet != nullptr ? outlet->zone : "UTC";
  StoredPage stored;
  if (!stored_page.empty()) {
    auto load = [this, stored_page] { return load_stored_page(tools_.store, stored_page); };
    CO_TRY(auto loaded, co_await on_disk(std::move(load)));
    if (loaded) {
      stored = *std::move(loaded);
    }
  }
  Hold hold;
  if (!stored.body) {
    if (const std::string paused = why_paused(); !paused.empty()) {
      report->obstacle = Obstacle::paused;
      report->detail = paused;
      co_return Result<>{};
    }
    hold.permit = co_await budget_.take(usual_page_bytes);
    model::Task task = read->task;
    task.url = address_to_fetch(*url);
    const std::shared_ptr<const config::Crawl> crawl = crawl_now();
    Ask ask{.url = task.url, .etag = "", .last_modified = "", .delay = crawl->delay};
    if (outlet != nullptr) {
      ask.delay = delay_of(task);
    }
    Result<Got> got = co_await web_.get(std::move(ask), crawl);
    if (!got) {
      co_return stopped_by(got.error());
    }
    const auto response = std::make_shared<const fetch::Response>(std::move(got->response));
    hold.permit.correct(response->body.size() + response->wire_body.size());
    report->status = response->status;
    report->final_address = response->url;
    report->obstacle = obstacle_of_status(response->status);
    if (report->obstacle != Obstacle::none) {
      report->detail = "answered " + std::to_string(response->status);
      co_return Result<>{};
    }
    auto put = [this, response, task = std::move(task), now = tools_.clock.now()]() -> Result<StoredPage> {
      TRY(auto page, tools_.store.append_page(page_record(task, *response, now), exchange_of(*response)));
      store::FetchedBatch batch;
      batch.page = page;
      TRY_OK(tools_.store.commit(std::move(batch)));
      return StoredPage{std::move(page), std::shared_ptr<const std::string>(response, &response->body)};
    };
    CO_TRY(stored, co_await on_disk(std::move(put)));
  }
  report->page = stored.page.id;
  report->digest = stored.page.payload_digest;
  report->status = stored.page.status;
  report->final_address = stored.page.final_url;
  auto parse = [stored, url = *url, zone]() -> Result<HandedPage> {
    return read_handed_page(*stored.body, stored.page.content_type, url, stored.page.final_url,
                            stored.page.fetched, zone);
  };
  CO_TRY(HandedPage page, co_await service::on_pool(tools_.workers, std::move(parse)));
  report->obstacle = page.obstacle;
  report->detail = page.detail;
  read->task.url = url->text();
  read->task.canonical_url = page.article.canonical_url;
  read->task.host = url->authority();
  read->task.sighting.seen_at = stored.page.fetched;
  read->page = stored.page.id;
  read->page_digest = stored.page.payload_digest;
  read->fetched = stored.page.fetched;
  read->page_remark = page.detail;
  read->article = std::move(page.article);
  read->article.outlet = read->task.outlet;
  co_return Result<>{};
}

}  // namespace qw::pipeline
