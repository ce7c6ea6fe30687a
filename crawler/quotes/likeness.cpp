#include "crawler/quotes/likeness.hpp"

#include "base/utf8.hpp"

#include <algorithm>

namespace qw::quotes {
namespace {

constexpr std::size_t letter_bytes = 2;
constexpr std::size_t many_consonants = 4;

/// The letter that stands for a group of consonants; 0 for vowels, signs and all other characters.
char32_t group_of(char32_t c) {
  switch (c) {
    case 0x0433:  // г
    case 0x0445:  // х
      return 0x0433;
    case 0x0432:  // в
    case 0x0444:  // ф
      return 0x0432;
    case 0x0437:  // з
    case 0x0441:  // с
      return 0x0441;
    case 0x0436:  // ж
    case 0x0448:  // ш
    case 0x0449:  // щ
      return 0x0448;
    case 0x0434:  // д
    case 0x0442:  // т
      return 0x0442;
    case 0x0431:  // б
    case 0x043F:  // п
      return 0x043F;
    case 0x043A:  // к
    case 0x043B:  // л
    case 0x043C:  // м
    case 0x043D:  // н
    case 0x0440:  // р
    case 0x0446:  // ц
    case 0x0447:  // ч
      return c;
    default:
      return 0;
  }
}

/// One letter more, less or another.
bool one_apart(std::string_view a, std::string_view b) {
  if (a.size() < b.size()) {
    std::swap(a, b);
  }
  if (a.size() - b.size() > letter_bytes) {
    return false;
  }
  std::size_t same = 0;
  while (same < b.size() && a.substr(same, letter_bytes) == b.substr(same, letter_bytes)) {
    same += letter_bytes;
  }
  if (same == 0) {
    return false;  // the first consonant is heard
  }
  const std::size_t next = std::min(same + letter_bytes, a.size());
  return a.substr(next) == b.substr(a.size() == b.size() ? std::min(next, b.size()) : same);
}

}  // namespace

std::string skeleton(std::string_view key) {
  std::u32string letters;
  for (std::size_t at = 0; at < key.size();) {
    const utf8::Decoded d = utf8::decode(key, at);
    at += d.length;
    const char32_t group = group_of(d.code_point);
    if (group != 0 && (letters.empty() || letters.back() != group)) {
      letters.push_back(group);
    }
  }
  return utf8::from_code_points(letters);
}

bool alike(std::string_view word, std::string_view name) {
  if (name.size() < 2 * letter_bytes) {
    return false;
  }
  if (word == name ||
      (word.size() == name.size() + letter_bytes && word.starts_with(name) && word.ends_with("\u043C"))) {
    return true;
  }
  return name.size() >= many_consonants * letter_bytes && one_apart(word, name);
}

}  // namespace qw::quotes
