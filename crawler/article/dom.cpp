#include "crawler/article/dom.hpp"

#include "crawler/article/html_scan.hpp"

#include <gumbo.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string>

namespace qw::article {
namespace {

constexpr std::size_t first_chunk = 1U << 20U;
constexpr std::size_t kept_bytes = 8U << 20U;  // a thread keeps this much for its next page

}  // namespace

/// Memory of one parse: bumped, never given back piece by piece. The chunks of the last page are kept by the
/// thread, since fresh pages from the kernel cost more than the parse of a small page.
class Dom::Arena {
 public:
  Arena() : chunks_(std::move(spare())) { spare().clear(); }
  ~Arena() {
    std::size_t kept = 0;
    for (Chunk& chunk : chunks_) {
      if (kept + chunk.size <= kept_bytes) {
        kept += chunk.size;
        spare().push_back(std::move(chunk));
      }
    }
  }
  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;
  Arena(Arena&&) = delete;
  Arena& operator=(Arena&&) = delete;

  void* take(std::size_t bytes) {
    bytes = (bytes + 15U) & ~std::size_t{15};
    while (current_ < chunks_.size() && used_ + bytes > chunks_[current_].size) {
      ++current_;
      used_ = 0;
    }
    if (current_ == chunks_.size()) {
      const std::size_t size = std::max(first_chunk << std::min<std::size_t>(chunks_.size(), 5), bytes);
      chunks_.push_back({std::make_unique_for_overwrite<std::byte[]>(size), size});
      used_ = 0;
    }
    void* at = chunks_[current_].bytes.get() + used_;
    used_ += bytes;
    return at;
  }

 private:
  struct Chunk {
    std::unique_ptr<std::byte[]> bytes;
    std::size_t size = 0;
  };
  static std::vector<Chunk>& spare() {
    thread_local std::vector<Chunk> chunks;
    return chunks;
  }

  std::vector<Chunk> chunks_;
  std::size_t current_ = 0, used_ = 0;
};

/// Turns gumbo's tree into the array.
struct Dom::Builder {
  Dom& dom;

  static Tag tag_of(GumboTag tag) {
    switch (tag) {
      case GUMBO_TAG_HTML:
        return Tag::html;
      case GUMBO_TAG_HEAD:
        return Tag::head;
      case GUMBO_TAG_BODY:
        return Tag::body;
      case GUMBO_TAG_TITLE:
        return Tag::title;
      case GUMBO_TAG_META:
        return Tag::meta;
      case GUMBO_TAG_LINK:
        return Tag::link;
      case GUMBO_TAG_P:
        return Tag::p;
      case GUMBO_TAG_DIV:
      case GUMBO_TAG_CENTER:
        return Tag::div;
      case GUMBO_TAG_SPAN:
        return Tag::span;
      case GUMBO_TAG_A:
        return Tag::a;
      case GUMBO_TAG_H1:
        return Tag::h1;
      case GUMBO_TAG_H2:
        return Tag::h2;
      case GUMBO_TAG_H3:
        return Tag::h3;
      case GUMBO_TAG_H4:
        return Tag::h4;
      case GUMBO_TAG_H5:
        return Tag::h5;
      case GUMBO_TAG_H6:
        return Tag::h6;
      case GUMBO_TAG_UL:
      case GUMBO_TAG_MENU:
        return Tag::ul;
      case GUMBO_TAG_OL:
        return Tag::ol;
      case GUMBO_TAG_LI:
        return Tag::li;
      case GUMBO_TAG_DL:
        return Tag::dl;
      case GUMBO_TAG_DT:
        return Tag::dt;
      case GUMBO_TAG_DD:
        return Tag::dd;
      case GUMBO_TAG_TABLE:
        return Tag::table;
      case GUMBO_TAG_TR:
        return Tag::tr;
      case GUMBO_TAG_TD:
        return Tag::td;
      case GUMBO_TAG_TH:
        return Tag::th;
      case GUMBO_TAG_CAPTION:
        return Tag::caption;
      case GUMBO_TAG_BLOCKQUOTE:
        return Tag::blockquote;
      case GUMBO_TAG_Q:
        return Tag::q;
      case GUMBO_TAG_FIGURE:
        return Tag::figure;
      case GUMBO_TAG_FIGCAPTION:
        return Tag::figcaption;
      case GUMBO_TAG_ASIDE:
        return Tag::aside;
      case GUMBO_TAG_NAV:
        return Tag::nav;
      case GUMBO_TAG_HEADER:
        return Tag::header;
      case GUMBO_TAG_FOOTER:
        return Tag::footer;
      case GUMBO_TAG_ARTICLE:
        return Tag::article;
      case GUMBO_TAG_MAIN:
        return Tag::main;
      case GUMBO_TAG_SECTION:
        return Tag::section;
      case GUMBO_TAG_FORM:
      case GUMBO_TAG_FIELDSET:
        return Tag::form;
      case GUMBO_TAG_BUTTON:
        return Tag::button;
      case GUMBO_TAG_LABEL:
        return Tag::label;
      case GUMBO_TAG_TIME:
        return Tag::time;
      case GUMBO_TAG_ADDRESS:
        return Tag::address;
      case GUMBO_TAG_BR:
        return Tag::br;
      case GUMBO_TAG_HR:
        return Tag::hr;
      case GUMBO_TAG_PRE:
        return Tag::pre;
      case GUMBO_TAG_DETAILS:
        return Tag::details;
      case GUMBO_TAG_SUMMARY:
        return Tag::summary;
      default:
        return Tag::other;
    }
  }

