#include "crawler/text/tokens.hpp"

#include "base/utf8.hpp"
#include "crawler/text/letters.hpp"

#include <algorithm>
#include <array>

namespace qw::text {
namespace {

constexpr std::size_t most_key_bytes = 256;

// Endings of addresses that stand without a scheme: «Lenta.ru», «Газета.Ru», «Украина.ру».
constexpr auto address_ends = std::to_array<std::string_view>({"ru",
                                                               "ua",
                                                               "com",
                                                               "net",
                                                               "org",
                                                               "eu",
                                                               "ee",
                                                               "lv",
                                                               "lt",
                                                               "by",
                                                               "info",
                                                               "io",
                                                               "me",
                                                               "tv",
                                                               "media",
                                                               "kz",
                                                               "md",
                                                               "ge",
                                                               "am",
                                                               "uk",
                                                               "news",
                                                               "live",
                                                               "\xD1\x80\xD1\x83",
                                                               "\xD1\x80\xD1\x84",
                                                               "\xD1\x83\xD0\xBA\xD1\x80"});

class Reader {
 public:
  Reader(Document& document, std::uint32_t begin, std::uint32_t end)
      : document_(document), text_(document.text), at_(begin), end_(end) {}

  void run() {
    bool space = true;
    const std::size_t first = document_.tokens.size();
    while (at_ < end_) {
      const utf8::Decoded d = peek(at_);
      const bool letter = (traits_of(d.code_point) & trait::letter) != 0;
      if (!letter && (is_space(d.code_point) || is_invisible(d.code_point))) {
        space |= is_space(d.code_point);
        at_ += d.length;
        continue;
      }
      if (space && document_.tokens.size() > first) {
        document_.tokens.back().space_after = true;
      }
      token_ = Token{};
      token_.begin = at_;
      token_.space_before = space;
      read(d);
      token_.end = at_;
      keep_key();
      document_.tokens.push_back(token_);
      space = false;
    }
    if (document_.tokens.size() > first) {
      document_.tokens.back().space_after = true;
    }
  }

 private:
  utf8::Decoded peek(std::uint32_t at) const { return decode_letter(text_.substr(0, end_), at); }
  char32_t code_at(std::uint32_t at) const { return at < end_ ? peek(at).code_point : U' '; }

  void read(const utf8::Decoded& d) {
    const char32_t c = d.code_point;
    if (starts_link()) {
      token_.kind = TokenKind::link;
      to_space();
      return;
    }
    if (is_digit(c)) {
      read_number();
      return;
    }
    if ((traits_of(c) & trait::letter) != 0) {
      read_word();
      return;
    }
    at_ += d.length;
    token_.mark = c;
    read_mark(c);
  }

  bool starts_link() const {
    const char first = text_[at_];
    if (first != 'h' && first != 'w' && first != 't' && first != '@' && first != '#') {
      return false;
    }
    const std::string_view rest = text_.substr(at_, std::min<std::size_t>(end_ - at_, 9));
    if (rest.starts_with("http://") || rest.starts_with("https://") || rest.starts_with("www.") ||
        rest.starts_with("t.me/")) {
      return true;
    }
    return (rest[0] == '@' || rest[0] == '#') && rest.size() > 1 && is_letter(code_at(at_ + 1));
  }

  void to_space() {
    while (at_ < end_) {
      const utf8::Decoded d = peek(at_);
      if (is_space(d.code_point) || d.code_point == utf8::right_guillemet || d.code_point == '"' ||
          d.code_point == ')' || d.code_point == ',') {
        return;
      }
      at_ += d.length;
    }
  }

  void read_number() {
    token_.kind = TokenKind::number;
    while (at_ < end_) {
      const utf8::Decoded d = peek(at_);
      const char32_t c = d.code_point;
      const std::uint32_t next = at_ + d.length;
      if (is_digit(c) || c == '%' || is_letter(c) || is_invisible(c)) {
        at_ = next;
      } else if ((c == '.' || c == ',' || c == ':' || c == '/') && is_digit(code_at(next))) {
        at_ = next;
      } else if (is_hyphen(c) && is_letter(code_at(next))) {
        at_ = next;
      } else {
        return;
      }
    }
  }

  void read_word() {
    token_.kind = TokenKind::word;
    const std::uint32_t begin = at_;
    std::size_t letters = 0;
    std::size_t capitals = 0;
    while (at_ < end_) {
      const utf8::Decoded d = peek(at_);
      const char32_t c = d.code_point;
      const std::uint32_t next = at_ + d.length;
      if (const std::uint8_t traits = traits_of(c); (traits & trait::letter) != 0) {
        const bool upper = (traits & trait::upper) != 0;
        if (letters == 0) {
          token_.capital = upper;
        }
        ++letters;
        capitals += upper ? 1 : 0;
        at_ = next;
      } else if (is_digit(c) || is_invisible(c) || c == 0x0306 || c == 0x0308) {
        at_ = next;
      } else if ((is_hyphen(c) || is_apostrophe(c)) && at_ > begin && joins(next)) {
        at_ = next;
      } else if (c == '.' && is_address_end(next)) {
        at_ = next;
      } else {
        break;
      }
    }
    token_.all_capitals = letters >= 2 && capitals == letters;
  }

