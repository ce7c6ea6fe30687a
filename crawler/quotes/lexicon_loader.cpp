#include "crawler/quotes/lexicon_loader.hpp"

#include "crawler/text/letters.hpp"

namespace qw::quotes {

std::vector<std::string_view> split(std::string_view list, char by) {
  std::vector<std::string_view> parts;
  while (!list.empty()) {
    const std::size_t at = std::min(list.find(by), list.size());
    if (at > 0) {
      parts.push_back(list.substr(0, at));
    }
    list.remove_prefix(std::min(at + 1, list.size()));
  }
  return parts;
}

const std::vector<LexiconLoader::NamedTable>& LexiconLoader::tables() {
  static const std::vector<NamedTable> all = {{"words.tsv", &LexiconLoader::words},
                                              {"places.tsv", &LexiconLoader::places},
                                              {"cues.tsv", &LexiconLoader::cues},
                                              {"cue_phrases.tsv", &LexiconLoader::cue_phrases},
                                              {"cue_nouns.tsv", &LexiconLoader::cue_nouns},
                                              {"prepositional.tsv", &LexiconLoader::prepositional},
                                              {"pronouns.tsv", &LexiconLoader::pronouns},
                                              {"natives.tsv", &LexiconLoader::natives},
                                              {"people.tsv", &LexiconLoader::people},
                                              {"role_heads.tsv", &LexiconLoader::role_heads},
                                              {"offices.tsv", &LexiconLoader::offices},
                                              {"portfolios.tsv", &LexiconLoader::portfolios},
                                              {"institutions.tsv", &LexiconLoader::institutions},
                                              {"persons.tsv", &LexiconLoader::persons},
                                              {"first_names.tsv", &LexiconLoader::first_names},
                                              {"media.tsv", &LexiconLoader::media}};
  return all;
}

std::vector<std::string_view> LexiconLoader::table_names() {
  std::vector<std::string_view> names;
  for (const NamedTable& table : tables()) {
    names.push_back(table.name);
  }
  return names;
}

std::vector<Error> LexiconLoader::run() {
  for (const NamedTable& table : tables()) {
    (this->*table.read)();
  }
  return std::move(errors_);
}

std::vector<Error> LexiconLoader::run_table(std::string_view name) {
  const auto table = std::ranges::find(tables(), name, &NamedTable::name);
  if (table == tables().end()) {
    return {Error{Errc::not_found, fmt::format("no table of the reading is named '{}'", name), {}}};
  }
  (this->*(table->read))();
  return std::move(errors_);
}

void LexiconLoader::bad(std::size_t column, const std::string& what) {
  constexpr std::size_t most_errors = 50;
  if (errors_.size() - first_error_ < most_errors) {
    errors_.push_back(table_->error_at(*row_, column, what));
  }
}

std::optional<Sense> LexiconLoader::reports(SenseKind kind) {
  const auto cue = word_of<CueClass>(0);
  const std::uint16_t traits = traits_of(1);
  if (!cue) {
    return std::nullopt;
  }
  Sense sense;
  sense.kind = kind;
  sense.cue = *cue;
  sense.traits = traits;
  return sense;
}

std::uint16_t LexiconLoader::traits_of(std::size_t column) {
  static constexpr std::string_view letters = "qibpxrnwkdcmz";  // in the order of Trait's bits
  std::uint16_t traits = 0;
  for (const char letter : row_->cells[column]) {
    if (const std::size_t at = letters.find(letter); at != std::string_view::npos) {
      traits = static_cast<std::uint16_t>(traits | (1U << at));
    } else {
      bad(column, fmt::format("the trait '{}' is unknown; there are {}", letter, letters));
    }
  }
  return traits;
}

void LexiconLoader::add_verb(Language language, std::string_view infinitive, std::string_view rest,
                             const Sense& like, std::size_t column) {
  const std::vector<Paradigms::VerbCell> cells = paradigms_.verb(language, text::key_of(infinitive));
  if (cells.empty()) {
    bad(column, fmt::format("no paradigm fits '{}': add it to verb_forms.tsv", infinitive));
  }
  for (const Paradigms::VerbCell& cell : cells) {
    Sense sense = like;
    sense.form = cell.form;
    sense.gender = cell.gender;
    sense.plural = cell.plural;
    sense.lemma = lemma_;
    vocabulary(language).add(rest.empty() ? cell.text : fmt::format("{} {}", cell.text, rest), sense);
  }
}

void LexiconLoader::add_nouns(Language language, std::string_view list, const Sense& like,
                              std::size_t column) {
  for (const std::string_view item : split(list, ' ')) {
    const std::size_t colon = std::min(item.find(':'), item.size());
    add_noun(language, item.substr(0, colon), item.substr(std::min(colon + 1, item.size())), like, column);
  }
}

void LexiconLoader::add_noun(Language language, std::string_view lemma, std::string_view code,
                             const Sense& like, std::size_t column) {
  const std::vector<Paradigms::NounCell> cells = paradigms_.noun(language, text::key_of(lemma), code);
  if (cells.empty()) {
    bad(column, fmt::format("no paradigm '{}' fits '{}'", code, lemma));
  }
  for (const Paradigms::NounCell& cell : cells) {
    Sense sense = like;
    sense.cases = cell.cases;
    sense.plural = cell.plural;
    vocabulary(language).add(cell.text, sense);
  }
}

}  // namespace qw::quotes
