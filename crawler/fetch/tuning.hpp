#pragma once

#include "crawler/fetch/fetcher.hpp"
#include "crawler/fetch/name_service.hpp"

#include <memory>

namespace qw::fetch {

/// What is fixed in the daemon and set otherwise by tests, which cannot wait that long.
struct Tuning {
  std::shared_ptr<NameService> names;  ///< nullptr = the system's
  Millis dns_timeout{5000};
  Millis low_speed_window{15'000};  ///< span over which crawl.least_speed is measured
  std::size_t connections_a_host = 2;
  Millis patience{3000};  ///< a transfer that waits longer for its first byte gives its place to others
};

std::unique_ptr<Fetcher> make_fetcher(boost::asio::any_io_executor executor, const Clock& clock,
                                      std::shared_ptr<const config::Crawl> crawl, Tuning tuning);

}  // namespace qw::fetch
