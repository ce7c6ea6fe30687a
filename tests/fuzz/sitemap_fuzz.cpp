#include "base/url.hpp"
#include "base/utf8.hpp"
#include "crawler/discover/links.hpp"

#include <cstddef>
#include <cstdint>
#include <string>

/// A sitemap or an index of them: every address that comes out is absolute.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace qw;
  const std::string text(reinterpret_cast<const char*>(data), size);
  discover::ListInput input;
  input.bytes = text;
  input.url = "https://news.example/sitemap-news.xml";
  input.fetched = Time(Millis(1'795'521'600'000));
  const auto links = discover::read_sitemap(input);
  if (!links) {
    return 0;
  }
  for (const discover::Link& link : links->links) {
    if (!parse_url(link.url) || !utf8::is_valid(link.title)) {
      __builtin_trap();
    }
  }
  return 0;
}
