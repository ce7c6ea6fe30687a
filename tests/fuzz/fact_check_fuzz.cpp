/// Bytes as a page of a fact-checker: whatever comes, what is read is valid UTF-8 and within its limits.
#include "base/utf8.hpp"
#include "crawler/article/fact_check.hpp"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace qw;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  for (const char* url :
       {"https://euvsdisinfo.eu/report/a/", "https://www.stopfake.org/ru/a", "https://example.org/a"}) {
    article::PageInput page;
    page.bytes = bytes;
    page.url = url;
    page.content_type = "text/html";
    const auto got = article::read_fact_check(page);
    if (!got) {
      continue;
    }
    for (const std::string* each :
         {&got->claim, &got->verdict, &got->claimant, &got->summary, &got->response}) {
      if (!utf8::is_valid(*each)) {
        std::abort();
      }
    }
    if (utf8::count(got->claim) > 601 || got->appeared_at.size() > 20) {
      std::abort();
    }
  }
  return 0;
}
