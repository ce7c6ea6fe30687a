#include "crawler/article/date_tokens.hpp"

#include "base/check.hpp"
#include "base/utf8.hpp"
#include "crawler/article/tables.hpp"
#include "crawler/article/words.hpp"

#include <unicode/uchar.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <map>

namespace qw::article {
namespace {

constexpr std::size_t most_bytes = 400;
using Kind = DateToken::Kind;

const std::map<std::string, DateToken, std::less<>>& words() {
  static const std::map<std::string, DateToken, std::less<>> loaded = [] {
    constexpr auto kinds = std::to_array<std::pair<std::string_view, Kind>>({{"month", Kind::month},
                                                                             {"day", Kind::day},
                                                                             {"unit", Kind::unit},
                                                                             {"ago", Kind::ago},
                                                                             {"zone", Kind::zone},
                                                                             {"place", Kind::place},
                                                                             {"half", Kind::half},
                                                                             {"link", Kind::link}});
    std::map<std::string, DateToken, std::less<>> out;
    for (const config::TableRow& row : load_table("date_words", {"word", "kind", "value", "lang"}).rows) {
      const auto kind = std::ranges::find(kinds, row.cells[1], &std::pair<std::string_view, Kind>::first);
      QW_CHECK(kind != kinds.end(), "date_words.tsv names known kinds only");
      DateToken token;
      token.kind = kind->second;
      if (token.kind == Kind::place) {
        token.place = row.cells[2];
      } else {
        std::from_chars(row.cells[2].data(), row.cells[2].data() + row.cells[2].size(), token.value);
      }
      out.emplace(row.cells[0], token);
    }
    return out;
  }();
  return loaded;
}

/// The signs for year, month and day behind numbers in Chinese and Japanese.
bool is_date_sign(char32_t c) { return c == 0x5E74 || c == 0x6708 || c == 0x65E5; }

bool is_word(char32_t c) { return u_isalpha(static_cast<UChar32>(c)) != 0 && !is_date_sign(c); }

DateToken mark_of(char32_t c) {
  DateToken token;
  token.kind = Kind::mark;
  token.mark = c == utf8::en_dash || c == utf8::em_dash || c == utf8::minus_sign || is_date_sign(c) ? '-'
               : c == 0xB7 || c == 0x2022                                                           ? '|'
               : c < 0x80 ? static_cast<char>(c)
                          : '?';
  return token;
}

}  // namespace

std::vector<DateToken> date_tokens(std::string_view text) {
  const std::string low = lower_case(text.substr(0, most_bytes));
  std::vector<DateToken> tokens;
  for (std::size_t at = 0; at < low.size();) {
    const utf8::Decoded d = utf8::decode(low, at);
    if (d.code_point >= '0' && d.code_point <= '9') {
      DateToken token;
      token.kind = Kind::number;
      for (; at < low.size() && low[at] >= '0' && low[at] <= '9'; ++at) {
        if (++token.digits <= 18) {
          token.number = token.number * 10 + static_cast<std::uint64_t>(low[at] - '0');
        }
      }
      tokens.push_back(std::move(token));
      continue;
    }
    if (is_word(d.code_point)) {
      std::size_t end = at;
      while (end < low.size() && is_word(utf8::decode(low, end).code_point)) {
        end += utf8::decode(low, end).length;
      }
      const std::string_view word = std::string_view(low).substr(at, end - at);
      const bool between_digits =
          word == "t" && at > 0 && end < low.size() && low[end] >= '0' && low[end] <= '9';
      const auto known = words().find(word);
      DateToken token;
      token.kind = Kind::word;
      tokens.push_back(between_digits ? mark_of('T') : known != words().end() ? known->second : token);
      at = end;
      continue;
    }
    at += d.length;
    if (u_isspace(static_cast<UChar32>(d.code_point)) == 0) {
      tokens.push_back(mark_of(d.code_point));
    }
  }
  return tokens;
}

}  // namespace qw::article
