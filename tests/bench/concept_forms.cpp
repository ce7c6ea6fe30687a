#include "crawler/match/lexicon.hpp"
#include "crawler/match/words.hpp"
#include "crawler/text/language_data.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iostream>
#include <map>
#include <string>
#include <vector>

/// Running text on stdin → which words and phrases the concept tables take for what, most frequent first, a
/// concept a line; at the end the frequent words that no concept has. For those who mend the tables. Usage:
/// concept_forms LEXICON_DIRECTORY ru|uk < TEXT
int main(int argc, char** argv) {
  if (argc != 3) {
    fmt::print(stderr, "usage: concept_forms LEXICON_DIRECTORY ru|uk < TEXT\n");
    return 2;
  }
  const auto language = std::string_view(argv[2]) == "uk" ? qw::text::Language::uk : qw::text::Language::ru;
  const auto lexicon = qw::match::Lexicon::load(argv[1]);
  const auto data = qw::text::LanguageData::make(argv[1]);
  if (!lexicon || !data) {
    fmt::print(stderr, "the tables cannot be read; quotewatch check-config says why\n");
    return 78;
  }
  const qw::match::WordForms forms(**data, [&](qw::match::WordForm& form) { (*lexicon)->ask(form); });
  std::map<std::string, std::map<std::string, int>> found;
  std::map<std::string, int> strangers;
  std::map<std::string, int> texts;
  for (std::string line; std::getline(std::cin, line);) {
    const auto words = qw::match::split_words(line, forms, language);
    const auto hits = (*lexicon)->hits(words);
    std::vector<bool> covered(words.size());
    std::map<std::string, bool> here;
    for (const qw::match::Hit& hit : hits) {
      std::string form;
      for (std::uint32_t at = hit.first; at <= hit.last; ++at) {
        if (hit.covers(at)) {
          covered[at] = true;
          form += (form.empty() ? "" : " ") + std::string(words[at].key);
        }
      }
      const std::string& id = (*lexicon)->at(hit.concept_index).id;
      here[id] = true;
      ++found[id][form + (hit.beside ? "?" : "")];
    }
    for (const auto& [id, seen] : here) {
      ++texts[id];
    }
    for (std::size_t at = 0; at < words.size(); ++at) {
      if (!covered[at] && !words[at].number) {
        ++strangers[std::string(words[at].key)];
      }
    }
  }
  const auto by_count = [](const std::map<std::string, int>& counts) {
    std::vector<std::pair<std::string, int>> sorted(counts.begin(), counts.end());
    std::ranges::sort(sorted, {}, [](const auto& each) { return std::pair(-each.second, each.first); });
    return sorted;
  };
  for (const auto& [id, counts] : found) {
    fmt::print("{} ({})", id, texts[id]);
    constexpr std::size_t most = 14;
    const auto sorted = by_count(counts);
    for (std::size_t at = 0; at < std::min(most, sorted.size()); ++at) {
      fmt::print("; {} {}", sorted[at].first, sorted[at].second);
    }
    fmt::print("\n");
  }
  fmt::print("\nwithout a concept:\n");
  constexpr int least = 4;
  for (const auto& [word, count] : by_count(strangers)) {
    if (count >= least) {
      fmt::print("{} {}\n", word, count);
    }
  }
}
