#pragma once

#include "crawler/match/article_reading.hpp"

#include <cstdint>
#include <string_view>
#include <vector>

namespace qw::match {

/// Who stands in the texts of an article as the patterns of one official look at it, and who speaks by a cue.
/// Keeps references to the texts and tables; one thread.
class Attribution {
 public:
  Attribution(const std::vector<ReadText>& texts, std::string_view official, Day day, const Tables& tables);

  /// Of one text, in order; nobody is `maybe` or `pronoun` any more where the article tells who is meant.
  const std::vector<Voice>& voices(std::uint32_t text) const { return voices_[text]; }
  /// The official is named, or stands by an office that nobody else holds.
  bool named() const { return named_; }
  /// No other official is named anywhere.
  bool alone() const { return alone_; }
  /// The verb of speech in these words; a telling one («пообещал») before «сказал». Null: none.
  const Hit* speech_hit(std::uint32_t text, std::uint32_t first, std::uint32_t last) const;
  /// A verb or noun of speech that tells that somebody speaks; «обещанная помощь» does not.
  bool is_cue(std::uint32_t text, const Hit& hit) const;
  /// Null: nobody near enough.
  const Voice* voice_of(std::uint32_t text, const Hit& cue, std::uint32_t begin, std::uint32_t end) const;
  /// «Name: words» or, in a headline, «words — Name». Null: no such form.
  const Voice* voice_at_colon(std::uint32_t text, std::uint32_t begin, std::uint32_t end) const;
  /// «В Еврокомиссии …»: the EU or one of its houses stands in these words.
  bool names_institution(std::uint32_t text, std::uint32_t first, std::uint32_t last) const;

 private:
  void settle();
  bool stands_before_ours(std::uint32_t text, const Voice& office) const;

  const std::vector<ReadText>& texts_;
  const Lexicon& lexicon_;
  const Operators& op_;
  std::vector<std::vector<Voice>> voices_;
  bool named_ = false;
  bool alone_ = false;
};

}  // namespace qw::match
