#include "crawler/discover/html_list.hpp"

#include "crawler/article/html_scan.hpp"
#include "crawler/article/prepass.hpp"
#include "crawler/discover/entry_dates.hpp"
#include "crawler/discover/list_text.hpp"

namespace qw::discover {
namespace {

/// href of the first <base>, which the pre-pass drops. It stands in the head, so the beginning is enough.
std::string base_of(std::string_view html, const std::string& url) {
  const std::string_view head = html.substr(0, 64U << 10U);
  for (std::size_t at = head.find("<"); at != std::string_view::npos; at = head.find('<', at + 1)) {
    if (at + 5 < head.size() && article::equals_ignoring_case(head.substr(at + 1, 4), "base") &&
        article::is_html_space(head[at + 5])) {
      const article::TagToken tag = article::read_tag(head, at);
      const std::string href = absolute_link(article::attribute_of(tag, "href"), url);
      return href.empty() ? url : href;
    }
  }
  return url;
}

}  // namespace

Result<HtmlList> parse_list(const ListInput& input, Links& links) {
  HtmlList out;
  out.utf8 = list_text(input, article::Inside::html, links);
  article::Prepared prepared = article::prepass(out.utf8);
  if (prepared.flat) {
    return fail(Errc::malformed, "the page is nested too deeply to be read (crawl.most_depth)");
  }
  if (prepared.truncated) {
    links.truncated = true;
    remark(links, "truncated");
  }
  out.base = base_of(out.utf8, input.url);
  out.html = std::move(prepared.html);
  out.dom = std::make_unique<article::Dom>(out.html);
  return out;
}

bool has_class(const article::Dom& dom, std::uint32_t node, std::string_view word) {
  std::string_view classes = dom.attr(node, article::Attr::cls);
  while (!classes.empty()) {
    const std::size_t end = classes.find_first_of(" \t\n\r\f");
    if (classes.substr(0, end) == word) {
      return true;
    }
    classes.remove_prefix(end == std::string_view::npos ? classes.size() : end + 1);
  }
  return false;
}

}  // namespace qw::discover
