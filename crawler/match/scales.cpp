#include "crawler/match/scales.hpp"

#include "config/table.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

namespace qw::match {
namespace {

constexpr std::string_view bias = "bias";

/// The sign of this name; what is none is put down as an error.
std::optional<std::size_t> sign_of(const config::Table& table, const config::TableRow& row,
                                   std::size_t column, std::vector<Error>& errors) {
  const auto& names = evidence_names();
  const auto name = std::ranges::find(names, row.cells[column]);
  if (name == names.end()) {
    errors.push_back(table.error_at(row, column, "'" + row.cells[column] + "' is no evidence of the engine"));
    return std::nullopt;
  }
  return static_cast<std::size_t>(name - names.begin());
}

double weight_at(const config::Table& table, const config::TableRow& row, std::size_t column,
                 std::vector<Error>& errors) {
  const auto weight = config::number_of<double>(row.cells[column]);
  if (!weight) {
    errors.push_back(table.error_at(row, column, "'" + row.cells[column] + "' is no number"));
  }
  return weight.value_or(0);
}

}  // namespace

std::expected<Scales, std::vector<Error>> Scales::load(const std::string& lexicon_directory) {
  Scales scales;
  std::vector<Error> errors;
  scales.read_judgement(lexicon_directory + "/judgement.tsv", errors);
  scales.read_concern(lexicon_directory + "/concern.tsv", errors);
  scales.read_trees(lexicon_directory + "/alert_trees.tsv", errors);
  if (!errors.empty()) {
    return std::unexpected(std::move(errors));
  }
  return scales;
}

void Scales::read_judgement(const std::string& file, std::vector<Error>& errors) {
  std::vector<std::string> columns{"evidence"};
  for (const model::Label label : labels) {
    columns.emplace_back(model::name_of(label));
  }
  const auto table = config::read_table(file, columns);
  if (!table) {
    errors.insert(errors.end(), table.error().begin(), table.error().end());
    return;
  }
  std::array<bool, evidence_count> seen{};
  for (const config::TableRow& row : table->rows) {
    std::array<double, labels.size()>* weights = &bias_;
    if (row.cells[0] != bias) {
      const auto sign = sign_of(*table, row, 0, errors);
      if (!sign) {
        continue;
      }
      weights = &weights_[*sign];
      seen[*sign] = true;
    }
    for (std::size_t at = 0; at < labels.size(); ++at) {
      (*weights)[at] = weight_at(*table, row, at + 1, errors);
    }
  }
  for (std::size_t at = 0; at < evidence_count; ++at) {
    if (!seen[at]) {
      errors.push_back(Error{Errc::config, "the evidence '" + evidence_names()[at] + "' has no row",
                             Where{table->file, 0, 0}});
    }
  }
}

void Scales::read_concern(const std::string& file, std::vector<Error>& errors) {
  const auto table = config::read_table(file, {"evidence", "with", "weight"});
  if (!table) {
    errors.insert(errors.end(), table.error().begin(), table.error().end());
    return;
  }
  for (const config::TableRow& row : table->rows) {
    const double weight = weight_at(*table, row, 2, errors);
    if (row.cells[0] == bias) {
      concern_bias_ = weight;
      continue;
    }
    const bool alone = row.cells[1] == "-";
    const auto sign = sign_of(*table, row, 0, errors);
    const auto with = alone ? sign : sign_of(*table, row, 1, errors);
    if (sign && with) {
      terms_.push_back({*sign, *with, alone, weight});
    }
  }
}

void Scales::read_trees(const std::string& file, std::vector<Error>& errors) {
  const auto table = config::read_table(file, {"tree", "node", "feature", "threshold", "right"});
  if (!table) {
    errors.insert(errors.end(), table.error().begin(), table.error().end());
    return;
  }
  auto trees = config::read_trees(*table, table->rows, 0, 2, evidence_names());
  if (!trees) {
    errors.insert(errors.end(), trees.error().begin(), trees.error().end());
    return;
  }
  trees_ = *std::move(trees);
}

std::array<double, Scales::labels.size()> Scales::weigh(const Evidence& evidence) const {
  std::array<double, labels.size()> chances = bias_;
  for (std::size_t sign = 0; sign < evidence_count; ++sign) {
    for (std::size_t label = 0; label < labels.size(); ++label) {
      chances[label] += evidence[sign] * weights_[sign][label];
    }
  }
  const double highest = *std::ranges::max_element(chances);
  double sum = 0;
  for (double& chance : chances) {
    chance = std::exp(chance - highest);
    sum += chance;
  }
  for (double& chance : chances) {
    chance /= sum;
  }
  return chances;
}

double Scales::concern(const Evidence& evidence) const {
  double sum = concern_bias_;
  for (const Term& term : terms_) {
    sum += term.weight * evidence[term.sign] * (term.alone ? 1.0 : evidence[term.with]);
  }
  return 1 / (1 + std::exp(-sum));
}

double Scales::second_opinion(const Evidence& evidence) const {
  std::array<float, evidence_count> values{};
  std::ranges::transform(evidence, values.begin(), [](double value) { return static_cast<float>(value); });
  double sum = 0;
  for (std::size_t tree = 0; tree < trees_.roots.size(); ++tree) {
    sum += trees_.leaf(tree, values.data());
  }
  return 1 / (1 + std::exp(-sum));
}

}  // namespace qw::match
