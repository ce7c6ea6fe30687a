#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

/// The linear pass before the parser. gumbo cannot be interrupted and is worse than quadratic on deep trees,
/// so what it gets is made small and flat here: scripts, styles, comments, frames and inline formatting are
/// cut, attributes that nobody reads are dropped, JSON is lifted aside, and depth and work are counted. Pure;
/// any thread; O(bytes).
namespace qw::article {

struct PrepassLimits {
  std::size_t most_depth = 512;     ///< open elements
  std::size_t most_tags = 150'000;  ///< tags that reach the parser
  std::size_t most_work =
      4'000'000;  ///< sum over tags of the elements open then: what the parser's scope searches cost
  std::size_t most_bytes = 4U << 20U;  ///< of HTML for the parser; the rest is cut
  std::size_t most_attribute = 4096;   ///< bytes of one attribute value; longer ones are dropped
};

struct Prepared {
  std::string html;                           ///< for the parser; "" when `flat`
  std::vector<std::string_view> json_ld;      ///< bodies of ld+json scripts, views into the input
  std::vector<std::string_view> page_json;    ///< bodies of application/json scripts (__NEXT_DATA__ and kin)
  std::string_view noscript;                  ///< the longest noscript body, for pages without any other text
  bool flat = false;                          ///< a limit was passed: only `flat_text` may be used
  bool truncated = false;                     ///< `html` was cut at most_bytes
  std::size_t tags = 0, depth = 0, work = 0;  ///< what was counted, for tests and remarks
  std::size_t tags_in = 0;                    ///< tags of the input
};

/// `html` is valid UTF-8 and must outlive the result.
Prepared prepass(std::string_view html, const PrepassLimits& limits = {});

/// The text without its tags: blocks parted by newlines, entities left as they are. For pages that are too
/// hostile to be parsed. O(bytes).
std::string flat_text(std::string_view html, std::size_t most_bytes);

}  // namespace qw::article
