#pragma once

#include "base/clock.hpp"
#include "config/config.hpp"
#include "daemon/pipeline/lists.hpp"
#include "daemon/pipeline/web.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/thread_pool.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

/// `quotewatch outlets check`: whether an outlet can be read as it is configured, tried once, with the same
/// manners as the crawl.
namespace qw::pipeline {

enum class AddressState : std::uint8_t {
  answered,
  empty,       ///< answered, but holds no entry
  not_a_list,  ///< answered, but with something else
  blocked,     ///< 401, 403, 429, 451, a challenge
  forbidden,   ///< by robots.txt, or by the address guard
  bad_answer,  ///< any other status
  unreachable,
};

/// One address that was tried.
struct TriedAddress {
  std::string address;
  std::string kind;  ///< "home", "feed", "section", "telegram"
  AddressState found = AddressState::unreachable;
  int status = 0;
  std::size_t entries = 0;
  std::string problem;  ///< in words
};

struct OutletReport {
  std::string outlet;
  Time at{};
  std::vector<TriedAddress> addresses;
  std::vector<std::string> feeds_found;  ///< that the home page announces and the configuration does not know
  std::size_t pages = 0;                 ///< articles that were fetched
  std::size_t articles = 0;              ///< of them, with a text
  std::size_t dates = 0;                 ///< of those, with a date
  bool good = false;                     ///< a list with entries, and an article that could be read
};

/// JSON for the store and the API; the names are those of the struct.
std::string report_text(const OutletReport& report);
std::string_view name_of(AddressState found);

/// Whether the outlet may be polled after this report. A channel's posts are its articles.
bool is_good(const OutletReport& report);

/// The addresses that a check tries: the home page, then everything that would be polled.
std::vector<model::Task> addresses_to_try(const model::Outlet& outlet);

/// Tries the addresses of one outlet and up to three of its articles. Takes as long as the host's delay makes
/// it: about half a minute. On the I/O thread; pages are read on `workers`.
class OutletCheck {
 public:
  OutletCheck(Web& web, const Clock& clock, boost::asio::thread_pool& workers)
      : web_(web), clock_(clock), workers_(workers) {}

  /// Errc::cancelled when the daemon stops; whatever an outlet does is a report.
  boost::asio::awaitable<Result<OutletReport>> run(model::Outlet outlet,
                                                   std::shared_ptr<const config::Crawl> crawl);

 private:
  struct Tried {
    TriedAddress seen;
    std::vector<std::string> articles;
    std::vector<std::string> feeds;
  };
  boost::asio::awaitable<Result<Tried>> try_list(model::Outlet outlet, model::Task task, Millis delay,
                                                 std::shared_ptr<const config::Crawl> crawl);
  boost::asio::awaitable<Result<>> try_article(std::string url, std::string zone, Millis delay,
                                               std::shared_ptr<const config::Crawl> crawl,
                                               std::shared_ptr<OutletReport> report);

  Web& web_;
  const Clock& clock_;
  boost::asio::thread_pool& workers_;
};

}  // namespace qw::pipeline
