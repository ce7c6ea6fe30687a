#pragma once

#include "config/table.hpp"
#include "crawler/quotes/lexicon.hpp"
#include "crawler/quotes/paradigms.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <expected>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace qw::quotes {

/// The parts of a cell between `by`, empty ones left out.
std::vector<std::string_view> split(std::string_view list, char by);

/// Where the rows of a table come from: its name and columns.
using TableSource = std::function<std::expected<config::Table, std::vector<Error>>(
    const std::string& file, const std::vector<std::string>& columns)>;

/// Fills a Lexicon from its tables and collects every error as file:line:column, at most 50 a table. What
/// each table means stands in lexicon_words.cpp and lexicon_people.cpp. One use, one thread.
class LexiconLoader {
 public:
  LexiconLoader(Lexicon& lexicon, const Paradigms& paradigms, TableSource source)
      : lexicon_(lexicon), paradigms_(paradigms), source_(std::move(source)) {}

  /// All tables, in the order in which one builds on another.
  std::vector<Error> run();
  /// The one table with this name; an error when there is none.
  std::vector<Error> run_table(std::string_view name);
  /// Every table that run() reads.
  static std::vector<std::string_view> table_names();
  void add_media(std::string_view name);

 private:
  using Language = text::Language;
  struct NamedTable {
    std::string_view name;
    void (LexiconLoader::*read)();
  };
  static const std::vector<NamedTable>& tables();

  /// Calls use(cells) for each row of the table; a row that stands twice is an error.
  template <class F>
  void each(const std::string& file, const std::vector<std::string>& columns, F&& use) {
    auto table = source_(file, columns);
    if (!table) {
      errors_.insert(errors_.end(), table.error().begin(), table.error().end());
      return;
    }
    table_ = &*table;
    first_error_ = errors_.size();
    std::map<std::vector<std::string>, std::uint32_t> rows;
    for (const config::TableRow& row : table->rows) {
      row_ = &row;
      if (const auto [first, fresh] = rows.emplace(row.cells, row.line); !fresh) {
        bad(0, fmt::format("the row stands in line {} too: leave one of them out", first->second));
        continue;
      }
      use(row.cells);
    }
    table_ = nullptr;
  }

  template <class E>
  std::optional<E> word_of(std::size_t column) {
    const std::string& cell = row_->cells[column];
    const auto value = model::from_name<E>(cell);
    if (!value) {
      std::vector<std::string> known;
      for (const auto& entry : names_of(E{})) {
        known.emplace_back(entry.name);
      }
      bad(column, fmt::format("'{}' is unknown{}", cell, config::did_you_mean(cell, known)));
    }
    return value;
  }

  void bad(std::size_t column, const std::string& what);
  Vocabulary& vocabulary(Language language) { return lexicon_.words[static_cast<std::size_t>(language)]; }

  /// class and traits of a row that reports speech, in the first two columns.
  std::optional<Sense> reports(SenseKind kind);
  std::uint16_t traits_of(std::size_t column);
  void add_verb(Language language, std::string_view infinitive, std::string_view rest, const Sense& like,
                std::size_t column);
  void add_nouns(Language language, std::string_view list, const Sense& like, std::size_t column);
  void add_noun(Language language, std::string_view lemma, std::string_view code, const Sense& like,
                std::size_t column);

  void words();
  void places();
  void cues();
  void cue_phrases();
  void cue_nouns();
  void prepositional();
  void pronouns();

  void natives();
  void people();
  /// «верховный:ah представитель:m2»: every word in its paradigm, case by case.
  void role_heads();
  void offices();
  void portfolios();
  void institutions();
  void first_names() { names("first_names.tsv", SenseKind::given_name); }
  void persons() { names("persons.tsv", SenseKind::person); }
  void names(const std::string& file, SenseKind kind);
  void media();

  Lexicon& lexicon_;
  const Paradigms& paradigms_;
  TableSource source_;
  std::vector<Error> errors_;
  std::size_t first_error_ = 0;  ///< of the table that is being read
  const config::Table* table_ = nullptr;
  const config::TableRow* row_ = nullptr;
  std::uint16_t lemma_ = 0;
  std::map<std::pair<Language, std::string>, std::uint32_t> natives_;
  std::map<std::pair<Language, std::string>, std::uint32_t> cue_lines_;
};

}  // namespace qw::quotes
