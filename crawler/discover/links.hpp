#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace qw::discover {

/// One entry of a feed, sitemap, section page or channel.
struct Link {
  std::string url;      ///< absolute
  std::string id;       ///< guid of the feed, post id of Telegram, or ""
  std::string title;    ///< plain text
  std::string summary;  ///< plain text
  std::optional<Time> published;
  std::string published_raw;
  std::string forwarded_from;  ///< Telegram: whose post it is in truth, as shown
  bool edited = false;         ///< Telegram: the post says that it was edited
  std::string media;           ///< Telegram: "photo", "video", "document", "poll", … of a post; "" = none
};

struct Links {
  std::string
      form;  ///< "rss2", "rss1", "atom", "jsonfeed", "sitemap", "sitemap_index", "section", "telegram"
  std::string title;
  std::vector<Link> links;
  std::vector<std::string> remarks;  ///< charset_override, truncated, entities_repaired, …
  bool truncated = false;            ///< the bytes ended in the middle
  std::string older;                 ///< Telegram: address of the posts before these, "" = none
};

struct ListInput {
  std::string_view bytes;  ///< content coding undone
  std::string content_type;
  std::string url;  ///< base for relative links
  std::optional<Time> fetched;
  std::string zone = "UTC";
};

/// RSS 0.9x/1.0/2.0, Atom, JSON Feed. Errc::malformed when it is something else (says what).
Result<Links> read_feed(const ListInput& input);
/// News sitemaps and sitemap indexes.
Result<Links> read_sitemap(const ListInput& input);
/// Links of a section or home page that look like articles, in document order.
Result<Links> read_section(const ListInput& input);
/// t.me/s/NAME, oldest post first. The title of a post is its first line, the summary its whole text with its
/// line ends. Errc::refused when the preview is switched off.
Result<Links> read_telegram(const ListInput& input);
/// Addresses of feeds that a page announces, the likeliest first: <link rel=alternate>, then links to them.
Result<std::vector<std::string>> find_feeds(const ListInput& input);
/// Where feeds and news sitemaps stand when nothing announces them, for the site of `url`; to be tried in
/// order.
std::vector<std::string> well_known_lists(std::string_view url);

}  // namespace qw::discover
