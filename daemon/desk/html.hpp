#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace qw::desk {

/// Writes HTML. Everything that is given as text or as the value of an attribute is escaped; there is no way
/// to put markup in. Tags and names of attributes are literals of our own.
class Html {
 public:
  using Attributes = std::initializer_list<std::pair<std::string_view, std::string_view>>;

  /// <tag …>content</tag>; an attribute with an empty name is left out.
  template <class Content>
  Html& in(std::string_view tag, Attributes attributes, Content content) {
    begin(tag, attributes);
    content();
    end(tag);
    return *this;
  }
  Html& leaf(std::string_view tag, Attributes attributes, std::string_view text);
  Html& leaf(std::string_view tag, std::string_view text) { return leaf(tag, {}, text); }
  Html& bare(std::string_view tag, Attributes attributes = {});  ///< input, meta, link
  Html& text(std::string_view foreign);

  std::string document() &&;  ///< with the doctype

 private:
  void begin(std::string_view tag, Attributes attributes);
  void end(std::string_view tag);

  std::string out_;
};

}  // namespace qw::desk
