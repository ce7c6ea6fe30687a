#include "crawler/quotes/paradigms.hpp"

#include "config/table.hpp"
#include "crawler/text/letters.hpp"

#include <fmt/format.h>

namespace qw::quotes {
namespace {

struct Column {
  VerbForm form;
  model::Gender gender;
  bool plural;
};
constexpr auto verb_columns = std::to_array<Column>({{VerbForm::past, model::Gender::masculine, false},
                                                     {VerbForm::past, model::Gender::feminine, false},
                                                     {VerbForm::past, model::Gender::neuter, false},
                                                     {VerbForm::past, model::Gender::unknown, true},
                                                     {VerbForm::now, model::Gender::unknown, false},
                                                     {VerbForm::now, model::Gender::unknown, true},
                                                     {VerbForm::gerund, model::Gender::unknown, false},
                                                     {VerbForm::impersonal, model::Gender::neuter, false}});
constexpr std::array<std::uint8_t, 6> case_bits = {Case::nom, Case::gen, Case::dat,
                                                   Case::acc, Case::ins, Case::loc};
// Columns of the plural in noun_paradigms.tsv: nominative, genitive (and accusative), dative, instr., loc.
constexpr std::array<std::uint8_t, 5> plural_bits = {Case::nom, Case::gen | Case::acc, Case::dat, Case::ins,
                                                     Case::loc};

std::vector<std::string> alternatives(std::string_view cell) {
  std::vector<std::string> out;
  if (cell == "-") {
    return out;
  }
  while (true) {
    const std::size_t slash = cell.find('/');
    out.emplace_back(cell.substr(0, slash));
    if (slash == std::string_view::npos) {
      return out;
    }
    cell.remove_prefix(slash + 1);
  }
}

}  // namespace

std::vector<Error> Paradigms::load(const std::string& directory) {
  std::vector<Error> errors;
  const auto read = [&](const std::string& file, const std::vector<std::string>& columns, auto& into) {
    auto table = config::read_table(directory + "/" + file, columns);
    if (!table) {
      errors.insert(errors.end(), table.error().begin(), table.error().end());
      return;
    }
    for (const config::TableRow& row : table->rows) {
      const auto language = model::from_name<text::Language>(row.cells[0]);
      if (!language || *language == text::Language::unknown) {
        errors.push_back(table->error_at(row, 0, fmt::format("'{}' is none of ru, uk, en", row.cells[0])));
        continue;
      }
      auto& map = into[static_cast<std::size_t>(*language)];
      if (!map.emplace(row.cells[1], Row(row.cells.begin() + 2, row.cells.end())).second) {
        errors.push_back(table->error_at(row, 1, fmt::format("'{}' stands twice", row.cells[1])));
      }
    }
  };
  const std::vector<std::string> forms = {"past_m", "past_f", "past_n", "past_p",
                                          "now_s",  "now_p",  "gerund", "impersonal"};
  std::vector<std::string> columns = {"lang", "ending"};
  columns.insert(columns.end(), forms.begin(), forms.end());
  read("paradigms.tsv", columns, endings_);
  columns[1] = "lemma";
  read("verb_forms.tsv", columns, irregular_);
  read("noun_paradigms.tsv",
       {"lang", "code", "nom", "gen", "dat", "acc", "ins", "loc", "pl_nom", "pl_gen", "pl_dat", "pl_ins",
        "pl_loc"},
       nouns_);
  return errors;
}

std::vector<Paradigms::VerbCell> Paradigms::from_row(const Row& row, const std::string& stem) const {
  std::vector<VerbCell> cells;
  for (std::size_t i = 0; i < verb_columns.size(); ++i) {
    for (const std::string& ending : alternatives(row[i])) {
      cells.push_back({verb_columns[i].form, verb_columns[i].gender, verb_columns[i].plural, stem + ending});
    }
  }
  return cells;
}

std::vector<Paradigms::VerbCell> Paradigms::verb(text::Language language, std::string_view infinitive) const {
  const auto index = static_cast<std::size_t>(language);
  std::vector<VerbCell> cells;
  if (const auto found = irregular_[index].find(infinitive); found != irregular_[index].end()) {
    cells = from_row(found->second, "");
  } else {
    // The longest ending that fits; a reflexive is its base with another suffix for each column.
    const Row* best = nullptr;
    std::size_t length = 0;
    for (const auto& [ending, row] : endings_[index]) {
      if (infinitive.ends_with(ending) && ending.size() > length) {
        best = &row;
        length = ending.size();
      }
    }
    const std::string stem(infinitive.substr(0, infinitive.size() - length));
    // ся is the only ending that is a suffix of other infinitives: its own row says how each form goes on.
    const std::vector<VerbCell> base = best == nullptr ? std::vector<VerbCell>{} : verb(language, stem);
    if (best != nullptr && !base.empty()) {
      for (const VerbCell& cell : base) {
        for (std::size_t i = 0; i < verb_columns.size(); ++i) {
          const Column& column = verb_columns[i];
          if (column.form != cell.form || column.gender != cell.gender || column.plural != cell.plural) {
            continue;
          }
          for (const std::string& suffix : alternatives((*best)[i])) {
            cells.push_back({cell.form, cell.gender, cell.plural, cell.text + suffix});
          }
        }
      }
    } else if (best != nullptr) {
      cells = from_row(*best, stem);
    }
  }
  if (!cells.empty()) {
    cells.push_back({VerbForm::infinitive, model::Gender::unknown, false, std::string(infinitive)});
  }
  return cells;
}

std::vector<Paradigms::NounCell> Paradigms::noun(text::Language language, std::string_view lemma,
                                                 std::string_view code) const {
  const auto index = static_cast<std::size_t>(language);
  std::vector<NounCell> cells;
  const auto found = nouns_[index].find(code);
  if (found == nouns_[index].end()) {
    return cells;
  }
  const Row& row = found->second;
  const std::string_view nominative = row[0] == "-" ? std::string_view() : std::string_view(row[0]);
  if (row[1] == "-") {  // indeclinable
    cells.push_back({Case::all, false, std::string(lemma)});
    return cells;
  }
  if (!lemma.ends_with(nominative)) {
    return cells;
  }
  const std::string stem(lemma.substr(0, lemma.size() - nominative.size()));
  const auto put = [&](std::uint8_t bits, bool plural, const std::string& cell) {
    if (cell == "-") {
      cells.push_back({bits, plural, stem});
      return;
    }
    for (const std::string& ending : alternatives(cell)) {
      cells.push_back({bits, plural, stem + ending});
    }
  };
  for (std::size_t i = 0; i < case_bits.size(); ++i) {
    put(case_bits[i], false, row[i]);
  }
  for (std::size_t i = 0; i < plural_bits.size(); ++i) {
    put(plural_bits[i], true, row[6 + i]);
  }
  return cells;
}

}  // namespace qw::quotes
