#include "base/url.hpp"
#include "crawler/discover/html_list.hpp"
#include "crawler/discover/links.hpp"
#include "crawler/discover/list_text.hpp"

#include <algorithm>
#include <array>

namespace qw::discover {
namespace {

using article::Attr;
using article::Dom;
using article::Tag;

constexpr std::size_t most_feeds = 50;
constexpr auto feed_types = std::to_array<std::string_view>({"rss+xml", "atom+xml", "feed+json", "rdf+xml"});
constexpr auto feed_ends =
    std::to_array<std::string_view>({"/rss", "/rss/", ".rss", "/rss.xml", "/feed", "/feed/", "/feed.xml",
                                     "/atom.xml", "rss.php", "/rss/all.xml"});
constexpr auto well_known = std::to_array<std::string_view>(
    {"/rss", "/rss.xml", "/feed", "/feed.xml", "/atom.xml", "/sitemap-news.xml", "/sitemap_news.xml"});

std::string lower_case(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return out;
}

template <class List>
bool holds_one_of(std::string_view text, const List& list) {
  return std::ranges::any_of(list, [&](std::string_view each) { return text.contains(each); });
}

void add(std::vector<std::string>& out, std::string address) {
  const bool known = std::ranges::find(out, address) != out.end();
  if (!address.empty() && !known && out.size() < most_feeds) {
    out.push_back(std::move(address));
  }
}

}  // namespace

Result<std::vector<std::string>> find_feeds(const ListInput& input) {
  Links remarks;
  TRY(const HtmlList page, parse_list(input, remarks));
  const Dom& dom = *page.dom;
  std::vector<std::string> announced, linked, comments;
  for (std::uint32_t i = 0; i < dom.size(); ++i) {
    const std::string href(dom.attr(i, Attr::href));
    if (href.empty()) {
      continue;
    }
    const std::string address = absolute_link(href, page.base);
    const auto url = parse_url(address);
    if (!url) {
      continue;
    }
    const std::string path = lower_case(url->path);
    const bool of_comments = path.contains("comment");
    if (dom[i].tag == Tag::link && lower_case(dom.attr(i, Attr::rel)).contains("alternate") &&
        holds_one_of(lower_case(dom.attr(i, Attr::type)), feed_types)) {
      add(of_comments ? comments : announced, address);
    } else if (dom[i].tag == Tag::a &&
               std::ranges::any_of(feed_ends, [&](std::string_view end) { return path.ends_with(end); })) {
      add(of_comments ? comments : linked, address);
    }
  }
  for (std::vector<std::string>* more : {&linked, &comments}) {
    for (std::string& each : *more) {
      add(announced, std::move(each));
    }
  }
  return announced;
}

std::vector<std::string> well_known_lists(std::string_view url) {
  std::vector<std::string> out;
  if (const auto base = parse_url(url)) {
    for (const std::string_view path : well_known) {
      out.push_back(absolute_link(path, base->text()));
    }
  }
  return out;
}

}  // namespace qw::discover
