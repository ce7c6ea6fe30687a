#include "crawler/discover/entry_dates.hpp"
#include "crawler/discover/links.hpp"
#include "crawler/discover/list_text.hpp"
#include "crawler/discover/plain_text.hpp"
#include "crawler/discover/xml_repair.hpp"
#include "crawler/discover/xml_tree.hpp"

namespace qw::discover {
namespace {

const std::string& text_of(const XmlNode& node, std::string_view name) {
  static const std::string none;
  const XmlNode* child = node.child(name);
  return child == nullptr ? none : child->text;
}

Link entry_of(const XmlNode& node, const std::string& base) {
  Link out;
  out.url = absolute_link(text_of(node, "loc"), base);
  out.published_raw = text_of(node, "lastmod");
  for (const XmlNode& child : node.children) {
    if (child.name == "news") {
      out.title = plain_text(text_of(child, "title"), most_title);
      const std::string& date = text_of(child, "publication_date");
      out.published_raw = date.empty() ? out.published_raw : date;
    }
  }
  return out;
}

}  // namespace

Result<Links> read_sitemap(const ListInput& input) {
  Links links;
  const std::string text = list_text(input, article::Inside::xml, links);
  const RepairedXml repaired = repair_xml(text);
  links.truncated = repaired.truncated;
  if (repaired.truncated) {
    remark(links, "truncated");
  }
  TRY(const XmlNode root, parse_xml(repaired.xml));
  const bool index = root.name == "sitemapindex";
  if (!index && root.name != "urlset") {
    return fail(Errc::malformed, "the root element is neither urlset nor sitemapindex");
  }
  links.form = index ? "sitemap_index" : "sitemap";
  for (const XmlNode& node : root.children) {
    if (node.name != (index ? "sitemap" : "url")) {
      continue;
    }
    if (links.links.size() == most_links) {
      remark(links, "too_many_entries");
      break;
    }
    Link link = entry_of(node, input.url);
    if (link.url.empty()) {
      remark(links, "empty_entry");
    } else {
      links.links.push_back(std::move(link));
    }
  }
  set_dates(links, input);
  return links;
}

}  // namespace qw::discover
