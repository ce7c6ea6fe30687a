#pragma once

#include "crawler/match/match_engine.hpp"
#include "crawler/quotes/quote_engine.hpp"
#include "model/official.hpp"
#include "model/pattern.hpp"

#include <memory>
#include <string>
#include <vector>

/// What the author of a pattern should know before it is switched on.
namespace qw::patterns {

enum class Remark : std::uint8_t {
  misses_own_false,    ///< does not catch this false wording
  catches_authentic,   ///< would catch these authentic words
  overlaps,            ///< `other` catches this wording as well
  example_not_caught,  ///< an example of `alert` gives something else
  example_caught,      ///< an example of `silent` gives something else
  repeated_wording,    ///< says the same as another one, word for word
  wrong_language,      ///< a false wording that is neither Russian nor Ukrainian
  no_authentic,        ///< nothing to compare with (a note)
  dead_word,           ///< no dictionary and no table knows this word: a slip of the pen, or a name
  spelling_only        ///< words that no concept has: they count by their spelling (a note)
};
constexpr auto names_of(Remark) {
  using enum Remark;
  return std::to_array<model::Named<Remark>>({{misses_own_false, "misses_own_false"},
                                              {catches_authentic, "catches_authentic"},
                                              {overlaps, "overlaps"},
                                              {example_not_caught, "example_not_caught"},
                                              {example_caught, "example_caught"},
                                              {repeated_wording, "repeated_wording"},
                                              {wrong_language, "wrong_language"},
                                              {no_authentic, "no_authentic"},
                                              {dead_word, "dead_word"},
                                              {spelling_only, "spelling_only"}});
}

/// A note informs; anything else is a fault that `patterns check` counts.
bool is_note(Remark remark);

struct Finding {
  Remark remark = Remark::misses_own_false;
  std::string words;             ///< the wording, the example, or the words in question
  std::string other;             ///< of overlaps: the other pattern
  std::string got;               ///< of examples: the decision that was given
  std::vector<std::string> why;  ///< of examples, in English
};

/// The engines with the patterns that are looked at, all of them matched whatever their state.
class Bench {
 public:
  /// Reads the lexicon tables: some tenths of a second. `others`: patterns that may overlap with them.
  static std::expected<Bench, std::vector<Error>> make(std::shared_ptr<const quotes::QuoteEngine> quotes,
                                                       const std::string& lexicon_directory,
                                                       const std::vector<model::Official>& officials,
                                                       const std::vector<model::Pattern>& patterns);

  /// A wording as an outlet would print it on the pattern's first day, as a headline and as a text: the
  /// graver decision of every pattern.
  std::vector<model::Decision> as_printed(const model::Pattern& pattern, const std::string& words) const;
  std::vector<model::Decision> as_body(const model::Pattern& pattern, const std::string& words) const;

  std::vector<Finding> check(const model::Pattern& pattern) const;
  std::vector<Finding> run_examples(const model::Pattern& pattern) const;

 private:
  std::vector<model::Decision> judge(const model::Pattern& pattern, const std::string& words,
                                     model::TextKind kind) const;
  void check_words(const model::Pattern& pattern, std::vector<Finding>& findings) const;

  std::shared_ptr<const quotes::QuoteEngine> quotes_;
  std::shared_ptr<const match::MatchEngine> match_;
  std::vector<model::Official> officials_;
};

/// The same in one English sentence, for the command line.
std::string sentence_of(const Finding& finding);

}  // namespace qw::patterns
