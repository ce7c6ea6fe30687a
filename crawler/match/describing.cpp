#include "crawler/match/describing.hpp"

#include "base/utf8.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace qw::match {
namespace {

constexpr std::size_t least_stem = 4;  ///< letters in front of an ending
constexpr char32_t en = 0x043D;

/// -ый -ое -ые -ого -ому -ых -ыми -их -ими: neither verbs nor nouns nor short forms end so.
constexpr auto long_endings = std::to_array<std::u32string_view>(
    {U"\u044B\u0439", U"\u043E\u0435", U"\u044B\u0435", U"\u043E\u0433\u043E", U"\u043E\u043C\u0443",
     U"\u044B\u0445", U"\u044B\u043C\u0438", U"\u0438\u0445", U"\u0438\u043C\u0438"});
/// -ий -ені -єні -ані -яні
constexpr auto ukrainian_endings =
    std::to_array<std::u32string_view>({U"\u0438\u0439", U"\u0435\u043D\u0456", U"\u0454\u043D\u0456",
                                        U"\u0430\u043D\u0456", U"\u044F\u043D\u0456"});

/// -ти -тися -тись of both languages, then -ть -ться -чь of Russian
constexpr auto infinitive_endings = std::to_array<std::u32string_view>(
    {U"\u0442\u0438", U"\u0442\u0438\u0441\u044F", U"\u0442\u0438\u0441\u044C"});
constexpr auto russian_infinitive_endings =
    std::to_array<std::u32string_view>({U"\u0442\u044C", U"\u0442\u044C\u0441\u044F", U"\u0447\u044C"});

template <class Endings>
bool has_one_of(std::u32string_view letters, const Endings& endings, std::size_t stem = least_stem) {
  return std::ranges::any_of(endings, [&](std::u32string_view ending) {
    return letters.size() >= ending.size() + stem && letters.ends_with(ending);
  });
}

/// «замороженная», «замороженной»: two н and a long ending behind them.
bool is_russian_participle(const std::u32string& letters) {
  constexpr std::size_t longest_ending = 3;
  const std::size_t at = letters.rfind(std::u32string{en, en});
  return at != std::u32string::npos && letters.size() - at - 2 >= 2 &&
         letters.size() - at - 2 <= longest_ending;
}

bool names_a_thing(const Word& word, std::uint32_t at, std::span<const Hit> hits, const Lexicon& lexicon) {
  bool known = false;
  for (const Hit& hit : hits_around(hits, at)) {
    if (!hit.covers(at) || hit.beside) {
      continue;
    }
    known = true;
    const Kind kind = lexicon.at(hit.concept_index).kind;
    if (kind == Kind::theme || kind == Kind::place || kind == Kind::org) {
      return true;
    }
  }
  return !known && word.key.size() >= least_word_bytes;
}

}  // namespace

bool describes_always(std::string_view key) {
  const std::u32string letters = utf8::to_code_points(key);
  return is_russian_participle(letters) || has_one_of(letters, long_endings);
}

bool is_infinitive(const Word& word) {
  const std::u32string letters = utf8::to_code_points(word.key);
  constexpr std::size_t shortest = 2;
  return has_one_of(letters, infinitive_endings, shortest) ||
         (word.language != text::Language::uk && has_one_of(letters, russian_infinitive_endings, shortest));
}

bool describes(std::span<const Word> words, std::span<const Hit> hits, const Lexicon& lexicon, const Hit& hit,
               std::uint32_t end) {
  if (hit.first != hit.last) {
    return false;
  }
  const std::string_view key = words[hit.first].key;
  if (describes_always(key)) {
    return true;
  }
  const std::uint32_t next = hit.last + 1;
  return next <= end && words[next].before == 0 && has_one_of(utf8::to_code_points(key), ukrainian_endings) &&
         names_a_thing(words[next], next, hits, lexicon);
}

}  // namespace qw::match
