#include "crawler/article/tag_kind.hpp"

#include "crawler/article/html_scan.hpp"

#include <algorithm>
#include <array>

namespace qw::article {
namespace {

constexpr std::uint64_t key_of(std::string_view name) {
  std::uint64_t key = 0;
  for (std::size_t i = 0; i < 8; ++i) {
    key = (key << 8U) | (i < name.size() ? static_cast<unsigned char>(to_lower_ascii(name[i])) : 0U);
  }
  return key;
}

struct Row {
  std::uint64_t key;
  TagKind kind;
};

constexpr Row row(std::string_view name, TagKind kind) { return {key_of(name), kind}; }

constexpr auto rows = [] {
  using enum TagKind;
  auto out = std::to_array<Row>({
      row("html", page),
      row("head", page),
      row("body", page),
      row("title", title),
      row("script", script),
      row("noscript", noscript),
      row("style", cut),
      row("svg", cut),
      row("math", cut),
      row("template", cut),
      row("iframe", cut),
      row("canvas", cut),
      row("select", cut),
      row("video", cut),
      row("audio", cut),
      row("noembed", cut),
      row("noframes", cut),
      row("textarea", cut),
      row("datalist", cut),
      row("xmp", drop),
      row("plaintext", drop),
      row("listing", drop),
      row("frameset", drop),
      row("frame", drop),
      row("img", drop),
      row("image", drop),
      row("wbr", drop),
      row("source", drop),
      row("picture", drop),
      row("track", drop),
      row("input", drop),
      row("embed", drop),
      row("param", drop),
      row("area", drop),
      row("base", drop),
      row("basefont", drop),
      row("bgsound", drop),
      row("col", drop),
      row("colgroup", drop),
      row("object", drop),
      row("applet", drop),
      row("map", drop),
      row("keygen", drop),
      row("menuitem", drop),
      row("option", drop),
      row("optgroup", drop),
      row("meta", empty),
      row("link", empty),
      row("br", empty),
      row("hr", empty),
      row("a", keep),
      row("q", keep),
      row("time", keep),
      row("button", keep),
      row("li", keep),
      row("dt", keep),
      row("dd", keep),
      row("tr", keep),
      row("td", keep),
      row("th", keep),
      row("tbody", keep),
      row("thead", keep),
      row("tfoot", keep),
      row("caption", keep),
      row("label", keep),
      row("legend", keep),
      row("p", keep_block),
      row("div", keep_block),
      row("h1", keep_block),
      row("h2", keep_block),
      row("h3", keep_block),
      row("h4", keep_block),
      row("h5", keep_block),
      row("h6", keep_block),
      row("ul", keep_block),
      row("ol", keep_block),
      row("dl", keep_block),
      row("table", keep_block),
      row("blockquote", keep_block),
      row("figure", keep_block),
      row("figcaption", keep_block),
      row("aside", keep_block),
      row("nav", keep_block),
      row("header", keep_block),
      row("footer", keep_block),
      row("article", keep_block),
      row("main", keep_block),
      row("section", keep_block),
      row("form", keep_block),
      row("fieldset", keep_block),
      row("address", keep_block),
      row("pre", keep_block),
      row("details", keep_block),
      row("summary", keep_block),
      row("center", keep_block),
      row("hgroup", keep_block),
      row("menu", keep_block),
      row("dir", keep_block),
      row("dialog", keep_block),
  });
  std::ranges::sort(out, {}, &Row::key);
  return out;
}();

}  // namespace

std::uint64_t tag_key(std::string_view name) { return key_of(name); }

TagKind kind_of_tag(std::string_view name) {
  const std::uint64_t key = key_of(name);
  const auto found = std::ranges::lower_bound(rows, key, {}, &Row::key);
  return found != rows.end() && found->key == key ? found->kind : TagKind::inline_;
}

}  // namespace qw::article
