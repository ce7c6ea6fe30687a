#pragma once

#include "base/result.hpp"
#include "crawler/quotes/vocabulary.hpp"

#include <array>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace qw::quotes {

/// Forms of verbs and nouns, made from the endings in paradigms.tsv, verb_forms.tsv and noun_paradigms.tsv.
class Paradigms {
 public:
  struct VerbCell {
    VerbForm form;
    model::Gender gender;
    bool plural;
    std::string text;
  };
  struct NounCell {
    std::uint8_t cases;
    bool plural;
    std::string text;
  };

  std::vector<Error> load(const std::string& directory);
  /// All forms of the verb with this infinitive, itself included; empty when no paradigm fits.
  std::vector<VerbCell> verb(text::Language language, std::string_view infinitive) const;
  /// All forms of the noun or adjective; empty when the code is unknown or does not fit the lemma.
  std::vector<NounCell> noun(text::Language language, std::string_view lemma, std::string_view code) const;

 private:
  using Row = std::vector<std::string>;
  std::vector<VerbCell> from_row(const Row& row, const std::string& stem) const;

  std::array<std::map<std::string, Row, std::less<>>, 4> endings_;
  std::array<std::map<std::string, Row, std::less<>>, 4> irregular_;
  std::array<std::map<std::string, Row, std::less<>>, 4> nouns_;
};

}  // namespace qw::quotes
