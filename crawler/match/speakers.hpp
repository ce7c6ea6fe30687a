#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "crawler/match/lexicon.hpp"
#include "crawler/match/mentions.hpp"
#include "crawler/match/words.hpp"
#include "model/official.hpp"

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

namespace qw::match {

/// Who stands at a place of a text, as one official's pattern looks at it.
enum class Who : std::uint8_t {
  ours,   ///< the official by name, or by an office and portfolio, nationality or house that nobody shares
  maybe,  ///< an office that the official holds and others too
  colleague,  ///< another official
  house,      ///< an institution
  other,      ///< anybody else
  pronoun     ///< he, she: whoever was spoken of before
};

struct Voice {
  std::uint32_t first = 0, last = 0;  ///< word indexes
  Who who = Who::other;
  bool subject = true;    ///< its form can be a nominative
  bool feminine = false;  ///< only with pronouns and feminine nouns
  bool masculine = false;
  bool office = false;  ///< stands by an office, without a name
  bool anybody =
      false;  ///< an office that names neither a house of the EU nor a portfolio: «глава», «министр»
};

/// What the tables tell of officials beyond their names: offices, portfolios and houses (by their English
/// titles and role words), and the country that they come from (nationals.tsv). Immutable; any thread.
class Speakers {
 public:
  static std::expected<Speakers, std::vector<Error>> load(const std::string& lexicon_directory,
                                                          const Lexicon& lexicon,
                                                          const std::vector<model::Official>& officials);

  /// Everybody who is named or stands by an office in the text, in order. `mentions`: those of the text.
  std::vector<Voice> find(std::span<const Word> words, std::span<const Hit> hits,
                          std::span<const Mention> mentions, const Mentions& names, std::string_view official,
                          Day day) const;
  /// Fills whether the form is a public person's surname.
  void ask(WordForm& form) const;
  /// Officials in office that day for whom an office, portfolio or nationality in the text can stand, sorted:
  /// worth asking find() though nobody is named.
  std::vector<std::string> in_offices(std::span<const Word> words, std::span<const Hit> hits, Day day) const;

 private:
  struct Profile {
    std::vector<std::uint32_t> roles, portfolios, houses, places;  ///< concept indexes, sorted
    std::vector<model::Role> terms;
    bool feminine = false, masculine = false;
  };
  enum class Class : std::uint8_t { none, office, generic, national, portfolio, house, mark };
  enum class Fit : std::uint8_t { no, possible, certain };

  Class class_of(std::uint32_t concept_index) const { return classes_[concept_index]; }
  /// The words of the office that this hit begins: adjectives in front, what follows up to a verb or a comma.
  std::pair<std::uint32_t, std::uint32_t> phrase_of(std::span<const Word> words, std::span<const Hit> hits,
                                                    const Hit& hit) const;
  /// What an office phrase says, read once for all officials.
  struct Phrase {
    std::vector<std::uint32_t> offices, portfolios, houses, places;
    bool national = false, former = false, generic = false, native = false, feminine = false,
         masculine = false;

    bool operator==(const Phrase&) const = default;
  };
  Phrase describe(std::span<const Hit> hits, std::uint32_t first, std::uint32_t last) const;
  Fit fit(const Profile& profile, const Phrase& phrase) const;
  bool of_another_state(std::span<const Hit> hits, std::uint32_t word, const Profile& profile) const;
  bool is_person(std::span<const Word> words, std::span<const Hit> hits, std::uint32_t at) const;

  const Lexicon* lexicon_ = nullptr;
  std::vector<Class> classes_;  ///< by concept
  std::uint32_t charge_ = 0, former_ = 0, feminine_ = 0, masculine_ = 0, native_f_ = 0, native_m_ = 0,
                press_ = 0, commissioner_ = 0, chief_ = 0, vice_ = 0, official_ = 0;
  std::map<std::string, Profile, std::less<>> profiles_;
  std::unordered_set<std::string> people_;  ///< beginnings of surnames of public persons
};

}  // namespace qw::match
