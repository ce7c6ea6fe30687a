#pragma once

#include <string>
#include <string_view>

namespace qw::discover {

struct RepairedXml {
  std::string xml;                 ///< well-formed UTF-8 without declaration, DOCTYPE, comments, namespaces
  bool truncated = false;          ///< the text ended inside an element; a last, unfinished entry is left out
  bool tags_repaired = false;      ///< elements were closed or end tags dropped
  bool entities_repaired = false;  ///< undefined entities or a bare '&'
  bool controls_dropped = false;
  bool doctype_dropped = false;
};

/// Makes of a feed or sitemap, as the web serves them, something that any XML parser reads: junk in front of
/// the root, controls, HTML entities, unclosed and unopened tags, unquoted attributes, a cut end. Entities
/// that a DOCTYPE declares are never expanded. In names the prefix is parted by '.' instead of ':', since
/// prefixes are often undeclared. Depth is cut at 64, attributes at 64 an element.
/// Input: valid UTF-8. Output: at most about six times the input. Pure; any thread; linear.
RepairedXml repair_xml(std::string_view text);

}  // namespace qw::discover
