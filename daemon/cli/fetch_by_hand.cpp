#include "daemon/cli/fetch_by_hand.hpp"

#include "base/url.hpp"
#include "crawler/fetch/fetcher.hpp"
#include "crawler/fetch/robots.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <exception>
#include <memory>
#include <optional>
#include <set>
#include <utility>

namespace qw::cli {
namespace {

namespace asio = boost::asio;
using fetch::Response;

bool is_redirect(const Response& response) {
  return response.status >= 300 && response.status < 400 && !response.location.empty();
}

/// The rules of one host; one answer is asked for, redirects of robots.txt are followed as the crawler does.
asio::awaitable<Result<fetch::Robots>> robots_of(fetch::Fetcher& fetcher, std::string authority,
                                                 int most_hops) {
  std::string address = authority + "/robots.txt";
  for (int hops = 0; hops <= most_hops; ++hops) {
    fetch::Request request;
    request.url = address;
    request.most_wire_bytes = fetch::most_robots_bytes;
    CO_TRY(const Response response, co_await fetcher.fetch(std::move(request)));
    if (is_redirect(response)) {
      address = response.location;
    } else if (response.status == 200) {
      co_return fetch::parse_robots(response.body);
    } else if (response.status >= 400 && response.status < 500 && response.status != 429) {
      co_return fetch::Robots{};
    } else {
      co_return fail(Errc::busy, authority + "/robots.txt answered " + std::to_string(response.status) +
                                     ", so nothing may be fetched (RFC 9309, 2.3.1.4)");
    }
  }
  co_return fetch::Robots{};
}

asio::awaitable<Result<FetchedByHand>> get(fetch::Fetcher& fetcher, std::string address,
                                           const config::Crawl& crawl) {
  asio::steady_timer pause(co_await asio::this_coro::executor);
  for (std::uint32_t hops = 0; hops <= crawl.most_redirects; ++hops) {
    CO_TRY(const Url url, parse_url(address));
    CO_TRY(const fetch::Robots robots, co_await robots_of(fetcher, url.authority(), 5));
    if (!robots.allows(url.target())) {
      co_return fail(Errc::refused,
                     "robots.txt of " + url.authority() + " forbids it; save the page by hand");
    }
    pause.expires_after(std::max(crawl.least_delay, robots.delay.value_or(Millis{0})));
    co_await pause.async_wait(asio::use_awaitable);
    fetch::Request request;
    request.url = url.text();
    CO_TRY(Response response, co_await fetcher.fetch(std::move(request)));
    if (is_redirect(response)) {
      address = response.location;
      continue;
    }
    if (response.status != 200) {
      co_return fail(Errc::unreachable, url.text() + " answered " + std::to_string(response.status));
    }
    FetchedByHand out;
    out.url = response.url;
    out.content_type = response.header("Content-Type");
    out.body = std::move(response.body);
    co_return out;
  }
  co_return fail(Errc::too_big,
                 "more than " + std::to_string(crawl.most_redirects) + " redirects (crawl.most_redirects)");
}

}  // namespace

Result<FetchedByHand> fetch_by_hand(const std::string& url, const config::Crawl& crawl) {
  if (crawl.contact.empty()) {
    return fail(Errc::config,
                "nothing is fetched without crawl.contact: set it in quotewatch.toml to an e-mail address at "
                "which outlets can reach you, or save the page and give the file");
  }
  asio::io_context loop{1};
  const auto shared = std::make_shared<const config::Crawl>(crawl);
  const auto fetcher = fetch::Fetcher::make(loop.get_executor(), system_clock(), shared);
  std::optional<Result<FetchedByHand>> out;
  asio::co_spawn(loop, get(*fetcher, url, *shared),
                 [&](const std::exception_ptr& problem, Result<FetchedByHand> got) {
                   out = problem ? fail(Errc::unreachable, "the fetch failed") : std::move(got);
                   fetcher->stop();
                 });
  loop.run();
  return out ? *std::move(out) : fail(Errc::cancelled, "the fetch ended without an answer");
}

}  // namespace qw::cli
