#pragma once

#include "crawler/fetch/fetcher.hpp"

#include <deque>
#include <string>
#include <utility>
#include <vector>

namespace qw::test {

/// One answer of a script.
struct Answered {
  int status = 200;
  std::string body = {};
  std::string retry_after = {};
};

/// Answers from a script; the last answer stays.
class ScriptedFetcher : public fetch::Fetcher {
 public:
  std::deque<Result<Answered>> script{Answered{}};
  std::vector<fetch::Request> asked;

  boost::asio::awaitable<Result<fetch::Response>> fetch(fetch::Request request) override {
    asked.push_back(std::move(request));
    const Result<Answered> next = script.front();
    if (script.size() > 1) {
      script.pop_front();
    }
    if (!next) {
      co_return std::unexpected(next.error());
    }
    fetch::Response response;
    response.status = next->status;
    response.body = next->body;
    if (!next->retry_after.empty()) {
      response.headers.emplace_back("Retry-After", next->retry_after);
    }
    co_return response;
  }
  void set_config(std::shared_ptr<const config::Crawl> /*crawl*/) override {}
  void stop() override {}
  std::size_t in_flight() const override { return 0; }
};

}  // namespace qw::test
