#pragma once

#include "base/clock.hpp"
#include "model/work.hpp"

#include <string>
#include <string_view>

namespace qw::test {

/// A page that answered 200 under its own address.
inline model::PageRecord fetched_page(const std::string& id, const std::string& url,
                                      std::string_view at = "2026-11-20T10:00:00Z") {
  model::PageRecord out;
  out.id = id;
  out.url = out.final_url = url;
  out.status = 200;
  out.fetched = *parse_time(at);
  return out;
}

}  // namespace qw::test
