#pragma once

#include "base/clock.hpp"
#include "model/names.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace qw::model {

enum class Gender : std::uint8_t { masculine, feminine, neuter, organisation, unknown };
constexpr auto names_of(Gender) {
  using enum Gender;
  return std::to_array<Named<Gender>>(
      {{masculine, "m"}, {feminine, "f"}, {neuter, "n"}, {organisation, "org"}, {unknown, "unknown"}});
}

/// `mep`: counts as an official only where a pattern names them.
enum class Scope : std::uint8_t { official, mep };
constexpr auto names_of(Scope) {
  return std::to_array<Named<Scope>>({{Scope::official, "official"}, {Scope::mep, "mep"}});
}

/// The six forms nom, gen, dat, acc, ins, loc; each a list of alternatives.
struct CaseForms {
  std::array<std::vector<std::string>, 6> forms;
};

/// An EU office held; both days inclusive.
struct Role {
  std::string title;
  std::optional<Day> from;
  std::optional<Day> until;  ///< empty = in office as far as known

  bool covers(Day day) const { return (!from || *from <= day) && (!until || day <= *until); }
};

struct Official {
  std::string id;      ///< "kallas", or "org:ec" for an institution
  std::string name;    ///< Latin
  std::string ru, uk;  ///< full names, nominative
  Gender gender = Gender::unknown;
  Scope scope = Scope::official;
  bool indeclinable = false;
  bool surname_alone = true;  ///< false: so common a surname that the first name or the role must be near
  CaseForms ru_first, ru_last, uk_first, uk_last;
  std::vector<std::string> variants;  ///< other spellings met in media, nominative
  std::vector<Role> roles;
  std::vector<std::string> role_words_ru,
      role_words_uk;  ///< «глава дипломатии ЕС» …: the role in place of the name
  std::string note;
};

/// Somebody or something that looks like an official and must not be taken for one.
struct Namesake {
  std::string surname_ru, surname_uk;
  std::string official;  ///< the id that it may be taken for
  std::string namesake, who;
  std::string kind;                     ///< person, place, company, word, role
  std::vector<std::string> tell_apart;  ///< words, first names or forms that decide
  std::string note;
};

}  // namespace qw::model
