#include "daemon/cases/notices.hpp"

#include "base/fold.hpp"
#include "base/utf8.hpp"
#include "config/table.hpp"

#include <algorithm>
#include <array>

namespace qw::cases {
namespace {

const std::vector<std::string> columns{"language", "words", "example"};
constexpr auto languages = std::to_array<std::string_view>({"en", "ru", "uk"});

using Phrase = std::vector<std::u32string>;

Phrase phrase_of(std::string_view words) {
  Phrase out;
  for (FoldedWord& word : folded_words_of(words)) {
    out.push_back(std::move(word.form));
  }
  return out;
}

bool begins_at(const std::vector<FoldedWord>& words, std::size_t at, const Phrase& phrase) {
  for (std::size_t i = 0; i < phrase.size(); ++i) {
    if (at + i >= words.size() || !words[at + i].form.starts_with(phrase[i])) {
      return false;
    }
  }
  return true;
}

bool holds(const std::vector<FoldedWord>& words, const Phrase& phrase) {
  for (std::size_t at = 0; at < words.size(); ++at) {
    if (begins_at(words, at, phrase)) {
      return true;
    }
  }
  return false;
}

std::string as_written(const Phrase& phrase) {
  std::string out;
  for (const std::u32string& word : phrase) {
    out += (out.empty() ? "" : " ") + utf8::from_code_points(word);
  }
  return out;
}

}  // namespace

std::expected<CorrectionNotices, std::vector<Error>> CorrectionNotices::load(
    const std::string& lexicon_directory) {
  const auto table = config::read_table(lexicon_directory + "/correction_notices.tsv", columns);
  return table ? of_table(*table) : std::unexpected(table.error());
}

std::expected<CorrectionNotices, std::vector<Error>> CorrectionNotices::parse(std::string_view bytes,
                                                                              const std::string& file) {
  const auto table = config::parse_table(bytes, file, columns);
  return table ? of_table(*table) : std::unexpected(table.error());
}

std::expected<CorrectionNotices, std::vector<Error>> CorrectionNotices::of_table(const config::Table& table) {
  CorrectionNotices out;
  std::vector<Error> errors;
  for (const config::TableRow& row : table.rows) {
    const std::string& language = row.cells[0];
    const std::string& words = row.cells[1];
    const std::string& example = row.cells[2];
    if (std::ranges::find(languages, language) == languages.end()) {
      errors.push_back(table.error_at(row, 0, "the language is en, ru or uk"));
    }
    Phrase phrase = phrase_of(words);
    if (phrase.empty() || as_written(phrase) != words) {
      errors.push_back(
          table.error_at(row, 1,
                         "words stand in small letters, without marks, with one space between them" +
                             (phrase.empty() ? "" : "; here: \"" + as_written(phrase) + "\"")));
    } else if (!holds(folded_words_of(example), phrase)) {
      errors.push_back(table.error_at(row, 2, "the example does not hold the words"));
    }
    out.phrases_.push_back(std::move(phrase));
  }
  if (!errors.empty()) {
    return std::unexpected(std::move(errors));
  }
  return out;
}

bool CorrectionNotices::stand_in(std::string_view sentence) const {
  const std::vector<FoldedWord> words = folded_words_of(sentence);
  return std::ranges::any_of(phrases_, [&](const Phrase& phrase) { return holds(words, phrase); });
}

}  // namespace qw::cases
