#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// A page as a flat array of nodes in document order, from gumbo. Not for sharing between threads.
namespace qw::article {

/// The elements that mean something to the reader; everything else is `other`.
enum class Tag : std::uint8_t {
  text,
  other,
  html,
  head,
  body,
  title,
  meta,
  link,
  p,
  div,
  span,
  a,
  h1,
  h2,
  h3,
  h4,
  h5,
  h6,
  ul,
  ol,
  li,
  dl,
  dt,
  dd,
  table,
  tr,
  td,
  th,
  caption,
  blockquote,
  q,
  figure,
  figcaption,
  aside,
  nav,
  header,
  footer,
  article,
  main,
  section,
  form,
  button,
  label,
  time,
  address,
  br,
  hr,
  pre,
  details,
  summary
};

/// "p", "div", …; "other" for what has no name here.
std::string_view name_of(Tag tag);

enum class Attr : std::uint8_t {
  id,
  cls,
  itemprop,
  itemtype,
  itemscope,
  property,
  name,
  content,
  rel,
  href,
  datetime,
  lang,
  role,
  title,
  hidden,
  testid,
  component,
  post,  ///< data-post of Telegram's previews
  type
};

struct Node {
  Tag tag = Tag::other;
  std::uint32_t parent = 0;
  std::uint32_t end = 0;         ///< index behind the last node of this subtree
  std::uint32_t attributes = 0;  ///< index of its first attribute
  std::uint8_t attribute_count = 0;
  std::string_view text;  ///< of a text node, entities resolved
};

class Dom {
 public:
  /// Parses what the pre-pass gave; its limits keep the parser's cost in bounds.
  explicit Dom(std::string_view html);
  ~Dom();
  Dom(const Dom&) = delete;
  Dom& operator=(const Dom&) = delete;
  Dom(Dom&&) = delete;
  Dom& operator=(Dom&&) = delete;

  const std::vector<Node>& nodes() const { return nodes_; }
  std::uint32_t size() const { return static_cast<std::uint32_t>(nodes_.size()); }
  const Node& operator[](std::uint32_t node) const { return nodes_[node]; }
  /// "" when the node has no such attribute.
  std::string_view attr(std::uint32_t node, Attr attribute) const;
  bool has(std::uint32_t node, Attr attribute) const { return attr(node, attribute).data() != nullptr; }
  /// All text below a node, white space folded to single spaces, trimmed.
  std::string text_of(std::uint32_t node) const;

 private:
  class Arena;
  struct Builder;

  std::unique_ptr<Arena> arena_;
  std::vector<Node> nodes_;
  std::vector<std::pair<Attr, std::string_view>> attributes_;
};

/// Parses and throws the tree away, with malloc and nothing cut: what the benchmark compares with.
std::size_t plain_parse(std::string_view html);

}  // namespace qw::article
