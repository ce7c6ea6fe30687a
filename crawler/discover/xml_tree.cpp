#include "crawler/discover/xml_tree.hpp"

#include <libxml/parser.h>
#include <libxml/tree.h>

#include <algorithm>
#include <array>
#include <limits>
#include <memory>
#include <mutex>

namespace qw::discover {
namespace {

std::string lower(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return out;
}

const char* chars(const xmlChar* text) { return reinterpret_cast<const char*>(text); }

std::string local_of(const std::string& name) { return name.substr(name.rfind('.') + 1); }

/// Fields that may hold markup as elements (Atom's xhtml, unescaped HTML in RSS).
constexpr auto mixed_names =
    std::to_array<std::string_view>({"title", "summary", "content", "description", "encoded"});

/// Text of all descendants in document order. Depth is bounded by the repair.
void append_text(const xmlNode& from, std::string& out) {
  for (const xmlNode* each = from.children; each != nullptr; each = each->next) {
    if (each->type == XML_TEXT_NODE && each->content != nullptr) {
      out += chars(each->content);
    } else if (each->type == XML_ELEMENT_NODE) {
      out += ' ';
      append_text(*each, out);
      out += ' ';
    }
  }
}

/// Depth is bounded by the repair.
void copy(const xmlNode& from, XmlNode& to) {
  const std::string name = lower(chars(from.name));
  to.name = local_of(name);
  to.prefix = name.size() > to.name.size() ? name.substr(0, name.size() - to.name.size() - 1) : "";
  for (const xmlAttr* each = from.properties; each != nullptr; each = each->next) {
    std::string value;
    for (const xmlNode* part = each->children; part != nullptr; part = part->next) {
      value += part->content != nullptr ? chars(part->content) : "";
    }
    to.attributes.emplace_back(local_of(lower(chars(each->name))), std::move(value));
  }
  const bool mixed = std::ranges::find(mixed_names, to.name) != mixed_names.end();
  if (mixed) {
    append_text(from, to.text);
    return;
  }
  for (const xmlNode* each = from.children; each != nullptr; each = each->next) {
    if (each->type == XML_TEXT_NODE && each->content != nullptr) {
      to.text += chars(each->content);
    } else if (each->type == XML_ELEMENT_NODE) {
      copy(*each, to.children.emplace_back());
    }
  }
}

}  // namespace

const XmlNode* XmlNode::child(std::string_view local) const {
  const XmlNode* found = nullptr;
  for (const XmlNode& each : children) {
    if (each.name == local) {
      if (each.prefix.empty()) {
        return &each;
      }
      found = found == nullptr ? &each : found;
    }
  }
  return found;
}

const std::string& XmlNode::attribute(std::string_view local) const {
  static const std::string none;
  const auto found = std::ranges::find_if(attributes, [&](const auto& each) { return each.first == local; });
  return found == attributes.end() ? none : found->second;
}

Result<XmlNode> parse_xml(const std::string& repaired) {
  static std::once_flag once;
  std::call_once(once, [] { xmlInitParser(); });
  if (repaired.empty() || repaired.size() > static_cast<std::size_t>(std::numeric_limits<int>::max())) {
    return fail(Errc::malformed, "there is no XML element in it");
  }
  const std::unique_ptr<xmlDoc, decltype([](xmlDoc* doc) { xmlFreeDoc(doc); })> document(
      xmlReadMemory(repaired.data(), static_cast<int>(repaired.size()), nullptr, "UTF-8",
                    XML_PARSE_RECOVER | XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING));
  const xmlNode* root = document ? xmlDocGetRootElement(document.get()) : nullptr;
  if (root == nullptr) {
    return fail(Errc::malformed, "there is no XML element in it");
  }
  XmlNode out;
  copy(*root, out);
  return out;
}

}  // namespace qw::discover
