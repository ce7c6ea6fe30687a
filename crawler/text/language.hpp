#pragma once

#include "model/names.hpp"

#include <array>
#include <cstdint>
#include <string_view>

namespace qw::text {

enum class Language : std::uint8_t { unknown, ru, uk, en };
constexpr auto names_of(Language) {
  using enum Language;
  return std::to_array<model::Named<Language>>({{unknown, ""}, {ru, "ru"}, {uk, "uk"}, {en, "en"}});
}

/// Counts letters and function words that only one of the languages has.
class LanguageVotes {
 public:
  void add_word(std::string_view key);
  void add(const LanguageVotes& other);
  /// The winner, or `otherwise` where nothing was seen.
  Language decide(Language otherwise) const;

 private:
  unsigned ru_ = 0;
  unsigned uk_ = 0;
  unsigned cyrillic_ = 0;
  unsigned latin_ = 0;
};

}  // namespace qw::text