  bool joins(std::uint32_t next) const {
    const char32_t c = code_at(next);
    return is_letter(c) || is_digit(c);
  }

  bool is_address_end(std::uint32_t next) const {
    std::uint32_t stop = next;
    while (stop < end_ && stop < next + 12 && is_letter(code_at(stop))) {
      stop += peek(stop).length;
    }
    if (stop == next) {
      return false;
    }
    const std::string key = key_of(text_.substr(next, stop - next));
    return std::ranges::find(address_ends, key) != address_ends.end() &&
           !is_upper(code_at(next + (stop - next > 1 ? peek(next).length : 0)));
  }

  void read_mark(char32_t c) {
    switch (c) {
      case '.':
      case '!':
      case '?':
      case utf8::ellipsis:
        token_.kind = TokenKind::stop;
        read_stops(c);
        return;
      case ',':
        token_.kind = TokenKind::comma;
        return;
      case ';':
        token_.kind = TokenKind::semicolon;
        return;
      case ':':
        token_.kind = TokenKind::colon;
        return;
      case '(':
      case '[':
      case '{':
        token_.kind = TokenKind::open_bracket;
        return;
      case ')':
      case ']':
      case '}':
        token_.kind = TokenKind::close_bracket;
        return;
      case '-':
      case 0x2010:
      case 0x2011:
        while (at_ < end_ && text_[at_] == '-') {
          ++at_;
        }
        token_.kind = TokenKind::dash;
        return;
      case 0x2012:
      case utf8::en_dash:
      case utf8::em_dash:
      case 0x2015:
      case utf8::minus_sign:
        token_.kind = TokenKind::dash;
        return;
      case '<':
      case '>':
        if (at_ < end_ && text_[at_] == static_cast<char>(c)) {
          ++at_;
          token_.kind = TokenKind::quote;
          token_.mark = c == '<' ? utf8::left_guillemet : utf8::right_guillemet;
        } else {
          token_.kind = c == '<' ? TokenKind::open_bracket : TokenKind::close_bracket;
        }
        return;
      case '\'':
      case '`':
        if (at_ < end_ && text_[at_] == static_cast<char>(c)) {
          ++at_;
          token_.mark = '"';
        }
        token_.kind = TokenKind::quote;
        return;
      case '"':
      case utf8::left_guillemet:
      case utf8::right_guillemet:
      case utf8::low_double_quote:
      case utf8::left_double_quote:
      case utf8::right_double_quote:
      case utf8::low_single_quote:
      case utf8::left_single_quote:
      case utf8::right_single_quote:
      case 0x201F:
      case 0x2039:
      case 0x203A:
        token_.kind = TokenKind::quote;
        return;
      default:
        token_.kind = TokenKind::symbol;
        return;
    }
  }

  void read_stops(char32_t first) {
    char32_t strongest = first;
    std::uint32_t points = first == '.' ? 1 : 0;
    while (at_ < end_) {
      const utf8::Decoded d = peek(at_);
      const char32_t c = d.code_point;
      if (c == '?') {
        strongest = c;
      } else if (c == '!') {
        strongest = strongest == U'?' ? strongest : c;
      } else if (c == '.') {
        ++points;
      } else if (c != utf8::ellipsis) {
        break;
      }
      at_ += d.length;
    }
    token_.mark = strongest == U'.' && points > 1 ? utf8::ellipsis : strongest;
  }

  void keep_key() {
    if (token_.kind != TokenKind::word && token_.kind != TokenKind::number) {
      return;
    }
    const std::size_t before = document_.keys.size();
    append_key(document_.keys,
               text_.substr(token_.begin, std::min<std::size_t>(token_.end - token_.begin, most_key_bytes)));
    const std::size_t size = std::min(document_.keys.size() - before, 2 * most_key_bytes);
    document_.keys.resize(before + size);
    token_.key_begin = static_cast<std::uint32_t>(before);
    token_.key_size = static_cast<std::uint16_t>(size);
  }

  Document& document_;
  std::string_view text_;
  std::uint32_t at_;
  std::uint32_t end_;
  Token token_;
};

}  // namespace

void read_tokens(Document& document, std::uint32_t begin, std::uint32_t end) {
  Reader(document, begin, end).run();
}

}  // namespace qw::text
