#pragma once

#include "base/url.hpp"
#include "config/config.hpp"
#include "crawler/fetch/fetcher.hpp"
#include "crawler/fetch/robots.hpp"
#include "daemon/pipeline/gates.hpp"

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace qw::pipeline {

/// What is asked for.
struct Ask {
  std::string url;
  std::string etag, last_modified;  ///< for a conditional GET
  Millis delay{0};                  ///< least gap of the outlet
  bool is_list = false;
};

/// What the refusal of robots.txt says, so that it can be told from the address guard's.
inline constexpr std::string_view robots_forbid_it = "robots.txt forbids it";

/// Where robots.txt asks for a longer gap than this, lists are polled and pages are not fetched.
inline constexpr std::chrono::seconds longest_delay_for_pages{300};

/// The last hop's answer.
struct Got {
  fetch::Response response;
  int hops = 0;
  bool lists_only = false;  ///< robots.txt asks for more than longest_delay_for_pages
};

/// One address fetched with manners: on each hop the address is judged, robots.txt of that host obeyed, and
/// its turn waited for. All on the I/O thread. Errors beside those of the fetcher: refused (robots.txt
/// forbids), busy (robots.txt cannot be had, or the host's turn is too far away), blocked never: walls are
/// answers.
class Web {
 public:
  Web(fetch::Fetcher& fetcher, Gates& gates, const Clock& clock)
      : fetcher_(fetcher), gates_(gates), clock_(clock) {}
  Web(const Web&) = delete;
  Web& operator=(const Web&) = delete;

  boost::asio::awaitable<Result<Got>> get(Ask ask, std::shared_ptr<const config::Crawl> crawl);

 private:
  boost::asio::awaitable<Result<fetch::Response>> hop(fetch::Request request, std::string host, Millis delay,
                                                      Millis patience);
  struct Pace {
    Millis delay{};           ///< the gap that the outlet and robots.txt ask for
    bool lists_only = false;  ///< it is longer than longest_delay_for_pages
  };
  /// Errc::refused when robots.txt forbids the address, Errc::busy when it cannot be had.
  boost::asio::awaitable<Result<Pace>> obey_robots(Url url, Millis delay,
                                                   std::shared_ptr<const config::Crawl> crawl);
  boost::asio::awaitable<Result<model::HostState>> ask_robots(model::HostState state, Millis delay,
                                                              std::shared_ptr<const config::Crawl> crawl);

  fetch::Fetcher& fetcher_;
  Gates& gates_;
  const Clock& clock_;
  struct Read {
    Time fetched{};
    std::shared_ptr<const fetch::Robots> robots;
  };
  std::map<std::string, Read> robots_;  ///< by host, as read from the host's state
};

}  // namespace qw::pipeline
