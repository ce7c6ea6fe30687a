#include "crawler/article/html_scan.hpp"

#include <algorithm>
#include <cstdint>
#include <cstring>

namespace qw::article {
namespace {

constexpr std::size_t npos = std::string_view::npos;

}  // namespace

bool equals_ignoring_case(std::string_view text, std::string_view lower) {
  return text.size() == lower.size() &&
         std::ranges::equal(text, lower, [](char a, char b) { return to_lower_ascii(a) == b; });
}

bool contains_ignoring_case(std::string_view text, std::string_view lower) {
  return !std::ranges::search(text, lower, [](char a, char b) { return to_lower_ascii(a) == b; }).empty();
}

std::size_t skip_ascii(std::string_view text, std::size_t at) {
  while (at + 8 <= text.size()) {
    std::uint64_t eight = 0;
    std::memcpy(&eight, text.data() + at, 8);
    if ((eight & 0x8080808080808080ULL) != 0) {
      break;
    }
    at += 8;
  }
  while (at < text.size() && static_cast<unsigned char>(text[at]) < 0x80U) {
    ++at;
  }
  return at;
}

TagToken read_tag(std::string_view html, std::size_t at) {
  TagToken tag;
  tag.closing = html[at + 1] == '/';
  std::size_t i = at + (tag.closing ? 2 : 1);
  const std::size_t name = i;
  while (i < html.size() && !is_html_space(html[i]) && html[i] != '>' && html[i] != '/') {
    ++i;
  }
  tag.name = html.substr(name, i - name);
  const std::size_t inside = i;
  // A '>' inside a quoted value does not end the tag; a quote counts only behind an equals sign.
  bool behind_equals = false;
  while (i < html.size() && html[i] != '>') {
    const char c = html[i];
    if (behind_equals && (c == '"' || c == '\'')) {
      const std::size_t close = html.find(c, i + 1);
      if (close == npos) {
        tag.inside = html.substr(inside, i - inside);
        tag.end = npos;
        return tag;
      }
      i = close;
    }
    behind_equals = c == '=' || (behind_equals && is_html_space(c));
    ++i;
  }
  tag.inside = html.substr(inside, i - inside);
  tag.end = i < html.size() ? i + 1 : npos;
  return tag;
}

bool next_attribute(std::string_view& rest, Attribute& out) {
  std::size_t i = 0;
  while (i < rest.size() && (is_html_space(rest[i]) || rest[i] == '/')) {
    ++i;
  }
  if (i >= rest.size()) {
    return false;
  }
  const std::size_t name = i;
  ++i;  // an equals sign may be the first character of a name
  while (i < rest.size() && !is_html_space(rest[i]) && rest[i] != '=' && rest[i] != '/') {
    ++i;
  }
  out.name = rest.substr(name, i - name);
  out.value = {};
  std::size_t j = i;
  while (j < rest.size() && is_html_space(rest[j])) {
    ++j;
  }
  if (j < rest.size() && rest[j] == '=') {
    ++j;
    while (j < rest.size() && is_html_space(rest[j])) {
      ++j;
    }
    if (j < rest.size() && (rest[j] == '"' || rest[j] == '\'')) {
      const std::size_t close = std::min(rest.find(rest[j], j + 1), rest.size());
      out.value = rest.substr(j + 1, close - j - 1);
      i = std::min(close + 1, rest.size());
    } else {
      i = j;
      while (i < rest.size() && !is_html_space(rest[i])) {
        ++i;
      }
      out.value = rest.substr(j, i - j);
    }
  }
  rest.remove_prefix(i);
  return true;
}

std::string_view attribute_of(const TagToken& tag, std::string_view name) {
  std::string_view rest = tag.inside;
  Attribute attribute;
  while (next_attribute(rest, attribute)) {
    if (equals_ignoring_case(attribute.name, name)) {
      return attribute.value;
    }
  }
  return {};
}

std::size_t find_end_tag(std::string_view html, std::size_t at, std::string_view name) {
  while ((at = html.find("</", at)) != npos) {
    const std::size_t behind = at + 2 + name.size();
    if (equals_ignoring_case(html.substr(at + 2, name.size()), name) &&
        (behind >= html.size() || is_html_space(html[behind]) || html[behind] == '>' ||
         html[behind] == '/')) {
      return at;
    }
    at += 2;
  }
  return npos;
}

std::size_t behind_markup(std::string_view html, std::size_t at, bool& open_ended) {
  if (html.compare(at, 4, "<!--") == 0) {
    if (html.compare(at + 4, 1, ">") == 0) {
      return at + 5;
    }
    if (html.compare(at + 4, 2, "->") == 0) {
      return at + 6;
    }
    const std::size_t end = open_ended ? npos : html.find("-->", at + 4);
    open_ended = end == npos;
    return end == npos ? at + 4 : end + 3;
  }
  const std::size_t end = html.find('>', at);
  return end == npos ? html.size() : end + 1;
}

}  // namespace qw::article
