#include "daemon/desk/operator_words.hpp"

#include "base/fold.hpp"
#include "daemon/desk/texts.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <span>
#include <string>

namespace qw::desk {
namespace {

using Phrase = std::vector<std::u32string>;

/// Calls `each` with every part of `text` between separators.
template <class Each>
void split(std::string_view text, char separator, Each each) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(separator), text.size());
    each(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

Phrase phrase_of(std::string_view words) {
  Phrase out;
  for (FoldedWord& word : folded_words_of(words)) {
    out.push_back(std::move(word.form));
  }
  return out;
}

std::map<std::string_view, std::vector<Phrase>> read_table() {
  std::map<std::string_view, std::vector<Phrase>> out;
  std::string_view kind;
  split(operators_table(), '\n', [&](std::string_view line) {
    bool first = true;
    split(line, '\t', [&](std::string_view cell) {
      if (first) {
        kind = cell;
        first = false;
        return;
      }
      split(cell, ';', [&](std::string_view words) { out[kind].push_back(phrase_of(words)); });
    });
  });
  return out;
}

std::set<std::string_view> kinds_of(const std::vector<model::Why>& why) {
  std::set<std::string_view> out;
  for (const model::Why& each : why) {
    if (each.key == "condition_dropped" || each.key == "presupposed") {
      out.insert("condition");
    } else if (each.key == "contrary") {
      out.insert("negation");
    } else if (each.key == "possibility") {
      out.insert("possibility");
    } else if (each.key == "question") {
      out.insert("question");
    }
  }
  return out.empty() ? std::set<std::string_view>{"condition", "negation"} : out;
}

bool stands_at(const std::vector<FoldedWord>& words, std::size_t at, const Phrase& phrase) {
  return !phrase.empty() && at + phrase.size() <= words.size() &&
         std::ranges::equal(phrase, std::span(words).subspan(at, phrase.size()), {}, {}, &FoldedWord::form);
}

}  // namespace

std::vector<Mark> operator_marks(std::string_view authentic, const std::vector<model::Why>& why) {
  static const std::map<std::string_view, std::vector<Phrase>> table = read_table();
  const std::vector<FoldedWord> words = folded_words_of(authentic);
  std::vector<Mark> out;
  for (const std::string_view kind : kinds_of(why)) {
    const auto phrases = table.find(kind);
    if (phrases == table.end()) {
      continue;
    }
    for (std::size_t at = 0; at < words.size(); ++at) {
      for (const Phrase& phrase : phrases->second) {
        if (stands_at(words, at, phrase)) {
          out.push_back({{static_cast<std::uint32_t>(words[at].begin),
                          static_cast<std::uint32_t>(words[at + phrase.size() - 1].end)},
                         "operator"});
        }
      }
    }
  }
  return out;
}

}  // namespace qw::desk