  static std::optional<Attr> attr_of(std::string_view word) {
    using enum Attr;
    constexpr auto names = std::to_array<std::pair<std::string_view, Attr>>({{"class", cls},
                                                                             {"href", href},
                                                                             {"id", id},
                                                                             {"content", content},
                                                                             {"property", property},
                                                                             {"name", Attr::name},
                                                                             {"itemprop", itemprop},
                                                                             {"rel", rel},
                                                                             {"datetime", datetime},
                                                                             {"itemtype", itemtype},
                                                                             {"itemscope", itemscope},
                                                                             {"lang", lang},
                                                                             {"role", role},
                                                                             {"title", title},
                                                                             {"hidden", hidden},
                                                                             {"data-testid", testid},
                                                                             {"data-component", component},
                                                                             {"data-post", post},
                                                                             {"type", type}});
    const auto found = std::ranges::find(names, word, &std::pair<std::string_view, Attr>::first);
    return found == names.end() ? std::nullopt : std::optional(found->second);
  }

  void add_attributes(const GumboVector& vector, Node& node) const {
    node.attributes = static_cast<std::uint32_t>(dom.attributes_.size());
    for (unsigned i = 0; i < vector.length; ++i) {
      const auto* attribute = static_cast<const GumboAttribute*>(vector.data[i]);
      if (const auto known = attr_of(attribute->name)) {
        dom.attributes_.emplace_back(*known, attribute->value);
        ++node.attribute_count;
      }
    }
  }

  static const GumboVector* children_of(const GumboNode* node) {
    return node->type == GUMBO_NODE_ELEMENT || node->type == GUMBO_NODE_TEMPLATE ? &node->v.element.children
                                                                                 : nullptr;
  }

  void add(const GumboNode* node, std::uint32_t parent) const {
    Node out;
    out.parent = parent;
    if (node->type == GUMBO_NODE_ELEMENT || node->type == GUMBO_NODE_TEMPLATE) {
      out.tag = tag_of(node->v.element.tag);
      add_attributes(node->v.element.attributes, out);
    } else {
      out.tag = Tag::text;
      out.text = node->v.text.text;
    }
    dom.nodes_.push_back(out);
  }

