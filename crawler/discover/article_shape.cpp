#include "crawler/discover/article_shape.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

namespace qw::discover {
namespace {

constexpr auto list_words = std::to_array<std::string_view>(
    {"tag",     "tags",    "author",  "authors", "category", "categories", "rubric",       "rubrics",
     "search",  "login",   "account", "user",    "users",    "profile",    "subscribe",    "rss",
     "feed",    "feeds",   "page",    "archive", "about",    "contact",    "contacts",     "advert",
     "reklama", "privacy", "terms",   "policy",  "vacancy",  "sitemap",    "theme",        "themes",
     "topic",   "topics",  "persons", "person",  "gallery",  "wp-admin",   "wp-login.php", "cart"});
constexpr auto file_ends = std::to_array<std::string_view>(
    {".jpg", ".jpeg", ".png", ".gif",  ".webp", ".svg", ".pdf", ".mp3", ".mp4", ".zip",
     ".doc", ".docx", ".xls", ".xlsx", ".apk",  ".css", ".js",  ".xml", ".rss", ".json"});

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::vector<std::string_view> segments_of(std::string_view path) {
  std::vector<std::string_view> out;
  while (!path.empty()) {
    path.remove_prefix(1);
    const std::size_t end = path.find('/');
    if (const std::string_view segment = path.substr(0, end); !segment.empty()) {
      out.push_back(segment);
    }
    path.remove_prefix(end == std::string_view::npos ? path.size() : end);
  }
  return out;
}

/// Without ".html", ".shtml", ".php" …
std::string_view stem_of(std::string_view segment) {
  const std::size_t dot = segment.rfind('.');
  return dot != std::string_view::npos && segment.size() - dot <= 6 ? segment.substr(0, dot) : segment;
}

std::size_t longest_number(std::string_view text) {
  std::size_t longest = 0, run = 0;
  for (const char c : text) {
    run = is_digit(c) ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  return longest;
}

std::size_t count_parts(std::string_view slug) {
  return 1 +
         static_cast<std::size_t>(std::ranges::count_if(slug, [](char c) { return c == '-' || c == '_'; }));
}

bool is_year(std::string_view text) {
  return text.size() == 4 && (text.starts_with("19") || text.starts_with("20")) && longest_number(text) == 4;
}

bool has_date(const std::vector<std::string_view>& segments) {
  for (std::size_t i = 0; i + 1 < segments.size(); ++i) {
    if (is_year(segments[i]) && longest_number(segments[i + 1]) == segments[i + 1].size() &&
        segments[i + 1].size() <= 2) {
      return true;
    }
  }
  return std::ranges::any_of(segments, [](std::string_view s) {
    return s.size() >= 10 && is_year(s.substr(0, 4)) && s[4] == '-' && s[7] == '-';
  });
}

}  // namespace

AddressKind kind_of_address(const Url& url) {
  const auto segments = segments_of(url.path);
  if (segments.empty()) {
    // Old engines: "/?p=123", "/?id=123".
    return longest_number(url.query) >= 4 ? AddressKind::unclear : AddressKind::other;
  }
  const std::string_view last = segments.back();
  if (std::ranges::any_of(file_ends, [&](std::string_view end) { return last.ends_with(end); })) {
    return AddressKind::other;
  }
  for (const std::string_view segment : segments) {
    if (std::ranges::find(list_words, segment) != list_words.end()) {
      return AddressKind::other;
    }
  }
  const std::string_view stem = stem_of(last);
  const bool dated = has_date(segments) && segments.size() >= 4;
  const bool numbered = longest_number(stem) >= 5;
  const bool slug = count_parts(stem) >= 4 || (stem.contains('%') && stem.size() > 60);
  return dated || numbered || slug ? AddressKind::article : AddressKind::unclear;
}

std::string shape_of(const Url& url) {
  std::string out = url.host;
  for (const std::string_view segment : segments_of(url.path)) {
    const std::string_view stem = stem_of(segment);
    out += '/';
    if (longest_number(stem) == stem.size()) {
      out += is_year(stem) ? "year" : stem.size() <= 2 ? "##" : "#";
    } else if (count_parts(stem) >= 3 || stem.size() > 20) {
      out += '~';
    } else if (longest_number(stem) >= 3) {
      out += "a#";
    } else {
      out += stem;
    }
    out += segment.substr(stem.size());
  }
  std::string_view query = url.query;
  while (!query.empty()) {
    const std::size_t end = query.find('&');
    out += "?" + std::string(query.substr(0, std::min(query.find('='), end)));
    query.remove_prefix(end == std::string_view::npos ? query.size() : end + 1);
  }
  return out;
}

}  // namespace qw::discover
