#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

/// What the class and id of an element hint at. Pure; any thread; O(length). Words: class_hints.tsv.
namespace qw::article {

/// Bits by HintKind.
using Hints = std::uint32_t;

enum class HintKind : std::uint8_t {
  body,
  article,
  title,
  lead,
  comment,
  related,
  share,
  nav,
  footer,
  header,
  sidebar,
  ad,
  newsletter,
  byline,
  date,
  tags,
  caption,
  cookie,
  widget,
  breadcrumb,
  promo,
  gallery,
  quote,
  list,
  popup,
  meta,
  login,
  video,
  copyright,
  bio
};
constexpr auto hint_names = std::to_array<std::string_view>(
    {"body",    "article", "title",   "lead",       "comment",    "related", "share", "nav",
     "footer",  "header",  "sidebar", "ad",         "newsletter", "byline",  "date",  "tags",
     "caption", "cookie",  "widget",  "breadcrumb", "promo",      "gallery", "quote", "list",
     "popup",   "meta",    "login",   "video",      "copyright",  "bio"});
constexpr Hints bit(HintKind kind) { return 1U << static_cast<unsigned>(kind); }

/// The hints of the words in a class or id attribute: parted at what is no letter or digit, and at capitals.
Hints hints_in(std::string_view names);

}  // namespace qw::article
