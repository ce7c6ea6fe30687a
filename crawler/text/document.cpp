#include "crawler/text/document.hpp"

#include "base/utf8.hpp"
#include "crawler/text/tokens.hpp"

#include <algorithm>

namespace qw::text {
namespace {

constexpr std::size_t most_bytes = 1U << 20U;

/// Where the sentences of one paragraph end.
class Splitter {
 public:
  Splitter(Document& document, const Abbreviations& abbreviations, TokenRange range)
      : document_(document), abbreviations_(abbreviations), range_(range) {}

  void run() {
    std::uint32_t start = range_.begin;
    std::uint32_t brackets = 0;
    for (std::uint32_t i = range_.begin; i < range_.end; ++i) {
      const Token& token = document_.tokens[i];
      if (token.kind == TokenKind::open_bracket) {
        ++brackets;
      } else if (token.kind == TokenKind::close_bracket && brackets > 0) {
        --brackets;
      }
      const bool ends = (token.kind == TokenKind::stop && brackets == 0 && stop_ends(i)) || symbol_follows(i);
      if (!ends) {
        continue;
      }
      if (token.kind == TokenKind::stop) {
        i = closers_after(i);
      }
      finish(start, i + 1);
      start = i + 1;
      brackets = 0;
    }
    if (start < range_.end) {
      finish(start, range_.end);
    }
  }

 private:
  bool is_closer(std::uint32_t i) const {
    const Token& token = document_.tokens[i];
    if (token.kind == TokenKind::close_bracket) {
      return true;
    }
    if (token.kind != TokenKind::quote) {
      return false;
    }
    switch (token.mark) {
      case utf8::right_guillemet:
      case utf8::right_double_quote:
      case utf8::right_single_quote:
      case 0x203A:
        return true;
      case utf8::left_guillemet:
      case utf8::low_double_quote:
      case utf8::low_single_quote:
      case 0x2039:
        return false;
      default:
        // «слово.“Слово»: a mark with a word stuck to it opens.
        return !token.space_before &&
               (token.space_after || i + 1 >= range_.end || document_.tokens[i + 1].kind != TokenKind::word);
    }
  }

  /// Index of the last token that still belongs to the sentence which ends with the stop at `i`.
  std::uint32_t closers_after(std::uint32_t i) const {
    while (i + 1 < range_.end && is_closer(i + 1)) {
      ++i;
    }
    return i;
  }

  bool stop_ends(std::uint32_t i) const {
    const Token& stop = document_.tokens[i];
    const std::uint32_t last = closers_after(i);
    if (last + 1 >= range_.end) {
      return true;
    }
    const Token& next = document_.tokens[last + 1];
    if (next.kind == TokenKind::comma || next.kind == TokenKind::semicolon || next.kind == TokenKind::colon ||
        next.kind == TokenKind::stop) {
      return false;
    }
    if (next.kind == TokenKind::dash) {
      // «…!» — сказал он: the dash goes on; «… он. — Новая фраза» begins anew.
      return last + 2 >= range_.end || starts_sentence(last + 2);
    }
    if (stop.mark == U'.' && last == i && is_abbreviation(i, next)) {
      return false;
    }
    if (next.kind == TokenKind::number) {
      return true;
    }
    if (next.kind == TokenKind::word && !next.capital) {
      // Telegram without capitals: a stop with a space after it and no abbreviation before it.
      return stop.mark == U'.' && last == i && next.space_before && lower_case_text();
    }
    return true;
  }

  bool starts_sentence(std::uint32_t i) const {
    const Token& token = document_.tokens[i];
    if (token.kind == TokenKind::quote && i + 1 < range_.end) {
      return document_.tokens[i + 1].capital;
    }
    return token.kind == TokenKind::number || token.capital;
  }

  bool lower_case_text() const {
    const Token& first = document_.tokens[range_.begin];
    return first.kind == TokenKind::word && !first.capital;
  }

