#include "crawler/article/words.hpp"

#include "base/utf8.hpp"
#include "crawler/article/html_scan.hpp"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <utility>

namespace qw::article {
namespace {

constexpr auto entities = std::to_array<std::pair<std::string_view, char32_t>>(
    {{"amp", '&'},      {"lt", '<'},        {"gt", '>'},       {"quot", '"'},     {"apos", '\''},
     {"nbsp", 0xA0},    {"laquo", 0xAB},    {"raquo", 0xBB},   {"ldquo", 0x201C}, {"rdquo", 0x201D},
     {"bdquo", 0x201E}, {"lsquo", 0x2018},  {"rsquo", 0x2019}, {"sbquo", 0x201A}, {"ndash", 0x2013},
     {"mdash", 0x2014}, {"hellip", 0x2026}, {"shy", 0xAD},     {"copy", 0xA9},    {"reg", 0xAE},
     {"trade", 0x2122}, {"deg", 0xB0},      {"sect", 0xA7},    {"euro", 0x20AC},  {"pound", 0xA3},
     {"middot", 0xB7},  {"bull", 0x2022},   {"ensp", 0x2002},  {"emsp", 0x2003},  {"thinsp", 0x2009},
     {"times", 0xD7},   {"eacute", 0xE9},   {"egrave", 0xE8},  {"agrave", 0xE0},  {"ccedil", 0xE7},
     {"uuml", 0xFC},    {"ouml", 0xF6},     {"auml", 0xE4},    {"szlig", 0xDF},   {"Uuml", 0xDC},
     {"Ouml", 0xD6},    {"Auml", 0xC4}});

bool is_ascii(char byte) { return static_cast<unsigned char>(byte) < 0x80; }

bool is_dropped(char32_t c) {
  return c == utf8::soft_hyphen || (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
         (c >= 0x2060 && c <= 0x2064) || (c >= 0x2066 && c <= 0x2069) || c == utf8::byte_order_mark ||
         (c < 0x20 && c != '\n' && c != '\t' && c != '\r' && c != '\f') || (c >= 0x7F && c < 0xA0);
}

bool is_wide_space(char32_t c) {
  return c == utf8::no_break_space || (c >= 0x2000 && c <= 0x200A) || c == utf8::narrow_no_break_space ||
         c == 0x205F || c == 0x3000 || c == utf8::line_separator || c == utf8::paragraph_separator ||
         c == 0x1680;
}

/// Composes when a combining mark may stand in the text: a lead byte of U+0300 to U+036F.
void compose(std::string& text) {
  if (text.find('\xCC') == std::string::npos && text.find('\xCD') == std::string::npos) {
    return;
  }
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* nfc = icu::Normalizer2::getNFCInstance(status);
  if (U_FAILURE(status) != 0) {
    return;
  }
  const icu::UnicodeString done = nfc->normalize(icu::UnicodeString::fromUTF8(text), status);
  if (U_FAILURE(status) == 0) {
    text.clear();
    done.toUTF8String(text);
  }
}

/// The code point of an entity that begins at `at` ('&'), and its length; length 0 = none.
std::pair<char32_t, std::size_t> entity_at(std::string_view text, std::size_t at) {
  const std::size_t end = text.substr(0, at + 12).find(';', at);
  if (end == std::string_view::npos || end < at + 3) {
    return {0, 0};
  }
  std::string_view name = text.substr(at + 1, end - at - 1);
  const std::size_t length = end - at + 1;
  if (name.front() != '#') {
    const auto known = std::ranges::find(entities, name, &std::pair<std::string_view, char32_t>::first);
    return known == entities.end() ? std::pair<char32_t, std::size_t>{0, 0}
                                   : std::pair{known->second, length};
  }
  name.remove_prefix(1);
  const bool hex = name.front() == 'x' || name.front() == 'X';
  name.remove_prefix(hex ? 1 : 0);
  char32_t c = 0;
  for (const char digit : name) {
    const char low = to_lower_ascii(digit);
    const int value = low >= '0' && low <= '9'          ? low - '0'
                      : hex && low >= 'a' && low <= 'f' ? low - 'a' + 10
                                                        : -1;
    if (value < 0 || c > 0x10FFFF) {
      return {0, 0};
    }
    c = c * (hex ? 16U : 10U) + static_cast<char32_t>(value);
  }
  const bool valid = c != 0 && c <= 0x10FFFF && (c < 0xD800 || c > 0xDFFF);
  return name.empty() || !valid ? std::pair<char32_t, std::size_t>{0, 0} : std::pair{c, length};
}

}  // namespace

std::string cleaned(std::string_view text, Lines lines) {
  std::string out;
  out.reserve(text.size());
  char pending = '\0';
  for (std::size_t at = 0; at < text.size();) {
    const char byte = text[at];
    if (is_html_space(byte)) {
      pending = byte == '\n' && lines == Lines::keep ? '\n' : pending == '\0' ? ' ' : pending;
      ++at;
      continue;
    }
    const auto lead = static_cast<unsigned char>(byte);
    std::size_t length = 1;
    // Only U+0000–U+00BF, U+1680, U+2000–U+206F, U+3000 and U+FEFF can need care.
    if (lead < 0x20 || lead == 0x7F || lead == 0xC2 || lead == 0xE1 || lead == 0xE2 || lead == 0xE3 ||
        lead == 0xEF) {
      const utf8::Decoded d = utf8::decode(text, at);
      if (is_wide_space(d.code_point)) {
        pending = pending == '\0' ? ' ' : pending;
        at += d.length;
        continue;
      }
      if (is_dropped(d.code_point)) {
        at += d.length;
        continue;
      }
      length = d.length;
    }
    if (pending != '\0') {
      if (!out.empty()) {
        out += pending;
      }
      pending = '\0';
    }
    out.append(text.substr(at, length));
    at += length;
  }
  compose(out);
  return out;
}

std::string without_entities(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t amp = std::min(text.find('&', at), text.size());
    out += text.substr(at, amp - at);
    at = amp;
    if (at == text.size()) {
      break;
    }
    const auto [c, length] = entity_at(text, at);
    if (length == 0) {
      out += text[at++];
    } else {
      utf8::append(out, c);
      at += length;
    }
  }
  return out;
}

std::string without_markup(std::string_view html) {
  std::string out;
  for (std::size_t at = 0; at < html.size();) {
    const std::size_t open = std::min(html.find('<', at), html.size());
    out += html.substr(at, open - at);
    if (open + 1 >= html.size()) {
      break;
    }
    const char next = to_lower_ascii(html[open + 1]);
    if ((next < 'a' || next > 'z') && next != '/' && next != '!') {
      out += '<';
      at = open + 1;
      continue;
    }
    const std::size_t close = html.find('>', open);
    if (close == std::string_view::npos) {
      break;
    }
    const std::string_view tag = html.substr(open + 1, close - open - 1);
    if (tag.starts_with("p") || tag.starts_with("/p") || tag.starts_with("br") || tag.starts_with("/div") ||
        tag.starts_with("/li") || tag.starts_with("/h")) {
      out += '\n';
    }
    at = close + 1;
  }
  return cleaned(without_entities(out), Lines::keep);
}

std::size_t count_words(std::string_view text) {
  std::size_t words = 0;
  bool inside = false;
  for (const char c : text) {
    const bool word = static_cast<unsigned char>(c) >= 0x80 || (c >= '0' && c <= '9') ||
                      (to_lower_ascii(c) >= 'a' && to_lower_ascii(c) <= 'z');
    words += word && !inside ? 1 : 0;
    inside = word;
  }
  return words;
}

std::string lower_case(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    if (is_ascii(text[at])) {
      out += to_lower_ascii(text[at++]);
      continue;
    }
    const utf8::Decoded d = utf8::decode(text, at);
    utf8::append(out, static_cast<char32_t>(u_tolower(static_cast<UChar32>(d.code_point))));
    at += d.length;
  }
  return out;
}

std::string bare(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    if (is_ascii(text[at])) {
      const char low = to_lower_ascii(text[at++]);
      if ((low >= 'a' && low <= 'z') || (low >= '0' && low <= '9')) {
        out += low;
      }
      continue;
    }
    const utf8::Decoded d = utf8::decode(text, at);
    const auto c = static_cast<UChar32>(d.code_point);
    if (d.valid && u_isalnum(c) != 0) {
      const UChar32 small = u_tolower(c);
      utf8::append(out, small == 0x451 ? 0x435 : static_cast<char32_t>(small));
    }
    at += d.length;
  }
  return out;
}

std::vector<std::string_view> split_words(std::string_view text) {
  std::vector<std::string_view> words;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t space = std::min(text.find_first_of(" \n\t\r\f", at), text.size());
    if (space > at) {
      words.push_back(text.substr(at, space - at));
    }
    at = space + 1;
  }
  return words;
}

}  // namespace qw::article
