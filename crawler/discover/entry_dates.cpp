#include "crawler/discover/entry_dates.hpp"

#include "crawler/article/date_text.hpp"

#include <algorithm>
#include <string>

namespace qw::discover {
namespace {

constexpr Millis clock_slack = std::chrono::minutes(2);
constexpr Millis most_zone_fault = std::chrono::hours(4);

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// RFC 822 had years of two digits, and some feeds still do: "24 Nov 26 09:16" → "24 Nov 2026 09:16".
std::string with_full_year(std::string_view raw) {
  std::string out(raw);
  const std::size_t colon = out.find(':');
  if (colon == std::string::npos || colon < 6) {
    return out;
  }
  const std::size_t clock = out.rfind(' ', colon);
  if (clock == std::string::npos || clock < 4) {
    return out;
  }
  const bool two = is_digit(out[clock - 1]) && is_digit(out[clock - 2]) && out[clock - 3] == ' ';
  const char before = out[clock - 4];
  const bool behind_month = (before >= 'a' && before <= 'z') || (before >= 'A' && before <= 'Z');
  return two && behind_month ? out.insert(clock - 2, "20") : out;
}

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
    const article::DateContext context{input.fetched, input.zone, false};
    if (const auto date = article::read_date(with_full_year(link.published_raw), context);
        date && date->time) {
      link.published = date->time;
    }
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
