#include "base/url.hpp"
#include "base/utf8.hpp"
#include "crawler/discover/links.hpp"

#include <cstddef>
#include <cstdint>
#include <string>

namespace {

void check(const qw::Result<qw::discover::Links>& links) {
  if (!links) {
    return;
  }
  for (const qw::discover::Link& link : links->links) {
    if (!qw::utf8::is_valid(link.title) || !qw::utf8::is_valid(link.summary)) {
      __builtin_trap();
    }
  }
}

}  // namespace

/// A page as a Telegram preview, as a section page and as one that announces feeds.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace qw;
  const std::string text(reinterpret_cast<const char*>(data), size);
  discover::ListInput input;
  input.bytes = text;
  input.url = "https://t.me/s/chan";
  input.fetched = Time(Millis(1'795'521'600'000));
  check(discover::read_telegram(input));
  check(discover::read_section(input));
  if (const auto feeds = discover::find_feeds(input)) {
    for (const std::string& each : *feeds) {
      if (!parse_url(each)) {
        __builtin_trap();
      }
    }
  }
  return 0;
}
