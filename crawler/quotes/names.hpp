#pragma once

#include "crawler/quotes/analysis.hpp"

#include <algorithm>
#include <optional>
#include <vector>

namespace qw::quotes {

/// Readings of tokens by the tables, and the names of persons that they form. A base for the finder of
/// mentions.
class NameReader {
 public:
  explicit NameReader(const Analysis& analysis) : text_(analysis) {}

  /// A reading with the number of tokens that it takes; no sense: none of that kind stands there.
  struct Found {
    const Sense* sense = nullptr;
    Index length = 0;
  };
  struct Name {
    TokenRange tokens;
    int official = -1;
    bool vetoed = false;  ///< a namesake of an official
    model::Gender gender = model::Gender::unknown;
    std::uint8_t cases = Case::all;
  };

  /// Calls use(sense, length) for each reading that begins at `i`, phrases first.
  template <class F>
  void each_sense(Index i, F&& use) const {
    for (auto hit = std::ranges::lower_bound(text_.phrases, i, {}, &Hit::token);
         hit != text_.phrases.end() && hit->token == i; ++hit) {
      use(*hit->sense, hit->length);
    }
    if (text_.marks[i].entry == nullptr) {
      return;
    }
    for (const Sense& sense : text_.marks[i].entry->senses) {
      if (sense.rest.empty()) {
        use(sense, Index{1});
      }
    }
  }

  Found find(Index i, SenseKind kind) const;
  bool has_kind(Index i, SenseKind kind) const { return find(i, kind).sense != nullptr; }
  /// All cases in which the form at `i` may stand as this kind and id.
  std::uint8_t cases_of(Index i, const Sense& like, Index length) const;
  /// First of a sentence, or behind a mark, colon, dash or symbol: a capital tells nothing there.
  bool at_start(Index i) const;
  /// Token `i` is a word that follows i-1 without punctuation and in the same paragraph.
  bool adjacent(Index i) const;
  bool is_initial(Index i) const;
  /// A capitalised word that could be part of a person's name.
  bool is_name_word(Index i) const;
  std::optional<Name> read_name(Index i) const;
  /// Behind в, у, на.
  bool behind_locative(Index i) const;
  bool is_first_name(Index i) const;

 protected:
  const Analysis& text_;

 private:
  std::size_t paragraph_of(Index i) const;
  bool own_given(const Person& person, Index i) const;
  bool has_namesake_words(Index begin, Index end, std::string_view surname) const;
  bool name_case_ok(Index i, const Found& last) const;
  /// эль-Ануни
  bool has_inner_capital(Index i) const;
  bool whole_text_in_capitals(Index i) const;
  Name official_name(Index begin, const std::vector<Index>& given, Index at, const Found& last) const;
  model::Gender gender_of(Index i) const;
  std::optional<Name> other_name(Index i, Index limit) const;
};

}  // namespace qw::quotes
