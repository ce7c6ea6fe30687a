#include "crawler/match/words.hpp"

#include "base/utf8.hpp"
#include "crawler/text/letters.hpp"

#include <algorithm>
#include <array>

namespace qw::match {
namespace {

constexpr char32_t ge_upturn = 0x0491;
constexpr char32_t ge = 0x0433;

std::uint8_t gap_of(const text::Token& token) {
  switch (token.kind) {
    case text::TokenKind::comma:
      return gap::comma;
    case text::TokenKind::semicolon:
      return gap::semicolon;
    case text::TokenKind::colon:
      return gap::colon;
    case text::TokenKind::dash:
      return gap::dash;
    case text::TokenKind::quote:
    case text::TokenKind::open_bracket:
    case text::TokenKind::close_bracket:
      return gap::mark;
    case text::TokenKind::stop:
      return token.mark == U'?' ? gap::question : 0;
    default:
      return 0;
  }
}

/// ASCII skeleton of one folded code point; "" = dropped.
std::string_view skeleton_of(char32_t c) {
  static constexpr auto cyrillic = std::to_array<std::string_view>(
      {"a", "b", "v", "g", "d", "e", "z", "z", "i", "i", "k", "l", "m", "n", "o", "p",
       "r", "s", "t", "u", "f", "h", "c", "c", "s", "s", "",  "i", "",  "e", "u", "a"});
  if (c >= 0x0430 && c <= 0x044F) {
    return cyrillic[c - 0x0430];
  }
  switch (c) {
    case 0x0454:
      return "e";
    case 0x0456:
    case 0x0457:
      return "i";
    default:
      return {};
  }
}

/// English letter groups that Cyrillic writes with one letter.
void append_latin(std::string& out, std::string_view rest, std::size_t& at) {
  static constexpr auto groups = std::to_array<std::pair<std::string_view, std::string_view>>({{"shch", "s"},
                                                                                               {"sh", "s"},
                                                                                               {"ch", "c"},
                                                                                               {"zh", "z"},
                                                                                               {"kh", "h"},
                                                                                               {"ph", "f"},
                                                                                               {"th", "t"},
                                                                                               {"ck", "k"},
                                                                                               {"x", "ks"},
                                                                                               {"q", "k"},
                                                                                               {"w", "v"},
                                                                                               {"y", "i"},
                                                                                               {"j", "i"},
                                                                                               {"ce", "ce"},
                                                                                               {"ci", "ci"},
                                                                                               {"c", "k"}});
  for (const auto& [from, to] : groups) {
    if (rest.substr(at).starts_with(from)) {
      out += to;
      at += from.size();
      return;
    }
  }
  out += rest[at++];
}

}  // namespace

std::string fold(std::string_view word) {
  std::u32string points = utf8::to_code_points(text::key_of(word));
  std::erase(points, utf8::modifier_apostrophe);
  std::ranges::replace(points, ge_upturn, ge);
  // One letter that only Cyrillic has makes the word Cyrillic, whatever most of its letters look like.
  if (std::ranges::any_of(points, text::is_cyrillic)) {
    for (char32_t& c : points) {
      const char32_t twin = text::cyrillic_look_alike(c);
      c = twin == 0 ? c : twin;
    }
  }
  return utf8::from_code_points(points);
}

namespace {

/// The language of a paragraph where a letter that only it has shows it; else unknown.
text::Language shown_language(const text::Document& document, const text::Paragraph& paragraph) {
  static constexpr std::u32string_view russian = U"\u044B\u044D\u044A\u0451";
  static constexpr std::u32string_view ukrainian = U"\u0456\u0457\u0454\u0491";
  for (std::uint32_t at = paragraph.tokens.begin; at < paragraph.tokens.end; ++at) {
    const std::u32string letters = utf8::to_code_points(document.key(at));
    if (std::ranges::any_of(letters, [&](char32_t c) { return russian.contains(c); })) {
      return paragraph.language == text::Language::ru ? paragraph.language : text::Language::unknown;
    }
    if (std::ranges::any_of(letters, [&](char32_t c) { return ukrainian.contains(c); })) {
      return paragraph.language == text::Language::uk ? paragraph.language : text::Language::unknown;
    }
  }
  return paragraph.language == text::Language::en ? paragraph.language : text::Language::unknown;
}

bool is_number(std::string_view key) { return !key.empty() && key[0] >= '0' && key[0] <= '9'; }

/// Words of a document that was read; `form_of` gives the form of a key in a language.
template <class FormOf>
std::vector<Word> words_of(const text::Document& document, FormOf form_of) {
  std::vector<Word> words;
  words.reserve(document.tokens.size());
  std::uint8_t gaps = 0;
  std::uint32_t sentence = 0;
  for (const text::Paragraph& paragraph : document.paragraphs) {
    const text::Language shown = shown_language(document, paragraph);
    for (std::uint32_t at_sentence = paragraph.sentences.begin; at_sentence < paragraph.sentences.end;
         ++at_sentence) {
      const text::TokenRange range = document.sentences[at_sentence];
      bool question = false;
      const std::size_t begin = words.size();
      gaps |= gap::sentence;
      for (std::uint32_t at = range.begin; at < range.end; ++at) {
        const text::Token& token = document.tokens[at];
        if (token.kind != text::TokenKind::word && token.kind != text::TokenKind::number) {
          gaps |= gap_of(token);
          question = question || (token.kind == text::TokenKind::stop && token.mark == U'?');
          continue;
        }
        Word word;
        word.form = form_of(paragraph.language, document.key(token));
        word.key = word.form->key;
        word.lemmas = word.form->lemmas;
        word.common = word.form->common;
        word.span = {token.begin, token.end};
        word.before = gaps;
        word.capital = token.capital;
        word.all_capitals = token.all_capitals;
        word.number = token.kind == text::TokenKind::number;
        word.language = shown;
        word.sentence = sentence;
        gaps = 0;
        words.push_back(std::move(word));
      }
      for (std::size_t k = begin; k < words.size(); ++k) {
        words[k].in_question = question;
      }
      ++sentence;
    }
  }
  return words;
}

}  // namespace

std::shared_ptr<const WordForm> WordForms::find(text::Language language, std::string_view key) const {
  const auto index = static_cast<std::size_t>(language);
  if (std::shared_ptr<const WordForm> found = cache_.find(index, key)) {
    return found;
  }
  auto form = std::make_shared<WordForm>();
  form->key = fold(key);
  form->root = root_of(form->key);
  form->root_bit = root_bit(form->root);
  if (!is_number(key)) {
    const auto known = data_.word(language, key);
    form->common = known->known;
    for (const std::string& lemma : known->lemmas) {
      form->lemmas.push_back(fold(lemma));
    }
  }
  ask_tables_(*form);
  form->tables_asked = true;
  cache_.put(index, key, form);
  return form;
}

std::vector<Word> split_words(std::string_view text, const text::Abbreviations& abbreviations) {
  return words_of(text::read_document(text, abbreviations), [](text::Language, std::string_view key) {
    auto form = std::make_shared<WordForm>();
    form->key = fold(key);
    form->root = root_of(form->key);
    form->root_bit = root_bit(form->root);
    return form;
  });
}

std::vector<Word> split_words(std::string_view text, const WordForms& forms, text::Language hint) {
  return words_of(forms.data().read(text, hint),
                  [&](text::Language language, std::string_view key) { return forms.find(language, key); });
}

std::string root_of(std::string_view key) {
  std::string out;
  for (std::size_t at = 0; at < key.size();) {
    const utf8::Decoded d = utf8::decode(key, at);
    if (d.length == 1) {
      append_latin(out, key, at);
      continue;
    }
    out += skeleton_of(d.code_point);
    at += d.length;
  }
  const auto tail = std::ranges::unique(out);
  out.erase(tail.begin(), tail.end());
  return out;
}

namespace {
constexpr std::size_t least_common = 4;  ///< letters that two spellings of one word share
}

std::uint64_t root_bit(std::string_view root) {
  constexpr unsigned bits = 64;
  return root.size() < least_common
             ? 0
             : 1ULL << (std::hash<std::string_view>{}(root.substr(0, least_common)) % bits);
}

bool same_root(std::string_view a, std::string_view b) {
  const std::size_t most = std::min(a.size(), b.size());
  std::size_t common = 0;
  while (common < most && a[common] == b[common]) {
    ++common;
  }
  const std::size_t longest_ending = common >= 6 ? 4 : 3;
  return common >= least_common && a.size() - common <= longest_ending &&
         b.size() - common <= longest_ending && common * 5 >= std::max(a.size(), b.size()) * 3;
}

}  // namespace qw::match
