#pragma once

#include "crawler/quotes/names.hpp"

#include <map>
#include <string>

namespace qw::quotes {

/// Offices, with or without the name behind them: «глава дипломатии ЕС Кая Каллас», «еврокомиссар по
/// торговле». A base for the finder of mentions.
class OfficeReader : public NameReader {
 public:
  explicit OfficeReader(const Analysis& analysis) : NameReader(analysis) {}

  void take_name(Mention& mention, const Name& name) const;
  /// «Еврокомиссар Вархей», «Марош Шевчович»: a spelling that the tables lack, told by its consonants and by
  /// an office or first name beside it; the same spelling alone counts from then on.
  void read_unusual_spelling(Mention& mention, const Name& name, int holder) const;
  static bool holds(const Person& person, HeadClass head, std::size_t id, int holder);
  void settle(Mention& mention, int official) const;
  /// «экс-глава», «ексверховний представник»: the prefix of tag former makes any office a former one.
  bool read_former_prefix(Index i, Mention& mention) const;
  bool is_stop_for_apposition(Index i) const;
  /// Looks for a name behind the words of an office: «министр обороны Литвы Довиле Шакалене».
  bool attach_name(Index from, Mention& mention) const;
  bool read_role(Index at, Mention& mention) const;
  bool several(Index at, const Found& head) const;
  /// «главы» is the genitive of one before the nominative of several.
  std::uint8_t role_cases(Index at, const Found& head) const;
  Index match_tail(Index at, const OfficeTail& tail) const;
  /// «верховный представитель ООН», «глава дипломатии Венгрии»: a bare tail before another owner is no EU
  /// office.
  bool refuses(const OfficeTail& tail, Index end) const;
  bool read_commissioner(Index at, const Found& head, Mention& mention) const;
  /// Whose portfolio stands behind the preposition («по торговле», «з питань розширення»): an index of
  /// Lexicon::officials or -1; `last` gets the end of its words.
  int in_charge(Index preposition, Index& last) const;
  bool is_portfolio(Index i) const;
  bool looks_like_cue(Index i) const;

 private:
  mutable std::map<std::string, int> spelled_;  ///< skeletons of surnames in this text
};

}  // namespace qw::quotes
