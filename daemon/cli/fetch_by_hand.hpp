#pragma once

#include "base/result.hpp"
#include "config/config.hpp"

#include <string>

namespace qw::cli {

struct FetchedByHand {
  std::string url;  ///< of the last hop
  std::string content_type, body;
};

/// One page, fetched as the crawler would: address guard on every hop, robots.txt of every host, its limits,
/// and an honest name. Errors beside the fetcher's: refused (robots.txt), config (no crawl.contact), and any
/// status but 200. Blocks; at most a minute a hop.
Result<FetchedByHand> fetch_by_hand(const std::string& url, const config::Crawl& crawl);

}  // namespace qw::cli
