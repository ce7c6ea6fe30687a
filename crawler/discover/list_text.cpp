#include "crawler/discover/list_text.hpp"

#include "base/url.hpp"

namespace qw::discover {

std::string list_text(const ListInput& input, article::Inside inside, Links& links) {
  article::Utf8Text text = article::to_utf8(input.bytes, input.content_type, inside);
  for (std::string& each : text.remarks) {
    links.remarks.push_back(std::move(each));
  }
  return std::move(text.text);
}

std::string absolute_link(std::string_view raw, std::string_view base) {
  constexpr std::string_view blanks = " \t\r\n\f\v";
  const auto trim = [&] {
    const std::size_t first = raw.find_first_not_of(blanks);
    raw = first == std::string_view::npos ? "" : raw.substr(first, raw.find_last_not_of(blanks) - first + 1);
  };
  trim();
  if (raw.starts_with("<![CDATA[")) {  // escaped twice by the template
    raw.remove_prefix(9);
    raw = raw.substr(0, raw.find("]]>"));
    trim();
  }
  if (raw.empty() || raw.size() > most_url_bytes) {
    return "";
  }
  const auto base_url = parse_url(base);
  const auto url = base_url ? resolve_url(*base_url, raw) : parse_url(raw);
  if (!url) {
    return "";
  }
  std::string out = url->text();
  return out.size() > most_url_bytes ? "" : out;
}

}  // namespace qw::discover
