#include "fetch_rig.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <algorithm>
#include <exception>

namespace qw::test {
namespace asio = boost::asio;
namespace {

asio::awaitable<void> fetch_into(fetch::Fetcher& fetcher, fetch::Request request,
                                 std::optional<Result<fetch::Response>>& out) {
  auto response = co_await fetcher.fetch(std::move(request));
  out.emplace(std::move(response));
}

}  // namespace

FetchRig::FetchRig() {
  crawl.contact = "desk@example.org";
  crawl.connect_timeout = Millis(2000);
  crawl.first_byte_timeout = Millis(2000);
  crawl.total_timeout = Millis(5000);
  tuning.low_speed_window = Millis(300);
}

void FetchRig::allow(const std::string& host, std::uint16_t port) {
  crawl.resolve.push_back({host, "127.0.0.1", port});
}

void FetchRig::start() {
  fetcher =
      fetch::make_fetcher(io.get_executor(), system_clock(), std::make_shared<config::Crawl>(crawl), tuning);
}

std::vector<Result<fetch::Response>> FetchRig::fetch_all(const std::vector<fetch::Request>& requests) {
  if (!fetcher) {
    start();
  }
  std::vector<std::optional<Result<fetch::Response>>> answers(requests.size());
  for (std::size_t i = 0; i < requests.size(); ++i) {
    asio::co_spawn(io, fetch_into(*fetcher, requests[i], answers[i]), [](const std::exception_ptr& thrown) {
      if (thrown) {
        std::rethrow_exception(thrown);
      }
    });
  }
  const auto all_there = [&] {
    return std::ranges::all_of(answers, [](const auto& each) { return each.has_value(); });
  };
  io.restart();  // it stops whenever it has nothing to do
  while (!all_there()) {
    io.run_one();
  }
  std::vector<Result<fetch::Response>> out;
  for (auto& each : answers) {
    out.push_back(std::move(*each));
  }
  return out;
}

Result<fetch::Response> FetchRig::fetch(fetch::Request request) {
  return std::move(fetch_all({std::move(request)}).front());
}

Result<fetch::Response> FetchRig::get(const std::string& url) {
  fetch::Request request;
  request.url = url;
  return fetch(std::move(request));
}

}  // namespace qw::test