  /// In document order, without recursion: the depth of the tree is the page's choice.
  void build(const GumboNode* root) const {
    struct Open {
      const GumboNode* node;
      unsigned next;
      std::uint32_t index;
    };
    std::vector<Open> open;
    add(root, 0);
    open.push_back({root, 0, 0});
    while (!open.empty()) {
      Open& top = open.back();
      const GumboVector* children = children_of(top.node);
      if (children == nullptr || top.next == children->length) {
        dom.nodes_[top.index].end = dom.size();
        open.pop_back();
        continue;
      }
      const auto* child = static_cast<const GumboNode*>(children->data[top.next++]);
      if (child->type == GUMBO_NODE_COMMENT) {
        continue;
      }
      const std::uint32_t parent = top.index;
      add(child, parent);
      open.push_back({child, 0, dom.size() - 1});
    }
  }
};

Dom::Dom(std::string_view html) : arena_(std::make_unique<Arena>()) {
  GumboOptions options = kGumboDefaultOptions;
  options.max_errors = 0;
  options.userdata = arena_.get();
  options.allocator = [](void* arena, std::size_t bytes) { return static_cast<Arena*>(arena)->take(bytes); };
  options.deallocator = [](void* /*arena*/, void* /*bytes*/) {};
  const GumboOutput* output = gumbo_parse_with_options(&options, html.data(), html.size());
  Builder{*this}.build(output->root);
}

std::string_view name_of(Tag tag) {
  constexpr auto names = std::to_array<std::string_view>(
      {"text",   "other",   "html",       "head",    "body",   "title",      "meta",  "link", "p",
       "div",    "span",    "a",          "h1",      "h2",     "h3",         "h4",    "h5",   "h6",
       "ul",     "ol",      "li",         "dl",      "dt",     "dd",         "table", "tr",   "td",
       "th",     "caption", "blockquote", "q",       "figure", "figcaption", "aside", "nav",  "header",
       "footer", "article", "main",       "section", "form",   "button",     "label", "time", "address",
       "br",     "hr",      "pre",        "details", "summary"});
  static_assert(names.size() == static_cast<std::size_t>(Tag::summary) + 1);
  return names.at(static_cast<std::size_t>(tag));
}

Dom::~Dom() = default;

std::string_view Dom::attr(std::uint32_t node, Attr attribute) const {
  const Node& n = nodes_[node];
  for (std::uint32_t i = n.attributes; i < n.attributes + n.attribute_count; ++i) {
    if (attributes_[i].first == attribute) {
      return attributes_[i].second;
    }
  }
  return {};
}

std::string Dom::text_of(std::uint32_t node) const {
  const auto is_block = [&](std::uint32_t i) {
    const Tag tag = nodes_[i].tag;
    return tag != Tag::text && tag != Tag::span && tag != Tag::a && tag != Tag::q && tag != Tag::time;
  };
  std::string out;
  bool space = false;
  std::uint32_t holder = node;
  for (std::uint32_t i = node; i < nodes_[node].end || i == node; ++i) {
    // A block that begins or has ended parts words.
    const std::uint32_t parent = nodes_[i].parent;
    space = space || is_block(i) || (parent != holder && is_block(parent) && is_block(holder));
    holder = parent;
    for (const char c : nodes_[i].text) {
      if (is_html_space(c)) {
        space = true;
        continue;
      }
      if (space && !out.empty()) {
        out += ' ';
      }
      space = false;
      out += c;
    }
  }
  return out;
}

std::size_t plain_parse(std::string_view html) {
  GumboOptions options = kGumboDefaultOptions;
  options.max_errors = 0;
  GumboOutput* output = gumbo_parse_with_options(&options, html.data(), html.size());
  const std::size_t children = output->root->v.element.children.length;
  gumbo_destroy_output(&options, output);
  return children;
}

}  // namespace qw::article
