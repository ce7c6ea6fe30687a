/// Text as a date: what is found is a day that exists.
#include "base/utf8.hpp"
#include "crawler/article/date_text.hpp"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace qw;
  const std::string text = utf8::repaired(std::string_view(reinterpret_cast<const char*>(data), size));
  article::DateContext context;
  context.fetched = Time(Millis(1'795'549'266'000));
  context.zone = "Europe/Kyiv";
  if (const auto found = article::read_date(text, context)) {
    const int year = static_cast<int>(std::chrono::year_month_day(found->day).year());
    if (year < 1900 || year > 2100) {
      std::abort();
    }
  }
  article::day_in_url(text);
  return 0;
}
