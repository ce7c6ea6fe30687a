#pragma once

#include "base/clock.hpp"
#include "crawler/match/words.hpp"
#include "model/official.hpp"

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace qw::match {

/// A surname or role of an official in a text, for sentences in which the quote engine sees no record.
struct Mention {
  std::uint32_t official = 0;  ///< index into the list given to the constructor
  std::uint32_t word = 0;      ///< the first one
  bool subject = false;        ///< the form can be a nominative
  bool house = false;          ///< an institution
};

/// Surnames in all their forms and spellings, and the roles that one official alone holds on a day.
/// Immutable; any thread; a few look-ups a word.
class Mentions {
 public:
  explicit Mentions(const std::vector<model::Official>& officials);
  /// `words`: with forms for which ask() was called.
  std::vector<Mention> find(std::span<const Word> words, Day day) const;
  /// Fills the form's roles and surnames.
  void ask(WordForm& form) const;
  const std::string& id_of(std::uint32_t official) const { return ids_[official]; }
  /// True where a folded word is a surname form or part of the names of this official.
  bool is_name_of(std::string_view official, std::string_view key) const;

 private:
  struct Form {
    std::uint32_t official;
    bool subject;
  };
  struct RolePhrase {
    std::vector<std::string> stems;  ///< beginnings of its words
    std::vector<bool> whole;         ///< too short for a beginning
    std::vector<bool> capital;
    std::string nominative;  ///< its first word
    std::uint32_t official;
  };
  bool in_office(std::uint32_t official, Day day) const;
  void add(std::uint32_t official, std::string_view name, bool subject);
  void add_role(std::uint32_t official, std::string_view phrase);
  void keep_role(RolePhrase role);
  void drop_fillers();
  void find_role(std::span<const Word> words, std::uint32_t at, Day day, std::vector<Mention>& found) const;

  std::vector<std::string> ids_;
  std::vector<std::uint32_t> houses_;  ///< institutions, sorted
  std::vector<std::vector<model::Role>> terms_;
  std::vector<RolePhrase> roles_;
  std::map<std::string, std::vector<std::uint32_t>, std::less<>> roles_by_stem_;  ///< of the first word
  std::vector<std::vector<Form>> surnames_;
  std::map<std::string, std::uint32_t, std::less<>> surname_of_;          ///< by the last word of a surname
  std::map<std::string, std::vector<std::uint32_t>, std::less<>> parts_;  ///< every word of a name
};

}  // namespace qw::match
