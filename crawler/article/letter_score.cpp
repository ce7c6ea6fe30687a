#include "crawler/article/letter_score.hpp"

#include "base/check.hpp"
#include "base/utf8.hpp"
#include "crawler/article/tables.hpp"

#include <array>

namespace qw::article {
namespace {

constexpr std::size_t letters = 38;  // the beginning of a word and 37 letters
constexpr double nats_a_step = 0.25;
constexpr double capital_inside_word = 3.0;
constexpr double punctuation = 3.0;  // «», dashes, №: seen in every text, but rarer than letters
constexpr double no_text = 9.0;

struct Model {
  std::array<std::array<double, letters>, letters> cost{};
  std::array<unsigned char, 0x100> index{};  // of lower-case letters, code point − 0x400; 0 = none
};

double digit_value(char c) { return nats_a_step * (c >= 'a' ? c - 'a' + 10 : c - '0'); }

const Model& model() {
  static const Model loaded = [] {
    Model m;
    const config::Table table = load_table("letter_pairs", {"previous", "costs"});
    QW_CHECK(table.rows.size() == letters, "letter_pairs.tsv has a row a letter");
    for (std::size_t row = 1; row < letters; ++row) {
      const char32_t letter = utf8::decode(table.rows[row].cells[0], 0).code_point;
      m.index.at(letter - 0x400) = static_cast<unsigned char>(row);
    }
    for (std::size_t row = 0; row < letters; ++row) {
      const std::string& costs = table.rows[row].cells[1];
      QW_CHECK(costs.size() == letters - 1, "letter_pairs.tsv has a digit a letter");
      for (std::size_t column = 0; column + 1 < letters; ++column) {
        m.cost.at(row).at(column + 1) = digit_value(costs[column]);
      }
    }
    return m;
  }();
  return loaded;
}

char32_t lower(char32_t c) {
  if (c >= 0x410 && c <= 0x42F) {
    return c + 0x20;
  }
  if (c >= 0x400 && c <= 0x40F) {
    return c + 0x50;
  }
  return c == 0x490 ? 0x491 : c;
}

bool is_text_mark(char32_t c) {
  return c == 0xA0 || c == 0xA7 || c == 0xA9 || c == 0xAB || c == 0xAD || c == 0xBB || c == 0xB0 ||
         c == 0xAE || (c >= 0x2013 && c <= 0x2026) || c == 0x2116 || c == 0x2030 || c == 0x20AC || c == 0x301;
}

}  // namespace

LetterScore letter_score(std::u32string_view text) {
  const Model& m = model();
  LetterScore score;
  std::size_t previous = 0;
  bool previous_small = false;
  for (const char32_t c : text) {
    if (c < 0x80) {
      previous = 0;
      previous_small = false;
      continue;
    }
    ++score.seen;
    const char32_t small = lower(c);
    const std::size_t index = small >= 0x400 && small < 0x500 ? m.index[small - 0x400] : 0;
    if (index == 0) {
      // The Euro sign of Mac Cyrillic is the last letter of the alphabet in windows-1251.
      score.cost += is_text_mark(c) && !(c == 0x20AC && previous != 0) ? punctuation : no_text;
      previous = 0;
      previous_small = false;
      continue;
    }
    score.cost += m.cost[previous][index];
    if (c != small && previous_small) {
      score.cost += capital_inside_word;
    }
    previous = index;
    previous_small = c == small;
  }
  if (score.seen != 0) {
    score.cost /= static_cast<double>(score.seen);
  }
  return score;
}

}  // namespace qw::article
