/// Bytes as a page: whatever comes, the article's text, title and names are valid UTF-8 and the pre-pass
/// keeps its limits.
#include "base/utf8.hpp"
#include "crawler/article/charset.hpp"
#include "crawler/article/prepass.hpp"
#include "crawler/article/read_article.hpp"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace qw;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  article::PageInput page;
  page.bytes = bytes;
  page.url = "https://example.org/2026/11/24/news";
  page.fetched = Time(Millis(1'795'549'266'000));
  page.zone = "Europe/Kyiv";
  const auto got = article::read_article(page);
  if (got &&
      (!utf8::is_valid(got->text) || !utf8::is_valid(got->title) || !utf8::is_valid(got->published.raw))) {
    std::abort();
  }
  const std::string text = article::to_utf8(bytes, "", article::Inside::html).text;
  const article::PrepassLimits limits;
  const article::Prepared prepared = article::prepass(text, limits);
  if (prepared.depth > limits.most_depth + 2 || prepared.html.size() > limits.most_bytes + 2 * size + 64) {
    std::abort();
  }
  return 0;
}
