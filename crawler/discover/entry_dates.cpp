#include "crawler/discover/entry_dates.hpp"

#include "crawler/discover/feed_date.hpp"
#include "crawler/discover/zone.hpp"

#include <algorithm>

namespace qw::discover {
namespace {

constexpr Millis clock_slack = std::chrono::minutes(2);
constexpr Millis most_zone_fault = std::chrono::hours(4);

bool all_claim_now(const Links& links, Time fetched) {
  std::size_t dated = 0;
  for (const Link& link : links.links) {
    if (link.published) {
      ++dated;
      if (*link.published < fetched - clock_slack) {
        return false;
      }
    }
  }
  return dated >= 3;
}

}  // namespace

void remark(Links& links, std::string_view what) {
  if (std::ranges::find(links.remarks, what) == links.remarks.end()) {
    links.remarks.emplace_back(what);
  }
}

void set_dates(Links& links, const ListInput& input) {
  for (Link& link : links.links) {
    const auto date = parse_feed_date(link.published_raw);
    if (!date) {
      continue;
    }
    link.published = date->with_zone ? date->time : utc_of_local(date->time, input.zone);
  }
  if (!input.fetched) {
    return;
  }
  if (all_claim_now(links, *input.fetched)) {
    remark(links, "dates_are_now");
    for (Link& link : links.links) {
      link.published.reset();
    }
    return;
  }
  for (Link& link : links.links) {
    if (!link.published || *link.published <= *input.fetched + clock_slack) {
      continue;
    }
    const auto ahead = *link.published - *input.fetched;
    const auto whole = std::chrono::ceil<std::chrono::hours>(ahead - clock_slack);
    if (whole <= most_zone_fault) {
      *link.published -= whole;
      remark(links, "date_zone_fault");
    } else {
      link.published.reset();
      remark(links, "date_in_future");
    }
  }
}

}  // namespace qw::discover
