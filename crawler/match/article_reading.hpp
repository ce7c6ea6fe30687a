#pragma once

#include "crawler/match/match_engine.hpp"
#include "crawler/match/mentions.hpp"
#include "crawler/match/proposition.hpp"
#include "crawler/match/speakers.hpp"

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace qw::match {

/// One text of an article with all that the comparison looks at; made once, asked for every official.
struct ReadText {
  const JudgedText* source = nullptr;
  std::vector<Word> words;
  std::vector<Hit> hits;
  std::vector<Clause> clauses;  ///< of the whole text
  std::vector<Mention> mentions;
};

/// Whose words a unit gives.
enum class Whose : std::uint8_t {
  ours,    ///< the official of the pattern
  unsure,  ///< the official or another one
  house,   ///< an institution or its spokesperson
  other,   ///< somebody else
  nobody   ///< the outlet's own sentence
};
enum class Shape : std::uint8_t {
  quote,    ///< a record of the quote engine
  speech,   ///< a sentence that tells, without a record, what somebody said, promised, demanded
  deed,     ///< a sentence that tells what somebody did
  mention,  ///< a sentence that names somebody
  sentence  ///< any other
};

/// A stretch of a text that is compared with the wordings.
struct Unit {
  std::uint32_t text = 0;  ///< index of the text
  std::optional<std::uint32_t> quote;
  Whose whose = Whose::nobody;
  Shape shape = Shape::sentence;
  std::uint32_t first = 0, last = 0;  ///< word indexes
  std::uint32_t sentence_first = 0, sentence_last = 0;
  int cue_sign = 1;
  bool cue_denies = false;          ///< опроверг
  bool not_said = false;            ///< не говорила, не обещал
  bool hedged = false;              ///< якобы, по слухам; a question of the outlet
  bool unsure = false;              ///< no record, no confirmation, anonymous sources
  bool doubts = false;              ///< «выразил сомнение в том, что …»: turned by whoever speaks
  bool debunks = false;             ///< фейк, приписали, смонтировано
  bool own_words = false;           ///< «Name: words» or a record: what is denied there the official denies
  bool calls = false;               ///< «назвала …»
  bool own_fake = false;            ///< the official calls something invented
  bool names_ours = false;          ///< the official is named somewhere in the sentence
  bool foreign_headline = false;    ///< the headline gives another one's words
  bool by_account = false;          ///< another politician's word for it
  bool anaphoric = false;           ///< points back: «такую фразу», «с этим»
  bool promoted = false;            ///< the outlet's own sentence beside words of the official
  bool pointed_at = false;          ///< … which point at it: «X. Об этом сообщила Y»
  bool by_office = false;           ///< ours by an office that others hold too, nobody else being named
  std::span<const Clause> clauses;  ///< of ClauseReadings
};

bool is_headline(const ReadText& text);

/// The tables that a text is read by.
struct Tables {
  const Lexicon& lexicon;
  const Operators& operators;
  const Mentions& mentions;
  const Speakers& speakers;
  const WordForms& forms;
};

/// The texts of an article as words, hits and clauses.
std::vector<ReadText> read_texts(const JudgedArticle& article, const Tables& tables);

/// The clauses of stretches of an article, read once for all officials. One thread.
class ClauseReadings {
 public:
  ClauseReadings(const std::vector<ReadText>& texts, const Tables& tables) : texts_(texts), tables_(tables) {}
  /// Of `words[first, last]` of a text; valid as long as this object.
  std::span<const Clause> of(std::uint32_t text, std::uint32_t first, std::uint32_t last);

 private:
  const std::vector<ReadText>& texts_;
  const Tables& tables_;
  std::map<std::array<std::uint32_t, 3>, std::vector<Clause>> read_;
};

/// Cuts the texts into units as they look for one official; they keep references to `readings`.
std::vector<Unit> units_for(const std::vector<ReadText>& texts, ClauseReadings& readings,
                            std::string_view official, Day day, const Tables& tables);

}  // namespace qw::match
