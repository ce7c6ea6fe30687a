#pragma once

#include "base/result.hpp"
#include "config/trees.hpp"
#include "crawler/match/evidence.hpp"
#include "model/decision.hpp"

#include <array>
#include <expected>
#include <string>
#include <vector>

namespace qw::match {

/// How much each sign of the evidence speaks, in two steps that are fitted apart on open sets by
/// eval/fit_judgement.py: whether the article tells of the pattern's claim at all
/// (config/lexicon/concern.tsv, held against a background of news), and if so, as what (judgement.tsv). Trees
/// (alert_trees.tsv), grown on the same figures, give a second opinion on the alert itself: they see what
/// holds only together with something else. Immutable; any thread.
class Scales {
 public:
  static constexpr auto labels = std::to_array<model::Label>(
      {model::Label::false_quote, model::Label::mixed, model::Label::hedged, model::Label::claims_to_debunk,
       model::Label::authentic, model::Label::denial, model::Label::other_speaker, model::Label::other_topic,
       model::Label::opposite});
  static std::expected<Scales, std::vector<Error>> load(const std::string& lexicon_directory);
  /// Chances of the labels, summing to 1, where the article tells of the claim. Multinomial logistic.
  std::array<double, labels.size()> weigh(const Evidence& evidence) const;
  /// The chance that it does. Logistic in signs and in products of two of them.
  double concern(const Evidence& evidence) const;
  /// The chance that an alert is due, by the trees alone.
  double second_opinion(const Evidence& evidence) const;

 private:
  /// A sign, or the product of two.
  struct Term {
    std::size_t sign = 0, with = 0;
    bool alone = true;
    double weight = 0;
  };
  void read_judgement(const std::string& file, std::vector<Error>& errors);
  void read_concern(const std::string& file, std::vector<Error>& errors);
  void read_trees(const std::string& file, std::vector<Error>& errors);

  std::array<double, labels.size()> bias_{};
  std::array<std::array<double, labels.size()>, evidence_count> weights_{};
  double concern_bias_ = 0;
  std::vector<Term> terms_;
  config::Trees trees_;
};

}  // namespace qw::match
