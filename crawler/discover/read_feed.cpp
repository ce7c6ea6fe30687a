#include "crawler/discover/entry_dates.hpp"
#include "crawler/discover/json_feed.hpp"
#include "crawler/discover/links.hpp"
#include "crawler/discover/list_text.hpp"
#include "crawler/discover/plain_text.hpp"
#include "crawler/discover/xml_repair.hpp"
#include "crawler/discover/xml_tree.hpp"

#include <algorithm>
#include <map>

namespace qw::discover {
namespace {

/// The first named child with text.
std::string first_text(const XmlNode& node, std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names) {
    const XmlNode* child = node.child(name);
    if (child != nullptr && child->text.find_first_not_of(" \t\r\n") != std::string::npos) {
      return child->text;
    }
  }
  return "";
}

std::string trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  return first == std::string_view::npos
             ? ""
             : std::string(text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1));
}

bool is_web_address(std::string_view text) {
  return text.starts_with("http://") || text.starts_with("https://");
}

/// Ids that flip between http and https are one id.
std::string steady_id(std::string id) { return id.starts_with("http://") ? "https://" + id.substr(7) : id; }

/// href of <link> elements: the alternate one first.
std::string href_of(const XmlNode& entry) {
  for (const XmlNode& child : entry.children) {
    const std::string& href = child.attribute("href");
    if (child.name != "link" || href.empty()) {
      continue;
    }
    const std::string& rel = child.attribute("rel");
    if (rel.empty() || rel == "alternate") {
      return href;
    }
  }
  return "";
}

Link rss_entry(const XmlNode& item, const std::string& base) {
  Link out;
  const XmlNode* guid = item.child("guid");
  const std::string guid_text = guid != nullptr ? trimmed(guid->text) : "";
  std::string raw = trimmed(first_text(item, {"link"}));
  raw = raw.empty() ? href_of(item) : raw;
  const bool permalink =
      guid != nullptr && guid->attribute("ispermalink") != "false" && is_web_address(guid_text);
  raw = raw.empty() && permalink ? guid_text : raw;
  out.url = absolute_link(raw.empty() ? first_text(item, {"origlink", "guid"}) : raw, base);
  out.id = guid_text.empty() ? item.attribute("about") : guid_text;
  out.title = plain_text(first_text(item, {"title"}), most_title);
  out.summary =
      plain_text(first_text(item, {"description", "summary", "encoded", "full-text"}), most_summary);
  out.published_raw =
      trimmed(first_text(item, {"pubdate", "date", "published", "issued", "updated", "modified"}));
  return out;
}

Link atom_entry(const XmlNode& entry, const std::string& base) {
  Link out;
  const std::string& own_base = entry.attribute("base");
  const std::string resolved = own_base.empty() ? base : absolute_link(own_base, base);
  out.id = trimmed(first_text(entry, {"id"}));
  std::string href = href_of(entry);
  href = href.empty() ? trimmed(first_text(entry, {"link"})) : href;
  href = href.empty() && is_web_address(out.id) ? out.id : href;
  out.url = absolute_link(href, resolved.empty() ? base : resolved);
  out.title = plain_text(first_text(entry, {"title"}), most_title);
  out.summary = plain_text(first_text(entry, {"summary", "content"}), most_summary);
  out.published_raw = trimmed(first_text(entry, {"published", "issued", "created", "updated", "modified"}));
  return out;
}

/// Entries wherever they stand: RSS 1.0 has them beside the channel, broken feeds inside each other.
void collect(const XmlNode& node, std::string_view name, std::vector<const XmlNode*>& out) {
  for (const XmlNode& child : node.children) {
    if (child.name == name) {
      out.push_back(&child);
    } else {
      collect(child, name, out);
    }
  }
}

struct Form {
  std::string_view name, entry;
};

Result<Form> form_of(const XmlNode& root) {
  if (root.name == "feed") {
    return Form{"atom", "entry"};
  }
  if (root.name == "rdf") {
    return Form{"rss1", "item"};
  }
  if (root.name == "rss" || root.name == "channel") {
    return Form{"rss2", "item"};
  }
  if (root.name == "html" || root.name == "body" || root.name == "head") {
    return fail(Errc::malformed,
                "this is an HTML page and no feed; `quotewatch inspect feed` shows the feeds that "
                "the page announces");
  }
  if (root.name == "urlset" || root.name == "sitemapindex") {
    return fail(Errc::malformed, "this is a sitemap and no feed");
  }
  return fail(Errc::malformed, "the root element is none of rss, RDF and feed");
}

/// One id on many entries names none of them.
void part_repeated_ids(Links& links) {
  std::map<std::string, std::size_t> times;
  for (const Link& link : links.links) {
    ++times[link.id];
  }
  for (Link& link : links.links) {
    if (!link.id.empty() && times[link.id] > 1) {
      link.id += " " + link.url;
      remark(links, "guid_repeated");
    }
  }
}

void note_repairs(Links& links, const RepairedXml& repaired) {
  const auto note = [&](bool happened, std::string_view what) {
    if (happened) {
      remark(links, what);
    }
  };
  note(repaired.truncated, "truncated");
  note(repaired.tags_repaired, "tags_repaired");
  note(repaired.entities_repaired, "entities_repaired");
  note(repaired.controls_dropped, "controls_dropped");
  note(repaired.doctype_dropped, "doctype_dropped");
  links.truncated = repaired.truncated;
}

}  // namespace

Result<Links> read_feed(const ListInput& input) {
  Links links;
  const std::string text = list_text(input, article::Inside::xml, links);
  const std::size_t first = text.find_first_not_of(" \t\r\n\v\f");
  if (first == std::string::npos) {
    return fail(Errc::malformed, "the answer is empty and no feed");
  }
  if (text[first] == '{') {
    TRY_OK(read_json_feed(text, input, links));
  } else {
    const RepairedXml repaired = repair_xml(text);
    note_repairs(links, repaired);
    TRY(const XmlNode root, parse_xml(repaired.xml));
    TRY(const Form form, form_of(root));
    links.form = form.name;
    const XmlNode* channel = form.name == "atom" || root.name == "channel" ? &root : root.child("channel");
    links.title = channel != nullptr ? plain_text(first_text(*channel, {"title"}), most_title) : "";
    std::string base = input.url;
    if (const std::string& own = root.attribute("base"); !own.empty()) {
      const std::string resolved = absolute_link(own, base);
      base = resolved.empty() ? base : resolved;
    }
    std::vector<const XmlNode*> entries;
    collect(root, form.entry, entries);
    for (const XmlNode* entry : entries) {
      if (links.links.size() == most_links) {
        remark(links, "too_many_entries");
        break;
      }
      Link link = form.name == "atom" ? atom_entry(*entry, base) : rss_entry(*entry, base);
      if (link.url.empty() && link.title.empty() && link.summary.empty()) {
        remark(links, "empty_entry");
        continue;
      }
      links.links.push_back(std::move(link));
    }
  }
  for (Link& link : links.links) {
    link.id = steady_id(std::move(link.id));
  }
  part_repeated_ids(links);
  set_dates(links, input);
  return links;
}

}  // namespace qw::discover
