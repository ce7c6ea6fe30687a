#include "daemon/pipeline/web.hpp"

#include "base/log.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace qw::pipeline {

namespace asio = boost::asio;
using namespace std::chrono_literals;

namespace {

/// A turn further away than this is not waited for: the task comes again.
constexpr Millis first_patience = 60s;
/// Once a request has been made on the way to an address, its host's whole delay is waited for: who came
/// again would have to begin with that request again, and never arrive.
Millis later_patience(Millis delay) { return std::min<Millis>(delay + 30s, 1h); }
constexpr int most_robots_hops = 5;
constexpr Millis robots_timeout = 15s;

bool is_redirect(const fetch::Response& response) {
  return response.status >= 300 && response.status < 400 && response.status != 304 &&
         !response.location.empty();
}

}  // namespace

asio::awaitable<Result<fetch::Response>> Web::hop(fetch::Request request, std::string host, Millis delay,
                                                  Millis patience) {
  CO_TRY_OK(co_await gates_.enter(host, delay, patience));
  request.leave_within = turn_lasts;
  // The gate must be given back even when this coroutine is cancelled in the middle: then nobody waits at it
  // any more, since everything is being stopped.
  const Time began = clock_.now();
  Result<fetch::Response> response = co_await fetcher_.fetch(std::move(request));
  Answered answered;
  answered.latency = std::chrono::duration_cast<Millis>(clock_.now() - began);
  if (response) {
    answered.status = response->status;
    answered.retry_after = response->header("Retry-After");
    answered.address = response->address;
    answered.sent = response->sent;
    answered.latency = std::chrono::duration_cast<Millis>(response->first_byte - response->started);
  } else {
    answered.problem = response.error().code;
  }
  co_await gates_.leave(std::move(host), delay, std::move(answered));
  co_return response;
}

asio::awaitable<Result<Got>> Web::get(Ask ask, std::shared_ptr<const config::Crawl> crawl) {
  std::string address = std::move(ask.url);
  bool first = true;
  for (std::uint32_t hops = 0;; ++hops) {
    CO_TRY(const Url url, parse_url(address));
    CO_TRY(const Pace pace, co_await obey_robots(url, ask.delay, crawl));
    if (pace.lists_only && !ask.is_list) {
      co_return fail(Errc::refused, "robots.txt asks for " + std::to_string(pace.delay.count() / 1000) +
                                        " s between two requests, so only lists are fetched");
    }
    fetch::Request request;
    request.url = url.text();
    request.etag = ask.etag;
    request.last_modified = ask.last_modified;
    CO_TRY(fetch::Response response, co_await hop(std::move(request), url.authority(), pace.delay,
                                                  first ? first_patience : later_patience(pace.delay)));
    first = false;
    if (!is_redirect(response)) {
      co_return Got{std::move(response), static_cast<int>(hops), pace.lists_only};
    }
    if (hops == crawl->most_redirects) {
      co_return fail(Errc::too_big, "more than " + std::to_string(crawl->most_redirects) +
                                        " redirects (crawl.most_redirects)");
    }
    address = response.location;
  }
}

asio::awaitable<Result<Web::Pace>> Web::obey_robots(Url url, Millis delay,
                                                    std::shared_ptr<const config::Crawl> crawl) {
  const std::string host = url.authority();
  CO_TRY(model::HostState state, co_await gates_.state(host));
  if (state.robots_state.empty() || state.robots_until <= clock_.now()) {
    CO_TRY(state, co_await ask_robots(std::move(state), delay, crawl));
  }
  if (state.robots_state == "unreachable") {
    co_return fail(Errc::busy,
                   host +
                       "/robots.txt cannot be had, so nothing may be fetched (RFC 9309, 2.3.1.4); "
                       "it is asked again at " +
                       to_iso(state.robots_until));
  }
  if (state.robots_state != "parsed") {
    co_return Pace{.delay = delay};
  }
  Read& read = robots_[host];
  if (!read.robots || read.fetched != state.robots_fetched) {
    read.robots = std::make_shared<const fetch::Robots>(fetch::parse_robots(state.robots_body));
    read.fetched = state.robots_fetched;
  }
  if (!read.robots->allows(url.target())) {
    co_return fail(Errc::refused, std::string(robots_forbid_it));
  }
  const Millis asked = read.robots->delay.value_or(0ms);
  co_return Pace{.delay = std::max(delay, asked), .lists_only = asked > longest_delay_for_pages};
}

asio::awaitable<Result<model::HostState>> Web::ask_robots(model::HostState state, Millis delay,
                                                          std::shared_ptr<const config::Crawl> crawl) {
  fetch::RobotsAnswer answer;
  std::string body;
  std::string address = state.host + "/robots.txt";
  for (int hops = 0;; ++hops) {
    if (hops > most_robots_hops) {
      answer = {};
      answer.status = 404;  // by RFC 9309 2.3.1.2 the file may be taken as not there
      break;
    }
    const Result<Url> url = parse_url(address);
    if (!url) {
      answer.status = 404;
      break;
    }
    fetch::Request request;
    request.url = url->text();
    request.most_wire_bytes = fetch::most_robots_bytes;
    request.total_timeout = robots_timeout;
    Result<fetch::Response> response = co_await hop(std::move(request), url->authority(), delay,
                                                    hops == 0 ? first_patience : later_patience(delay));
    if (!response) {
      // Refused by the address guard: the page would be, too, and that is what there is to say.
      if (response.error().code == Errc::cancelled || response.error().code == Errc::busy ||
          response.error().code == Errc::refused) {
        co_return std::unexpected(response.error());
      }
      break;  // status 0: no answer
    }
    if (is_redirect(*response)) {
      address = response->location;
      continue;
    }
    body = std::move(response->body);
    answer.status = response->status;
    answer.cache_control = response->header("Cache-Control");
    answer.retry_after = response->header("Retry-After");
    answer.truncated = response->truncated;
    break;
  }
  answer.body = body;
  model::HostState after = fetch::after_robots(std::move(state), answer, clock_.now(), crawl->robots_life);
  log::info("robots", {{"host", after.host}, {"status", answer.status}, {"state", after.robots_state}});
  if (after.robots_state == "parsed") {
    // The delay that was just read holds for the very next request, too.
    const Millis asked = fetch::parse_robots(after.robots_body).delay.value_or(0ms);
    after.next_ok = std::max(after.next_ok, clock_.now() + asked);
  }
  CO_TRY_OK(co_await gates_.put_robots(after));
  co_return after;
}

}  // namespace qw::pipeline
