#pragma once

#include "crawler/quotes/analysis.hpp"

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

/// Who was spoken of before or behind a place in the text, and who spoke: what pronouns, general nouns and
/// bare offices are resolved by.
namespace qw::quotes {

/// Somebody who was spoken of.
struct Identity {
  int official = -1;
  std::string org;
  std::string name;  ///< key of the last word, for those without an id
  model::Gender gender = model::Gender::unknown;
  bool plural = false;
  bool somebody = false;
  bool joint = false;  ///< one of several who spoke together
  bool house = false;  ///< an institution, outlet or place: no pronoun means it

  bool same(const Identity& other) const {
    if (official >= 0 || other.official >= 0) {
      return official == other.official;
    }
    return !org.empty() ? org == other.org : name == other.name;
  }
};

struct Slot {
  Identity who;
  Index token = 0;
  Index sentence = 0;
};

/// Unknown agrees with all.
bool agree(model::Gender wanted, model::Gender has);

class SpokenOf {
 protected:
  explicit SpokenOf(const Analysis& analysis);

  struct Back {
    Identity who;
    bool found = false;
    std::vector<Identity> rivals;
  };

  Identity identity(std::size_t n) const;
  std::optional<std::string> id_of(const Identity& who) const;
  static bool is_person(const Mention& m);
  /// The person that a pronoun or general noun means at `token`. `officials_only`: the noun names an office.
  Back look_back(Index token, model::Gender wanted, bool officials_only, std::uint32_t country = 0) const;
  /// The first mention at or behind the token.
  std::size_t behind(Index token) const;
  bool in_marks(Index token, Index from) const;
  bool fits(const Identity& who, model::Gender wanted, bool officials_only, std::uint32_t country = 0) const;
  Index sentence_at(Index token) const;
  /// The first person behind, for a text that begins with a pronoun.
  Back look_ahead(Index token, model::Gender wanted) const;
  bool nobody_before(Index token) const;
  /// «Представитель ЕК» without a name is the one spokesperson whom the text has named before: the Commission
  /// speaks for the Union's diplomacy too.
  int named_spokesperson(Index n) const;
  /// «Посол отметила» behind «Посол ЕС Катарина Матернова»: a bare word for an office means the one whom it
  /// named.
  std::optional<std::size_t> named_by_this_word(Index n) const;
  bool same_word(Index one, Index two) const;

  const Analysis& a_;
  std::vector<Index> sentence_of_mention_;
  std::vector<bool> foreign_;      ///< by mention: a bare surname that is the namesake's
  std::vector<Slot> slots_;        ///< who spoke, in the order of the cues
  std::vector<int> spoken_about_;  ///< officials whom the pronoun that is looked up cannot mean

 private:
  /// A bare surname belongs to the namesake when the last full name in the text was his.
  void settle_namesakes();
  void learn_genders();
  bool given(const Mention& m) const;

  std::unordered_map<std::string, model::Gender> genders_;  ///< by surname
};

}  // namespace qw::quotes
