#pragma once

#include "crawler/text/language.hpp"
#include "model/quote.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

/// A text cut into paragraphs, sentences and tokens; every token knows its bytes in the text.
namespace qw::text {

enum class TokenKind : std::uint8_t {
  word,       ///< letters, with inner hyphens and apostrophes
  number,     ///< digits, with inner points, commas and a hyphenated ending
  stop,       ///< . ! ? … (runs are one token; `mark` is '?' if one is in it, then '!', '…', '.')
  comma,      ///< ,
  semicolon,  ///< ;
  colon,      ///< :
  dash,       ///< — – ― − or a hyphen between spaces
  quote,      ///< any quotation mark; `mark` keeps the code point (two ' or ` count as ")
  open_bracket,
  close_bracket,
  link,   ///< address, e-mail, @name, #tag
  symbol  ///< emoji, flags, bullets and the rest
};

struct Token {
  std::uint32_t begin = 0;  ///< bytes of the text
  std::uint32_t end = 0;
  std::uint32_t key_begin = 0;  ///< in Document::keys
  std::uint16_t key_size = 0;
  TokenKind kind = TokenKind::symbol;
  bool space_before = false;  ///< also at the start of a paragraph
  bool space_after = false;   ///< also at the end of a paragraph
  bool capital = false;       ///< first letter is upper case
  bool all_capitals = false;  ///< two letters or more, all upper case
  bool sentence_end = false;  ///< last token of a sentence, wherever it stands (quotation marks included)
  char32_t mark = 0;          ///< for punctuation
};

/// Token indices, end exclusive.
struct TokenRange {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  std::uint32_t size() const { return end - begin; }
  bool empty() const { return begin >= end; }
};

struct Paragraph {
  TokenRange tokens;
  TokenRange sentences;  ///< indices of Document::sentences
  Language language = Language::unknown;
};

struct Document {
  std::string_view text;  ///< not owned
  std::string keys;       ///< arena of the tokens' keys
  std::vector<Token> tokens;
  std::vector<TokenRange> sentences;
  std::vector<Paragraph> paragraphs;
  Language language = Language::unknown;  ///< of most of the text

  std::string_view key(const Token& token) const {
    return std::string_view(keys).substr(token.key_begin, token.key_size);
  }
  std::string_view key(std::size_t index) const { return key(tokens[index]); }
  /// The bytes as they stand, from the first to the last token of the range.
  std::string_view bytes(TokenRange range) const;
  model::ByteSpan span(TokenRange range) const;
};

/// How an abbreviation behaves before a full stop.
struct Abbreviations {
  std::unordered_set<std::string> never_end;  ///< г-н, им, ул …
  std::unordered_set<std::string> may_end;    ///< тыс, руб, д (т. д.) …: a capital after it begins a sentence
};

/// Cuts `text` (any bytes, at most 1 MiB; the rest is not looked at). `hint`: the language where a paragraph
/// does not tell. Paragraphs are the lines. Never fails; O(length).
Document read_document(std::string_view text, const Abbreviations& abbreviations,
                       Language hint = Language::unknown);

}  // namespace qw::text
