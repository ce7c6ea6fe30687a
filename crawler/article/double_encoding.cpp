#include "base/utf8.hpp"
#include "crawler/article/charset.hpp"
#include "crawler/article/code_pages.hpp"
#include "crawler/article/html_scan.hpp"
#include "crawler/article/letter_score.hpp"

#include <algorithm>
#include <map>

namespace qw::article {
namespace {

constexpr double share_of_pairs = 0.3;
constexpr std::size_t least_pairs = 3;

using Reverse = std::map<char32_t, char>;

Reverse reverse_of(std::string_view charset) {
  Reverse out;
  if (const CodePage* page = find_code_page(charset); page != nullptr) {
    for (std::size_t byte = 0x80; byte < 256; ++byte) {
      if (page->at(byte) != utf8::replacement) {
        out.emplace(page->at(byte), static_cast<char>(byte));
      }
    }
  }
  return out;
}

/// The bytes that, read in this charset, give `text`; nothing when some character has none.
std::optional<std::string> encoded(std::u32string_view text, const Reverse& reverse) {
  std::string out;
  out.reserve(text.size());
  for (const char32_t c : text) {
    if (c < 0x80) {
      out += static_cast<char>(c);
      continue;
    }
    const auto byte = reverse.find(c);
    if (byte == reverse.end()) {
      return std::nullopt;
    }
    out += byte->second;
  }
  return out;
}

/// Lead bytes D0 and D1 read as windows-1251 (D0 A0, D0 A1 in UTF-8) or windows-1252 (C3 90, C3 91; read
/// twice C3 83, C3 82).
struct Leads {
  std::size_t in_1251 = 0, in_1252 = 0, others = 0;
};

Leads count_leads(std::string_view text) {
  Leads leads;
  for (std::size_t i = skip_ascii(text, 0); i + 1 < text.size(); i = skip_ascii(text, i + 1)) {
    const auto a = static_cast<unsigned char>(text[i]), b = static_cast<unsigned char>(text[i + 1]);
    if (a < 0xC0) {
      continue;
    }
    leads.in_1251 += a == 0xD0 && (b == 0xA0 || b == 0xA1) ? 1 : 0;
    leads.in_1252 += a == 0xC3 && (b == 0x90 || b == 0x91 || b == 0x82 || b == 0x83) ? 1 : 0;
    ++leads.others;
  }
  return leads;
}

double judged(std::string_view text) {
  return letter_score(utf8::to_code_points(text.substr(0, 65536))).cost;
}

std::optional<std::string> undone_once(std::string_view text) {
  const Leads leads = count_leads(text);
  const std::size_t hits = std::max(leads.in_1251, leads.in_1252);
  if (hits < least_pairs || static_cast<double>(hits) < share_of_pairs * static_cast<double>(leads.others)) {
    return std::nullopt;
  }
  static const Reverse from_1251 = reverse_of("windows-1251");
  static const Reverse from_1252 = reverse_of("windows-1252");
  auto bytes = encoded(utf8::to_code_points(text), leads.in_1251 >= leads.in_1252 ? from_1251 : from_1252);
  return bytes && utf8::is_valid(*bytes) ? bytes : std::nullopt;
}

}  // namespace

std::optional<std::string> undone_double_encoding(std::string_view text) {
  std::optional<std::string> once = undone_once(text);
  if (!once) {
    return std::nullopt;
  }
  // Text that was spoilt twice need not look better after the first step.
  if (auto twice = undone_once(*once); twice && judged(*twice) < judged(text)) {
    return twice;
  }
  return judged(*once) < judged(text) ? once : std::nullopt;
}

}  // namespace qw::article
