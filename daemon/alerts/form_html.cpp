#include "base/escape.hpp"
#include "daemon/alerts/forms.hpp"

namespace qw::alerts {
namespace {

std::string in(std::string_view tag, std::string_view escaped) {
  return "<" + std::string(tag) + ">" + std::string(escaped) + "</" + std::string(tag) + ">";
}

}  // namespace

std::string as_html(const Story& story) {
  std::string out = in("h3", escape_html(story.headline));
  bool in_list = false;
  for (const Block& block : story.blocks) {
    const bool item = block.kind == Block::Kind::item;
    if (item != in_list) {
      out += item ? "<ul>" : "</ul>";
      in_list = item;
    }
    const std::string label = block.label.empty() ? "" : in("b", escape_html(block.label)) + ": ";
    const std::string text = escape_html(block.text);
    switch (block.kind) {
      case Block::Kind::quote:
        out += in("p", label) + in("blockquote", text);
        break;
      case Block::Kind::item:
        out += in("li", label + text);
        break;
      case Block::Kind::small:
        out += in("p", in("i", label + text));
        break;
      case Block::Kind::line:
        out += in("p", label + text);
        break;
    }
  }
  out += in_list ? "</ul>" : "";
  if (!story.link.empty()) {
    out += "<p><a href=\"" + escape_html(story.link) + "\">" + escape_html(story.link_text) + "</a></p>";
  }
  return out;
}

}  // namespace qw::alerts
