#include "crawler/fetch/http_date.hpp"

#include <curl/curl.h>

#include <string>

namespace qw::fetch {

std::optional<Time> parse_http_date(std::string_view text) {
  if (text.size() < 16 || text.size() > 64) {
    return std::nullopt;  // libcurl would also read fragments such as "12:00"
  }
  const std::time_t seconds = curl_getdate(std::string(text).c_str(), nullptr);
  if (seconds < 0) {
    return std::nullopt;
  }
  return Time(std::chrono::seconds(seconds));
}

}  // namespace qw::fetch
