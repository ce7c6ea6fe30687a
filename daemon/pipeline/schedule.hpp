#pragma once

#include "base/clock.hpp"
#include "config/config.hpp"
#include "model/outlet.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

/// When a list is polled and an article looked at again. Pure: chance in [0, 1) is an argument.
namespace qw::pipeline {

/// What one good poll showed.
struct PollResult {
  std::size_t entries = 0;  ///< of the list
  std::size_t known = 0;    ///< of them, seen in the poll before
  std::size_t fresh = 0;    ///< links that were new
};

/// Learns from a good poll and gives the wait until the next one (crawler/discover/poll_schedule.hpp): by the
/// list's own rate at this hour of the week, between poll_least and poll_most (half an hour for tier 1); a
/// list of half an item an hour is polled at poll_every. `schedule` is OutletState::schedule. A fixed
/// poll_every of the outlet stands. ± 10 %, so that a fleet does not ask in step.
Millis next_poll_after(const config::Crawl& crawl, const model::Outlet& outlet, std::string& schedule,
                       const PollResult& result, Time now, double chance);

/// The wait after the n-th failure in a row of a list: the poll interval, doubling up to six hours; a
/// server's Retry-After (at most a day) wins when it is longer. A list is never given up.
Millis retry_poll_after(const config::Crawl& crawl, int failures, std::optional<Millis> retry_after,
                        double chance);

/// Why an article is worth more visits.
enum class Interest : std::uint8_t { plain, official, in_case };

/// When to look at it again: the first planned age that is still ahead. Empty: never again.
/// Officials add 10 min, 1 h, 14 d to the configured ages; a case adds 5, 10, 20, 40 min, 1, 2, 4, 8, 16 h,
/// each of the first 14 days, each of the first 13 weeks, and the 30th day. The ages of a case count from
/// when the page was first seen and once more from when it came into its first case (`joined`): a pattern may
/// be younger than the article. A configuration whose first age is below a minute (a demo, a test) is taken
/// as it is.
std::optional<Time> next_visit(const config::Crawl& crawl, Interest interest, Time first_seen, Time now,
                               double chance, std::optional<Time> joined = std::nullopt);

/// The wait before an article is asked for again after its n-th failure (n from 1): 10 s, 1 min, 5 min, 30
/// min, 2 h; empty: given up for now. Scaled down with crawl.poll_every below ten minutes.
std::optional<Millis> retry_article_after(const config::Crawl& crawl, int failures, double chance);

}  // namespace qw::pipeline
