#include "daemon/desk/html.hpp"

#include "base/escape.hpp"

namespace qw::desk {

void Html::begin(std::string_view tag, Attributes attributes) {
  out_ += '<';
  out_ += tag;
  for (const auto& [name, value] : attributes) {
    if (!name.empty()) {
      out_ += ' ';
      out_ += name;
      out_ += "=\"";
      out_ += escape_html(value);
      out_ += '"';
    }
  }
  out_ += '>';
}

void Html::end(std::string_view tag) {
  out_ += "</";
  out_ += tag;
  out_ += '>';
}

Html& Html::leaf(std::string_view tag, Attributes attributes, std::string_view text_in) {
  begin(tag, attributes);
  text(text_in);
  end(tag);
  return *this;
}

Html& Html::bare(std::string_view tag, Attributes attributes) {
  begin(tag, attributes);
  return *this;
}

Html& Html::text(std::string_view foreign) {
  out_ += escape_html(foreign);
  return *this;
}

std::string Html::document() && { return "<!doctype html>\n" + std::move(out_) + "\n"; }

}  // namespace qw::desk