  bool is_abbreviation(std::uint32_t i, const Token& next) const {
    if (i == range_.begin) {
      return false;
    }
    const Token& before = document_.tokens[i - 1];
    if (before.kind != TokenKind::word || before.end != document_.tokens[i].begin) {
      return false;
    }
    const std::string_view key = document_.key(before);
    if (before.capital && utf8::count(key) == 1) {
      // An initial, but not the network X behind a word of the sentence («в соцсети X. Она …»).
      const bool network = key == "x" || key == "\u0445";
      return !network || i < range_.begin + 2 || document_.tokens[i - 2].kind != TokenKind::word ||
             document_.tokens[i - 2].capital;
    }
    const std::string word(key);
    if (abbreviations_.never_end.contains(word)) {
      return true;
    }
    return abbreviations_.may_end.contains(word) && !next.capital && next.kind != TokenKind::quote;
  }

  /// An emoji that closes a sentence without a stop: the next word begins with a capital.
  bool symbol_follows(std::uint32_t i) const {
    const Token& token = document_.tokens[i];
    if (token.kind != TokenKind::symbol || i == range_.begin || i + 1 >= range_.end) {
      return false;
    }
    const Token& next = document_.tokens[i + 1];
    return token.mark > 0x2500 && next.kind == TokenKind::word && next.capital && next.space_before;
  }

  void finish(std::uint32_t begin, std::uint32_t end) {
    // A paragraph that ends with a comma goes on below («Мы рады, ¶ – сказала X.»).
    document_.tokens[end - 1].sentence_end = document_.tokens[end - 1].kind != TokenKind::comma;
    document_.sentences.push_back({begin, end});
  }

  Document& document_;
  const Abbreviations& abbreviations_;
  TokenRange range_;
};

}  // namespace

std::string_view Document::bytes(TokenRange range) const {
  if (range.empty()) {
    return {};
  }
  const std::uint32_t begin = tokens[range.begin].begin;
  return text.substr(begin, tokens[range.end - 1].end - begin);
}

model::ByteSpan Document::span(TokenRange range) const {
  if (range.empty()) {
    return {};
  }
  return {tokens[range.begin].begin, tokens[range.end - 1].end};
}

Document read_document(std::string_view text, const Abbreviations& abbreviations, Language hint) {
  Document document;
  document.text = text.substr(0, most_bytes);
  const auto size = static_cast<std::uint32_t>(document.text.size());
  document.tokens.reserve(size / 8 + 8);
  document.keys.reserve(size + 8);
  LanguageVotes all;
  for (std::uint32_t begin = 0; begin < size;) {
    const std::size_t found = document.text.find('\n', begin);
    const auto end = found == std::string_view::npos ? size : static_cast<std::uint32_t>(found);
    const auto first = static_cast<std::uint32_t>(document.tokens.size());
    read_tokens(document, begin, end);
    const auto last = static_cast<std::uint32_t>(document.tokens.size());
    begin = end + 1;
    if (first == last) {
      continue;
    }
    Paragraph paragraph;
    paragraph.tokens = {first, last};
    paragraph.sentences.begin = static_cast<std::uint32_t>(document.sentences.size());
    Splitter(document, abbreviations, paragraph.tokens).run();
    paragraph.sentences.end = static_cast<std::uint32_t>(document.sentences.size());
    LanguageVotes votes;
    for (std::uint32_t i = first; i < last; ++i) {
      if (document.tokens[i].kind == TokenKind::word) {
        votes.add_word(document.key(i));
      }
    }
    all.add(votes);
    paragraph.language = votes.decide(Language::unknown);
    document.paragraphs.push_back(paragraph);
  }
  document.language = all.decide(hint == Language::unknown ? Language::ru : hint);
  for (Paragraph& paragraph : document.paragraphs) {
    if (paragraph.language == Language::unknown) {
      paragraph.language = document.language;
    }
  }
  return document;
}

}  // namespace qw::text
