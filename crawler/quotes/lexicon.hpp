#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "crawler/quotes/vocabulary.hpp"
#include "model/official.hpp"
#include "model/outlet.hpp"

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

namespace qw::quotes {

/// Six Cyrillic letters: enough to know a word of a portfolio in any case.
inline constexpr std::size_t portfolio_bytes = 12;

/// What the engine asks of an official.
struct Person {
  std::string id;
  model::Gender gender = model::Gender::unknown;
  bool member_of_parliament_only = false;
  std::vector<model::Role> roles;               ///< EU offices without seats in the Parliament
  std::string house;                            ///< org id of the office's press service
  std::unordered_set<std::string> first_names;  ///< keys of all forms
  std::unordered_set<std::string> portfolio;  ///< beginnings (portfolio_bytes) of the words behind the office
  std::unordered_set<std::string> last_skeletons;  ///< likeness.hpp
  std::unordered_set<std::string> first_skeletons;
  std::uint32_t country = 0;  ///< of natives.tsv, from 1; 0 is unknown
  bool commissioner = false;
  bool spokesperson = false;

  bool in_office(Day day) const;
  /// Does the title of an office held on the day name this matter («enlargement»)?
  bool in_charge_of(std::string_view matter, Day day) const;
};

/// An office named by its words: «глава дипломатии ЕС».
struct OfficeTail {
  std::vector<std::string> keys;  ///< empty: the head alone is enough
  std::string house;
  std::string title;  ///< begins Role::title; "" for an unnamed spokesperson
  std::uint32_t office = 0;
  bool capital = false;  ///< the first word counts only with a capital
};

struct Namesake {
  std::string surname;  ///< key
  std::vector<std::vector<std::string>> tell_apart;
};

/// The tables of config/lexicon joined with officials, namesakes and outlets. Immutable.
struct Lexicon {
  std::array<Vocabulary, 4> words;  ///< by text::Language
  std::vector<Person> officials;
  std::vector<std::string> orgs;
  std::array<std::array<std::vector<OfficeTail>, 8>, 4> tails;  ///< by language and HeadClass, longest first
  std::vector<std::string> offices;                             ///< names, by OfficeTail::office
  std::vector<Namesake> namesakes;
  std::unordered_map<std::string, std::uint32_t> countries;               ///< by official's id
  std::vector<std::pair<std::string, std::uint32_t>> country_adjectives;  ///< beginnings of keys
  std::vector<std::pair<std::string, std::string>> portfolios;            ///< beginnings of keys, matters

  const Entry* find(text::Language language, std::string_view key) const {
    return words[static_cast<std::size_t>(language)].find(key);
  }
  /// Who held the office with this title on `day`; -1 when nobody or more than one person.
  int holder(const std::string& title, Day day) const;
};

std::expected<std::shared_ptr<const Lexicon>, std::vector<Error>> load_lexicon(
    const std::string& directory, const std::vector<model::Official>& officials,
    const std::vector<model::Namesake>& namesakes, const std::vector<model::Outlet>& outlets);

/// Names, roles and houses of officials into the vocabularies (officials.cpp).
void add_officials(Lexicon& lexicon, const std::vector<model::Official>& officials,
                   const std::vector<model::Namesake>& namesakes);

}  // namespace qw::quotes
