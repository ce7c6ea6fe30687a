#include "crawler/article/block_text.hpp"

#include "base/utf8.hpp"
#include "crawler/article/tables.hpp"
#include "crawler/article/words.hpp"

#include <unicode/uchar.h>

#include <algorithm>
#include <string>
#include <vector>

namespace qw::article {
namespace {

constexpr std::size_t most_phrase = 60;

const std::vector<std::string>& edge_phrases() {
  static const std::vector<std::string> loaded = [] {
    std::vector<std::string> out;
    for (const config::TableRow& row : load_table("edge_phrases", {"phrase", "lang"}).rows) {
      out.push_back(row.cells[0]);
    }
    std::ranges::sort(out);
    return out;
  }();
  return loaded;
}

bool is_quote_mark(char32_t c) {
  return c == '"' || c == utf8::left_guillemet || c == utf8::right_guillemet || (c >= 0x201C && c <= 0x201F);
}

bool ends(char32_t c) {
  return c == '.' || c == '!' || c == '?' || c == ':' || c == utf8::ellipsis || is_quote_mark(c) || c == ')';
}

}  // namespace

bool has_edge_phrase(std::string_view text) {
  const std::string low = lower_case(text.substr(0, most_phrase));
  // The longest phrase that is not behind `low` in the order is the only one, or a prefix of those near it.
  for (auto it = std::ranges::upper_bound(edge_phrases(), low); it != edge_phrases().begin();) {
    --it;
    if (low.starts_with(*it)) {
      return true;
    }
    if (it->front() != low.front()) {
      return false;
    }
  }
  return false;
}

TextMeasures text_measures(std::string_view text) {
  TextMeasures m;
  char32_t last = 0;
  for (std::size_t at = 0; at < text.size();) {
    const auto lead = static_cast<unsigned char>(text[at]);
    const bool ascii = lead < 0x80;
    const utf8::Decoded d = ascii ? utf8::Decoded{lead, 1, true} : utf8::decode(text, at);
    const char32_t c = d.code_point;
    const auto u = static_cast<UChar32>(c);
    const bool capital_ascii = c >= 'A' && c <= 'Z';
    const bool letter = ascii ? capital_ascii || (c >= 'a' && c <= 'z') : u_isalpha(u) != 0;
    const bool capital = ascii ? capital_ascii : letter && u_isupper(u) != 0;
    const bool digit = c >= '0' && c <= '9';
    if (at == 0) {
      m.begins = capital                                                        ? 2
                 : letter                                                       ? 1
                 : digit                                                        ? 3
                 : is_quote_mark(c) || c == utf8::em_dash || c == utf8::en_dash ? 4
                                                                                : 0;
    }
    m.letters += letter ? 1 : 0;
    m.capitals += capital ? 1 : 0;
    m.digits += digit ? 1 : 0;
    m.commas += c == ',' ? 1 : 0;
    m.quote_marks += is_quote_mark(c) ? 1 : 0;
    m.lines += c == '\n' ? 1 : 0;
    m.odd_marks +=
        c == 0xA9 || c == '|' || c == 0x203A || c == '@' || c == 0x2022 || c == 0xBB || c == '/' ? 1 : 0;
    m.sentence_ends += (c == ' ' || c == '\n') && (last == '.' || last == '!' || last == '?') ? 1 : 0;
    last = c;
    at += d.length;
  }
  m.ends_sentence = ends(last);
  m.sentence_ends += m.ends_sentence ? 1 : 0;
  m.edge_phrase = !text.empty() && has_edge_phrase(text);
  return m;
}

}  // namespace qw::article
