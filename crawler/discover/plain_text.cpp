#include "crawler/discover/plain_text.hpp"

#include "base/ascii.hpp"
#include "base/utf8.hpp"
#include "crawler/article/charset.hpp"
#include "crawler/discover/entities.hpp"

#include <algorithm>
#include <array>

namespace qw::discover {
namespace {

bool is_letter(char c) { return to_lower_ascii(c) >= 'a' && to_lower_ascii(c) <= 'z'; }

/// Elements that stand inside a word or line; all others part words.
constexpr auto inline_names =
    std::to_array<std::string_view>({"a", "abbr", "b", "em", "font", "i", "mark", "nobr", "q", "s", "small",
                                     "span", "strong", "sub", "sup", "u"});

bool begins_tag(std::string_view text, std::size_t at) {
  if (text[at] != '<' || at + 1 >= text.size()) {
    return false;
  }
  const char next = text[at + 1];
  return is_letter(next) || next == '!' || (next == '/' && at + 2 < text.size() && is_letter(text[at + 2]));
}

std::string name_of_tag(std::string_view tag) {
  std::string out;
  for (std::size_t i = tag.starts_with("</") ? 2 : 1;
       i < tag.size() && (is_letter(tag[i]) || (tag[i] >= '0' && tag[i] <= '9')); ++i) {
    out += to_lower_ascii(tag[i]);
  }
  return out;
}

/// Position behind "</name", or the end of the text.
std::size_t behind_end_tag(std::string_view text, std::size_t at, std::string_view name) {
  for (; at < text.size(); ++at) {
    if (text[at] == '<' && text.substr(at).starts_with("</") && name_of_tag(text.substr(at)) == name) {
      const std::size_t end = text.find('>', at);
      return end == std::string_view::npos ? text.size() : end + 1;
    }
  }
  return text.size();
}

struct Stripped {
  std::string text;
  bool had_tags = false;
};

Stripped without_tags(std::string_view text) {
  Stripped out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!begins_tag(text, i)) {
      out.text += text[i];
      continue;
    }
    const bool comment = text.substr(i).starts_with("<!--");
    const std::size_t end = comment ? text.find("-->", i) : text.find('>', i);
    if (end == std::string_view::npos) {
      out.text += text[i];
      continue;
    }
    out.had_tags = true;
    const std::string name = name_of_tag(text.substr(i, end - i));
    if (std::ranges::find(inline_names, name) == inline_names.end()) {
      out.text += ' ';
    }
    i = end + (comment ? 2 : 0);
    if ((name == "script" || name == "style") && text[i - 1] != '/') {
      i = behind_end_tag(text, i, name) - 1;
    }
  }
  return out;
}

std::string folded(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  bool space = false;
  for (std::size_t at = 0; at < text.size();) {
    const utf8::Decoded d = utf8::decode(text, at);
    const char32_t c = d.code_point;
    const bool blank = c <= 0x20 || c == 0x85 || c == utf8::no_break_space || c == utf8::line_separator ||
                       c == utf8::paragraph_separator || c == utf8::narrow_no_break_space || c == 0x3000;
    if (blank) {
      space = !out.empty();
    } else if (c != utf8::zero_width_space && c != utf8::byte_order_mark) {
      if (space) {
        out += ' ';
        space = false;
      }
      out += text.substr(at, d.length);
    }
    at += d.length;
  }
  return out;
}

}  // namespace

std::string plain_text(std::string_view field, std::size_t most) {
  // Nothing beyond this many bytes can reach the first `most` characters of news text; it bounds the work.
  field = field.substr(0, most * 64);
  std::string text = decode_entities(without_tags(field).text);
  const Stripped again = without_tags(text);
  if (again.had_tags) {
    text = decode_entities(again.text);
  }
  text = folded(utf8::repaired(text));
  if (auto mended = article::undone_double_encoding(text)) {
    text = *std::move(mended);
  }
  return utf8::cut(text, most);
}

}  // namespace qw::discover
