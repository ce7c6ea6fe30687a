#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "model/case.hpp"
#include "store/store.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Silences: somebody's decision that messages about something are not sent for a time. What they hold back
/// is listed as `silenced` and can be sent by hand; nothing is dropped.
namespace qw::alerts {

inline constexpr auto longest_silence = std::chrono::days(30);

/// Every matcher that is not empty must fit; at least one is not.
struct Silence {
  std::string id;
  std::string author, reason;
  Time from{}, until{};
  std::string receiver, official, pattern, language, case_id;
  std::string ended_by;  ///< who ended it before its time, "" = nobody

  bool holds(Time now) const { return from <= now && now < until; }
};

/// What a message is about.
struct Subject {
  std::string event, receiver, official, pattern, case_id;
  std::vector<std::string> languages;
  std::optional<Time> opened;  ///< of the case
};
Subject subject_of(const model::OutboxEntry& entry);
Subject subject_of(const std::string& event, const std::string& receiver, const model::Case& of);

/// Only messages about cases are silenced, and never a correction: whoever holds a wrong verdict is told.
bool fits(const Silence& silence, const Subject& about);

/// The silence that holds the message back now; nullptr when none does.
const Silence* held_by(const std::vector<Silence>& all, const Subject& about, Time now);
/// Silences that are over and held while the case ran: its next message says so.
std::vector<const Silence*> over_since(const std::vector<Silence>& all, const Subject& about, Time now);

std::string silence_text(const Silence& of);
Result<Silence> read_silence(std::string_view text);
/// Those that hold, will hold, or ended within the last 30 days; by id, which is by time. Blocks on the
/// store.
Result<std::vector<Silence>> silences_of(store::Store& store, Time now);
inline std::string silence_setting(const std::string& id) { return "silence/" + id; }
/// Errc::usage when it has no matcher, no reason, or an end that is past or further than 30 days away.
Result<> check(const Silence& silence, Time now);

}  // namespace qw::alerts
