#include "daemon/pipeline/outlet_check.hpp"

#include "crawler/article/read_article.hpp"
#include "daemon/pipeline/answers.hpp"
#include "daemon/service/on_pool.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace qw::pipeline {

namespace asio = boost::asio;
namespace json = boost::json;

namespace {

constexpr std::size_t most_pages = 3;
constexpr std::size_t most_feeds_found = 10;

AddressState found_by_status(int status) {
  return status == 200     ? AddressState::answered
         : is_wall(status) ? AddressState::blocked
                           : AddressState::bad_answer;
}

/// The feeds that the configuration does not hold.
std::vector<std::string> unknown_feeds(const model::Outlet& outlet, std::vector<std::string> found) {
  std::erase_if(found, [&](const std::string& address) {
    return std::ranges::find(outlet.feeds, address, &model::FeedAddress::address) != outlet.feeds.end();
  });
  if (found.size() > most_feeds_found) {
    found.resize(most_feeds_found);
  }
  return found;
}

json::array texts(const std::vector<std::string>& from) { return json::array(from.begin(), from.end()); }

}  // namespace

std::string_view name_of(AddressState found) {
  switch (found) {
    case AddressState::answered:
      return "answered";
    case AddressState::empty:
      return "empty";
    case AddressState::not_a_list:
      return "not_a_list";
    case AddressState::blocked:
      return "blocked";
    case AddressState::forbidden:
      return "forbidden";
    case AddressState::bad_answer:
      return "bad_answer";
    case AddressState::unreachable:
      return "unreachable";
  }
  return "unreachable";
}

std::string report_text(const OutletReport& report) {
  json::array addresses;
  for (const TriedAddress& each : report.addresses) {
    json::object row;
    row["address"] = each.address;
    row["kind"] = each.kind;
    row["found"] = name_of(each.found);
    row["status"] = each.status;
    row["entries"] = each.entries;
    row["problem"] = each.problem;
    addresses.push_back(std::move(row));
  }
  json::object out;
  out["outlet"] = report.outlet;
  out["at"] = to_iso(report.at);
  out["good"] = report.good;
  out["addresses"] = std::move(addresses);
  out["feeds_found"] = texts(report.feeds_found);
  out["pages"] = report.pages;
  out["articles"] = report.articles;
  out["dates"] = report.dates;
  return json::serialize(out);
}

bool is_good(const OutletReport& report) {
  const bool channel = std::ranges::any_of(report.addresses, [](const TriedAddress& each) {
    return each.kind == "telegram" && each.found == AddressState::answered;
  });
  const bool list = std::ranges::any_of(report.addresses, [](const TriedAddress& each) {
    return each.found == AddressState::answered && each.entries > 0;
  });
  return channel || (list && report.articles > 0);
}

std::vector<model::Task> addresses_to_try(const model::Outlet& outlet) {
  std::vector<model::Task> out;
  if (!outlet.home.empty()) {
    model::Outlet home = outlet;  // with nothing else, its home page is a list
    home.feeds.clear();
    home.sections.clear();
    home.telegram.clear();
    out = poll_tasks(home);
  }
  for (model::Task& task : poll_tasks(outlet)) {
    if (std::ranges::find(out, task.id, &model::Task::id) == out.end()) {
      out.push_back(std::move(task));
    }
  }
  return out;
}

asio::awaitable<Result<OutletReport>> OutletCheck::run(model::Outlet outlet,
                                                       std::shared_ptr<const config::Crawl> crawl) {
  const auto report = std::make_shared<OutletReport>();
  report->outlet = outlet.id;
  const Millis delay = std::max(crawl->least_delay, outlet.delay.value_or(crawl->delay));
  std::vector<std::string> articles;
  bool from_feed = false;
  for (const model::Task& task : addresses_to_try(outlet)) {
    CO_TRY(Tried tried, co_await try_list(outlet, task, delay, crawl));
    if (!outlet.home.empty() && report->addresses.empty()) {
      tried.seen.kind = "home";
      report->feeds_found = unknown_feeds(outlet, std::move(tried.feeds));
    }
    report->addresses.push_back(std::move(tried.seen));
    // What a feed lists is the surest to be an article; posts of a channel have no page to read.
    const bool feed = task.kind == model::TaskKind::feed;
    if (task.kind != model::TaskKind::telegram && !tried.articles.empty() &&
        (articles.empty() || (feed && !from_feed))) {
      articles = std::move(tried.articles);
      from_feed = feed;
    }
  }
  for (std::size_t i = 0; i < std::min(articles.size(), most_pages); ++i) {
    CO_TRY_OK(co_await try_article(articles[i], outlet.zone, delay, crawl, report));
  }
  report->at = clock_.now();
  report->good = is_good(*report);
  co_return std::move(*report);
}

