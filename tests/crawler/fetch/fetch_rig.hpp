#pragma once

#include "config/config.hpp"
#include "crawler/fetch/tuning.hpp"
#include "loopback_server.hpp"

#include <boost/asio/io_context.hpp>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace qw::test {

/// A fetcher and servers on one io_context; site.test reaches the first server by a resolve entry.
struct FetchRig {
  boost::asio::io_context io{1};
  config::Crawl crawl;
  fetch::Tuning tuning;
  std::unique_ptr<fetch::Fetcher> fetcher;

  FetchRig();
  /// Adds the resolve entry host:port → 127.0.0.1. Call before the first fetch.
  void allow(const std::string& host, std::uint16_t port);
  void start();  ///< makes the fetcher
  Result<fetch::Response> fetch(fetch::Request request);
  Result<fetch::Response> get(const std::string& url);
  std::vector<Result<fetch::Response>> fetch_all(const std::vector<fetch::Request>& requests);
};

}  // namespace qw::test
