#pragma once

#include <cstdint>
#include <string_view>

/// What the pre-pass does with each element. Pure; any thread; O(1).
namespace qw::article {

enum class TagKind : std::uint8_t {
  keep,        ///< goes to the parser
  keep_block,  ///< goes to the parser and closes an open paragraph
  empty,       ///< goes to the parser, has no end tag (br, hr, meta, link)
  inline_,     ///< becomes a span when it has attributes that are read, else the tag is dropped
  drop,        ///< the tag is dropped, its content stays
  cut,         ///< dropped with its content, up to the end tag
  script,
  noscript,
  title,
  page,  ///< html, head, body: kept, but their end tags are dropped
};

/// `name` as in the page, any case; unknown elements are inline_.
TagKind kind_of_tag(std::string_view name);

/// The first eight letters in lower case as a number: enough to tell all the elements of HTML apart.
std::uint64_t tag_key(std::string_view name);

}  // namespace qw::article
