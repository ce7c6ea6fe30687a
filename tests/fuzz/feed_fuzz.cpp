#include "base/url.hpp"
#include "base/utf8.hpp"
#include "crawler/discover/links.hpp"
#include "crawler/discover/xml_repair.hpp"
#include "crawler/discover/xml_tree.hpp"
#include "tests/fuzz/hold.hpp"

#include <cstddef>
#include <cstdint>
#include <string>

/// A feed, RSS, Atom or JSON. What comes out is UTF-8, absolute and bounded; repaired XML stays as it is when
/// it is repaired again.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace qw;
  const std::string text(reinterpret_cast<const char*>(data), size);
  discover::ListInput input;
  input.bytes = text;
  input.url = "https://news.example/rss/";
  input.fetched = Time(Millis(1'795'521'600'000));
  input.zone = "Europe/Kyiv";
  if (const auto links = discover::read_feed(input)) {
    hold(links->links.size() <= 2000);
    for (const discover::Link& link : links->links) {
      hold(utf8::is_valid(link.title) && utf8::is_valid(link.summary));
      hold(utf8::count(link.title) <= 1001 && utf8::count(link.summary) <= 4001);
      hold(link.url.empty() || parse_url(link.url));
      hold(!link.published || *link.published <= *input.fetched + std::chrono::minutes(2));
    }
  }
  const discover::RepairedXml once = discover::repair_xml(utf8::repaired(text));
  const discover::RepairedXml twice = discover::repair_xml(once.xml);
  hold(!twice.tags_repaired && !twice.truncated && !twice.entities_repaired);
  if (!once.xml.empty()) {
    hold(discover::parse_xml(once.xml).has_value());
  }
  return 0;
}
