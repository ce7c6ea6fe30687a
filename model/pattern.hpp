#pragma once

#include "base/clock.hpp"
#include "model/names.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace qw::model {

enum class PatternState : std::uint8_t { draft, trial, live, retired };
constexpr auto names_of(PatternState) {
  using enum PatternState;
  return std::to_array<Named<PatternState>>(
      {{draft, "draft"}, {trial, "trial"}, {live, "live"}, {retired, "retired"}});
}
inline bool is_matched(PatternState state) {
  return state == PatternState::trial || state == PatternState::live;
}

enum class Severity : std::uint8_t { low, normal, high };
constexpr auto names_of(Severity) {
  using enum Severity;
  return std::to_array<Named<Severity>>({{low, "low"}, {normal, "normal"}, {high, "high"}});
}

/// What an expert may add to sharpen what the engine derives from the wordings. Words or concept names.
struct PatternSlots {
  std::vector<std::string> must;      ///< every one of them must be expressed
  std::vector<std::string> any;       ///< at least one of them
  std::vector<std::string> must_not;  ///< none of them
};

/// One known-false attribution.
struct Pattern {
  std::string id;
  std::string official;                     ///< official id
  std::vector<std::string> false_wordings;  ///< ru and/or uk, as they circulate
  std::vector<std::string> authentic;       ///< what was really said, en/ru/uk; may be empty
  Day since{};
  std::optional<Day> until;
  std::string source;                              ///< address of the fact-check
  std::string title;                               ///< short name for people, may be empty
  std::string why;                                 ///< one sentence: what was bent
  std::string title_uk, title_ru, why_uk, why_ru;  ///< the same for people who read these; may be empty
  std::string note;
  PatternState state = PatternState::live;
  std::optional<Severity> severity;  ///< set by the author, else derived
  PatternSlots slots;
  std::vector<std::string> examples_alert, examples_silent;

  /// For a reader of "en", "uk" or "ru"; the one without a language where there is none of that.
  const std::string& title_in(std::string_view language) const {
    return language == "uk" && !title_uk.empty()   ? title_uk
           : language == "ru" && !title_ru.empty() ? title_ru
                                                   : title;
  }
  const std::string& why_in(std::string_view language) const {
    return language == "uk" && !why_uk.empty() ? why_uk : language == "ru" && !why_ru.empty() ? why_ru : why;
  }
  bool covers(Day day) const { return since <= day && (!until || day <= *until); }
};

}  // namespace qw::model
