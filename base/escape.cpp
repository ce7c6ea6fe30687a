#include "base/escape.hpp"

#include "base/utf8.hpp"

#include <fmt/format.h>

#include <limits>

namespace qw {
namespace {

void append_escaped(std::string& out, char32_t c) {
  switch (c) {
    case U'\n':
      out += "\\n";
      return;
    case U'\r':
      out += "\\r";
      return;
    case U'\t':
      out += "\\t";
      return;
    default:
      out += fmt::format("\\u{{{:x}}}", static_cast<std::uint32_t>(c));
  }
}

}  // namespace

std::string escape_for_log(std::string_view foreign, std::size_t most) {
  std::string out;
  std::size_t shown = 0;
  for (std::size_t at = 0; at < foreign.size(); ++shown) {
    if (shown == most) {
      utf8::append(out, utf8::ellipsis);
      break;
    }
    const utf8::Decoded d = utf8::decode(foreign, at);
    at += d.length;
    if (d.code_point == U'"' || d.code_point == U'\\') {
      out += '\\';
      utf8::append(out, d.code_point);
    } else if (utf8::is_hostile_control(d.code_point)) {
      append_escaped(out, d.code_point);
    } else {
      utf8::append(out, d.code_point);
    }
  }
  return out;
}

std::string escape_for_terminal(std::string_view foreign, Lines lines) {
  std::string out;
  for (std::size_t at = 0; at < foreign.size();) {
    const utf8::Decoded d = utf8::decode(foreign, at);
    at += d.length;
    if (d.code_point == U'\n' && lines == Lines::keep) {
      out += '\n';
    } else if (utf8::is_hostile_control(d.code_point)) {
      append_escaped(out, d.code_point);
    } else {
      utf8::append(out, d.code_point);
    }
  }
  return out;
}

std::string escape_html(std::string_view foreign) {
  std::string out;
  out.reserve(foreign.size() + 16);
  for (std::size_t at = 0; at < foreign.size();) {
    const utf8::Decoded d = utf8::decode(foreign, at);
    at += d.length;
    switch (d.code_point) {
      case U'&':
        out += "&amp;";
        break;
      case U'<':
        out += "&lt;";
        break;
      case U'>':
        out += "&gt;";
        break;
      case U'"':
        out += "&quot;";
        break;
      case U'\'':
        out += "&#39;";
        break;
      case U'\0':
        utf8::append(out, utf8::replacement);
        break;
      default:
        utf8::append(out, d.code_point);
    }
  }
  return out;
}

}  // namespace qw
