#pragma once

#include "base/result.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace qw::discover {

/// An element of repaired XML (xml_repair.hpp).
struct XmlNode {
  std::string prefix, name;                                     ///< "dc", "date"; names in lower case
  std::vector<std::pair<std::string, std::string>> attributes;  ///< names without prefix, in lower case
  /// Its own, without that of its children; of fields that may hold markup (title, summary, content,
  /// description, encoded) all text in document order, and such fields have no children here.
  std::string text;
  std::vector<XmlNode> children;

  /// First child of that name; one without prefix is preferred. nullptr = none.
  const XmlNode* child(std::string_view local) const;
  const std::string& attribute(std::string_view local) const;  ///< "" = none
};

/// Parses repaired XML with libxml2: no network, no DTD, no entities. Errors: malformed (no element at all).
/// Pure; any thread.
Result<XmlNode> parse_xml(const std::string& repaired);

}  // namespace qw::discover
