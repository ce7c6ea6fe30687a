#pragma once

#include "base/clock.hpp"
#include "model/work.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// robots.txt by RFC 9309: parser, matcher and what to do with the answer for it. Pure; any thread.
namespace qw::fetch {

inline constexpr std::string_view product_token = "quotewatch";
inline constexpr std::size_t most_robots_bytes = 512U << 10U;

struct CleanParam {
  std::vector<std::string> names;  ///< of query parameters that do not change the page; case-sensitive
  std::string path;                ///< pattern with '*', "" = the whole site
};

/// The rules of one authority for one product token.
class Robots {
 public:
  /// May `target` (path and query, as Url::target() gives it) be fetched? The longest rule wins, "allow" wins
  /// ties, /robots.txt is always allowed. O(rules × length), whatever the patterns.
  bool allows(std::string_view target) const;

  /// Least gap that the site asks for, by Crawl-delay or Request-rate (the larger).
  std::optional<Millis> delay;
  std::vector<std::string> sitemaps;  ///< as written; for all crawlers
  std::vector<CleanParam> clean_params;
  bool truncated = false;   ///< more than 512 KiB; the rules until there count
  bool looks_html = false;  ///< a page stands there, not a robots.txt

 private:
  friend class RobotsReader;
  struct Rule {
    std::string pattern;  ///< normalised
    bool allow = false;
  };
  std::vector<Rule> rules_;
};

/// Input: any bytes. Each line that can be read counts; lines without meaning are passed over, and rules
/// before the first group too. All groups that name `token` (case-insensitive) count as one; without one
/// those for '*' do.
Robots parse_robots(std::string_view body, std::string_view token = product_token);

/// The octets that are compared, by RFC 9309 2.2.2: what is not ASCII is percent-encoded, encoded unreserved
/// characters are decoded, hexadecimal digits are capitals.
std::string normal_octets(std::string_view text);

/// A robots.txt was asked for; redirects were followed before (at most 5; more or a loop: status 404).
struct RobotsAnswer {
  int status = 0;  ///< 0 = no answer: network, TLS, DNS, time
  std::string_view body;
  std::string cache_control, retry_after;
  bool truncated = false;  ///< the body is not whole
};

/// What follows from it for the host (crawling.md 5.4): robots_state becomes "parsed" (use robots_body),
/// "allow_all" or "unreachable" (nothing may be fetched), robots_until says when to ask again. A copy not
/// older than 30 days serves while the file is unreachable: then the state stays "parsed" or "allow_all".
model::HostState after_robots(model::HostState state, const RobotsAnswer& answer, Time now,
                              Millis longest_life);

}  // namespace qw::fetch
