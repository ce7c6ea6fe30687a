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

/// A surname of an official in a text, for sentences in which the quote engine sees no record.
struct Mention {
  std::uint32_t official = 0;  ///< index into the list given to the constructor
  std::uint32_t word = 0;
  bool subject = false;  ///< the form can be a nominative
};

/// Surnames in all their forms and spellings. Immutable; any thread; a look-up a word.
class Mentions {
 public:
  explicit Mentions(const std::vector<model::Official>& officials);
  std::vector<Mention> find(std::span<const Word> words) const;
  const std::string& id_of(std::uint32_t official) const { return ids_[official]; }
  /// True where a folded word is a surname form or part of the names of this official.
  bool is_name_of(std::string_view official, std::string_view key) const;

 private:
  struct Form {
    std::uint32_t official;
    bool subject;
  };
  void add(std::uint32_t official, std::string_view name, bool subject);

  std::vector<std::string> ids_;
  std::map<std::string, std::vector<Form>, std::less<>> forms_;           ///< last word of a surname
  std::map<std::string, std::vector<std::uint32_t>, std::less<>> parts_;  ///< every word of a name
};

}  // namespace qw::match
