#include "crawler/match/article_reading.hpp"

namespace qw::match {

std::vector<ReadText> read_texts(const JudgedArticle& article, const Tables& tables) {
  const auto hint = model::from_name<text::Language>(article.language);
  std::vector<ReadText> texts;
  for (const JudgedText& source : article.texts) {
    ReadText text;
    text.source = &source;
    text.words = split_words(source.text, tables.forms, hint.value_or(text::Language::unknown));
    text.hits = tables.lexicon.hits(text.words);
    if (!text.words.empty()) {
      text.clauses = read_clauses(tables.lexicon, tables.operators, text.words, text.hits, 0,
                                  static_cast<std::uint32_t>(text.words.size() - 1));
    }
    text.mentions = tables.mentions.find(text.words, article.date);
    texts.push_back(std::move(text));
  }
  return texts;
}

std::span<const Clause> ClauseReadings::of(std::uint32_t text, std::uint32_t first, std::uint32_t last) {
  const auto [place, fresh] = read_.try_emplace({text, first, last});
  if (fresh) {
    place->second =
        read_clauses(tables_.lexicon, tables_.operators, texts_[text].words, texts_[text].hits, first, last);
  }
  return place->second;
}

}  // namespace qw::match
