#include "daemon/pipeline/lists.hpp"

#include "base/ids.hpp"
#include "base/url.hpp"
#include "config/addresses.hpp"
#include "crawler/discover/canonical_url.hpp"
#include "daemon/pipeline/judge.hpp"

#include <algorithm>
#include <optional>
#include <unordered_set>
#include <utility>

namespace qw::pipeline {
namespace {

constexpr std::size_t most_links = 2000;
constexpr std::size_t most_url_bytes = 2048;

std::optional<model::Task> poll_task(const model::Outlet& outlet, model::TaskKind kind,
                                     const std::string& address) {
  const auto url = parse_url(address);
  if (!url) {
    return std::nullopt;  // the loader has judged it already
  }
  model::Task task;
  task.kind = kind;
  task.outlet = outlet.id;
  task.url = url->text();
  task.canonical_url = task.url;
  task.host = url->authority();
  task.id = content_id("list\n" + outlet.id + "\n" + task.url);
  task.priority = 0;
  return task;
}

bool belongs_to(const model::Outlet& outlet, const std::string& list_host, const std::string& host) {
  if (config::same_site(host, list_host) || std::ranges::find(outlet.hosts, host) != outlet.hosts.end()) {
    return true;
  }
  const auto home = parse_url(outlet.home);
  return home && config::same_site(host, home->host);
}

}  // namespace

std::vector<model::Task> poll_tasks(const model::Outlet& outlet) {
  std::vector<model::Task> tasks;
  const auto add = [&](model::TaskKind kind, const std::string& address) {
    if (auto task = poll_task(outlet, kind, address)) {
      tasks.push_back(*std::move(task));
    }
  };
  for (const model::FeedAddress& feed : outlet.feeds) {
    add(model::TaskKind::feed, feed.address);
  }
  for (const std::string& section : outlet.sections) {
    add(model::TaskKind::section, section);
  }
  if (!outlet.telegram.empty()) {
    add(model::TaskKind::telegram, "https://t.me/s/" + outlet.telegram);
  }
  if (tasks.empty() && !outlet.home.empty()) {
    add(model::TaskKind::section, outlet.home);
  }
  return tasks;
}

bool is_polled(const config::Crawl& crawl, const model::Outlet& outlet,
               const std::set<std::string>& verified) {
  return !outlet.paused &&
         (crawl.unverified || outlet.verified != model::Verified::none || verified.contains(outlet.id));
}

Result<ReadList> read_list(const model::Task& task, const std::string& body, const std::string& content_type,
                           const std::string& url, Time fetched, const std::string& zone) {
  const discover::ListInput input{body, content_type, url, fetched, zone};
  ReadList out;
  out.digest = digest_text(body);
  if (task.kind == model::TaskKind::telegram) {
    TRY(out.links, discover::read_telegram(input));
  } else if (task.kind == model::TaskKind::section) {
    TRY(out.links, discover::read_section(input));
  } else {
    Result<discover::Links> feed = discover::read_feed(input);
    if (!feed) {  // a news sitemap may stand among the feeds
      Result<discover::Links> sitemap = discover::read_sitemap(input);
      if (sitemap && sitemap->form == "sitemap") {
        feed = std::move(sitemap);
      }
    }
    TRY(out.links, std::move(feed));
  }
  return out;
}

NewTasks tasks_of(const model::Outlet& outlet, const model::Task& poll, const model::OutletState& state,
                  const discover::Links& links, const std::string& list_page, Time now) {
  NewTasks out;
  const std::unordered_set<std::string> known(state.recent_ids.begin(), state.recent_ids.end());
  std::unordered_set<std::string> seen;
  const auto list_url = parse_url(poll.url);
  for (const discover::Link& link : links.links) {
    if (out.all_ids.size() == most_links) {
      break;
    }
    const auto url = parse_url(link.url);
    if (!url || link.url.size() > most_url_bytes) {
      ++out.malformed;
      continue;
    }
    if (!list_url || !belongs_to(outlet, list_url->host, url->host)) {
      ++out.foreign;
      continue;
    }
    const std::string canonical = discover::canonical_url(*url);
    const std::string id = article_id(canonical);
    if (!seen.insert(id).second) {
      continue;
    }
    out.all_ids.push_back(id);
    if (known.contains(id)) {
      ++out.known;
      continue;
    }
    model::Task task;
    task.id = id;
    task.kind = model::TaskKind::article;
    task.outlet = outlet.id;
    task.url = url->text();
    task.canonical_url = canonical;
    task.host = url->authority();
    task.due = now;
    task.priority = state.last_success ? 1 : 2;  // what the first poll finds is history
    task.sighting.feed_url = poll.url;
    task.sighting.feed_page = list_page;
    task.sighting.title = link.title;
    task.sighting.summary = link.summary;
    task.sighting.says_published = link.published;
    task.sighting.not_there_at = state.last_success;
    task.sighting.seen_at = now;
    out.tasks.push_back(std::move(task));
  }
  return out;
}

}  // namespace qw::pipeline
