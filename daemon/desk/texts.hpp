#pragma once

#include "base/clock.hpp"

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

/// The words of the desk in English, Ukrainian and Russian: daemon/desk/texts/*.tsv, built into the program.
/// Threads: any.
namespace qw::desk {

/// "en", "uk", "ru".
bool is_language(std::string_view language);

class Texts {
 public:
  /// Another language than the three gives English.
  explicit Texts(std::string_view language);

  std::string_view language() const { return language_; }
  /// The text of a key; an unknown key gives the key, so that a missing text is seen and breaks nothing.
  std::string_view operator()(std::string_view key) const;
  /// With {0}, {1} … replaced. The result is plain text, not HTML.
  std::string filled(std::string_view key, std::initializer_list<std::string_view> arguments) const;
  /// "5 publishers" in the right form: keys count.KIND.one, .few, .many.
  std::string counted(std::string_view kind, std::size_t n) const;
  /// "3 h ago".
  std::string age(Time then, Time now) const;

 private:
  std::string_view language_;
};

/// A table as it was built in, for the test that compares the languages.
std::string_view texts_table(std::string_view language);

/// "2026-11-24 13:05 UTC+2": the wall clock of an IANA zone; UTC for an unknown one.
std::string local_time(Time time, std::string_view zone);

/// desk.css and desk.js.
std::string_view style_sheet();
std::string_view script();
/// operators.tsv: a kind, then words in each language.
std::string_view operators_table();

}  // namespace qw::desk