asio::awaitable<Result<OutletCheck::Tried>> OutletCheck::try_list(
    model::Outlet outlet, model::Task task, Millis delay, std::shared_ptr<const config::Crawl> crawl) {
  Tried tried;
  tried.seen.address = task.url;
  tried.seen.kind = model::name_of(task.kind);
  Ask ask{.url = task.url, .etag = "", .last_modified = "", .delay = delay};
  Result<Got> got = co_await web_.get(std::move(ask), std::move(crawl));
  if (!got) {
    if (got.error().code == Errc::cancelled) {
      co_return std::unexpected(std::move(got).error());
    }
    tried.seen.found =
        got.error().code == Errc::refused ? AddressState::forbidden : AddressState::unreachable;
    tried.seen.problem = got.error().what;
    co_return tried;
  }
  tried.seen.status = got->response.status;
  tried.seen.found = found_by_status(tried.seen.status);
  if (tried.seen.found != AddressState::answered) {
    tried.seen.problem = "answered " + std::to_string(tried.seen.status);
    co_return tried;
  }
  const auto response = std::make_shared<const fetch::Response>(std::move(got->response));
  auto read = [response, outlet = std::move(outlet), task = std::move(task), tried = std::move(tried),
               now = clock_.now()]() mutable -> Result<Tried> {
    const std::string type = response->header("Content-Type");
    const discover::ListInput input{response->body, type, response->url, now, outlet.zone};
    if (auto feeds = discover::find_feeds(input); feeds && task.kind != model::TaskKind::feed) {
      tried.feeds = *std::move(feeds);
    }
    const auto list = read_list(task, response->body, type, response->url, now, outlet.zone);
    if (!list) {
      tried.seen.found =
          list.error().code == Errc::refused ? AddressState::blocked : AddressState::not_a_list;
      tried.seen.problem = list.error().what;
      return std::move(tried);
    }
    tried.seen.entries = list->links.links.size();
    for (const model::Task& each : tasks_of(outlet, task, {}, list->links, "", now).tasks) {
      tried.articles.push_back(each.url);
    }
    if (tried.seen.entries == 0) {
      tried.seen.found = AddressState::empty;
      tried.seen.problem = "no entries";
    }
    return std::move(tried);
  };
  co_return co_await service::on_pool(workers_, std::move(read));
}

asio::awaitable<Result<>> OutletCheck::try_article(std::string url, std::string zone, Millis delay,
                                                   std::shared_ptr<const config::Crawl> crawl,
                                                   std::shared_ptr<OutletReport> report) {
  Ask ask{.url = std::move(url), .etag = "", .last_modified = "", .delay = delay};
  Result<Got> got = co_await web_.get(std::move(ask), std::move(crawl));
  if (!got || got->response.status != 200) {
    if (!got && got.error().code == Errc::cancelled) {
      co_return std::unexpected(std::move(got).error());
    }
    co_return Result<>{};
  }
  ++report->pages;
  const auto response = std::make_shared<const fetch::Response>(std::move(got->response));
  auto read = [response, zone = std::move(zone), now = clock_.now()] {
    return article::read_article(
        {response->body, response->url, response->header("Content-Type"), now, zone});
  };
  const Result<model::Article> article = co_await service::on_pool(workers_, std::move(read));
  if (article && article->looked == model::Looked::article) {
    ++report->articles;
    report->dates += article->published.time || article->published.day ? 1U : 0U;
  }
  co_return Result<>{};
}

}  // namespace qw::pipeline
