#include "crawler/article/class_hints.hpp"

#include "base/check.hpp"
#include "crawler/article/html_scan.hpp"
#include "crawler/article/tables.hpp"

#include <algorithm>
#include <string>
#include <unordered_map>

namespace qw::article {
namespace {

constexpr std::size_t most_name = 400;
constexpr std::size_t most_word = 40;

struct Hash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};
using Words = std::unordered_map<std::string, Hints, Hash, std::equal_to<>>;

const Words& words() {
  static const Words loaded = [] {
    Words out;
    for (const config::TableRow& row : load_table("class_hints", {"word", "hint"}).rows) {
      const auto kind = std::ranges::find(hint_names, row.cells[1]);
      QW_CHECK(kind != hint_names.end(), "class_hints.tsv names known hints only");
      out[row.cells[0]] |= 1U << static_cast<unsigned>(kind - hint_names.begin());
    }
    return out;
  }();
  return loaded;
}

Hints find(std::string_view word) {
  const auto found = words().find(word);
  return found == words().end() ? 0 : found->second;
}

}  // namespace

Hints hints_in(std::string_view names) {
  names = names.substr(0, most_name);
  Hints hints = 0;
  std::string pair;          // "previous-word", for hints of two words
  std::size_t previous = 0;  // length of the previous word in `pair`
  std::string word;
  const auto finish = [&] {
    if (word.empty()) {
      return;
    }
    hints |= find(word);
    if (previous != 0) {
      pair += '-';
      pair += word;
      hints |= find(pair);
    }
    pair = word;
    previous = word.size();
    word.clear();
  };
  bool small = false;
  for (const char c : names) {
    const bool capital = c >= 'A' && c <= 'Z';
    const char low = to_lower_ascii(c);
    const bool letter = (low >= 'a' && low <= 'z') || (c >= '0' && c <= '9');
    if (!letter || (capital && small)) {
      finish();
    }
    if (is_html_space(c)) {
      previous = 0;
    }
    if (letter && word.size() < most_word) {
      word += low;
    }
    small = letter && !capital;
  }
  finish();
  return hints;
}

}  // namespace qw::article
