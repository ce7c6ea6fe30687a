#include "crawler/discover/entities.hpp"

#include "base/utf8.hpp"

#include <libxml/HTMLparser.h>

#include <array>

namespace qw::discover {
namespace {

constexpr std::size_t longest_name = 10;
constexpr auto windows_1252 = std::to_array<char16_t>(
    {0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
     0x2039, 0x0152, 0x8D,   0x017D, 0x8F,   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
     0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178});

bool is_character(char32_t c) {
  return c == '\t' || c == '\n' || c == '\r' ||
         (c >= 0x20 && c != 0x7F && !(c >= 0xD800 && c <= 0xDFFF) && c != 0xFFFE && c != 0xFFFF &&
          c <= 0x10FFFF);
}

Entity numeric(std::string_view text) {
  std::size_t at = 2;
  const bool hexadecimal = at < text.size() && (text[at] == 'x' || text[at] == 'X');
  at += hexadecimal ? 1 : 0;
  const std::size_t first = at;
  char32_t value = 0;
  for (; at < text.size() && at < first + 9; ++at) {
    const char c = text[at];
    char32_t digit = 99;
    if (c >= '0' && c <= '9') {
      digit = static_cast<char32_t>(c - '0');
    } else if (hexadecimal && c >= 'a' && c <= 'f') {
      digit = static_cast<char32_t>(c - 'a' + 10);
    } else if (hexadecimal && c >= 'A' && c <= 'F') {
      digit = static_cast<char32_t>(c - 'A' + 10);
    } else {
      break;
    }
    value = value * (hexadecimal ? 16 : 10) + digit;
  }
  if (at == first) {
    return {};
  }
  at += at < text.size() && text[at] == ';' ? 1 : 0;
  Entity out;
  out.length = at;
  if (value >= 0x80 && value < 0xA0) {
    value = windows_1252.at(value - 0x80);
  }
  if (is_character(value)) {
    utf8::append(out.text, value);
  }
  return out;
}

}  // namespace

Entity read_entity(std::string_view text) {
  if (text.size() < 3 || text[0] != '&') {
    return {};
  }
  if (text[1] == '#') {
    return numeric(text);
  }
  const std::size_t end = text.substr(0, longest_name + 2).find(';');
  if (end == std::string_view::npos) {
    return {};
  }
  const std::string name(text.substr(1, end - 1));
  Entity out;
  out.length = end + 1;
  out.only_html = name != "amp" && name != "lt" && name != "gt" && name != "quot" && name != "apos";
  if (name == "apos") {
    out.text = "'";
    return out;
  }
  const htmlEntityDesc* known = htmlEntityLookup(reinterpret_cast<const xmlChar*>(name.c_str()));
  if (known == nullptr) {
    return {};
  }
  utf8::append(out.text, known->value);
  return out;
}

std::string decode_entities(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const Entity entity = text[i] == '&' ? read_entity(text.substr(i)) : Entity{};
    if (entity.length == 0) {
      out += text[i];
    } else {
      out += entity.text;
      i += entity.length - 1;
    }
  }
  return out;
}

}  // namespace qw::discover
